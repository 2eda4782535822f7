// Answers on actions, drafts and changes to definitions: asked once more, kept by the server, and the page is read anew.
(function () {
  "use strict";
  const { element } = window.tracework;
  const WORDS = {
    action: { approve: ["Approve and send?", "Approve and send"], refuse: ["Why is it refused?", "Refuse"] },
    draft: { approve: ["Approve and send?", "Approve and send"], refuse: ["Why is it refused?", "Refuse"] },
    change: { approve: ["Approve and apply?", "Approve and apply"], refuse: ["Why is it refused?", "Refuse"] },
  };

  async function give(kind, name, answer, note) {
    const address = `/api/v1/${kind}s/${name}/answer`;
    const place = document.querySelector(`[data-told="${CSS.escape(name)}"]`);
    try {
      const sent = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ answer, note }) });
      const told = await sent.json();
      if (!sent.ok) throw new Error(told.detail || "The server refused this.");
      location.reload();
    } catch (error) {
      if (place) place.replaceChildren(element("span", { class: "status bad", text: error.message }));
    }
  }

  function ask(kind, name, answer) {
    const [title, words] = WORDS[kind][answer];
    const note = element("textarea", { rows: "2", "aria-label": "A note", placeholder: answer === "refuse" ? "so that others know why" : "a note, if you like", maxlength: "2000" });
    const made = element("dialog", { "aria-label": title, onclose: () => made.remove() });
    const form = element("form", { class: "verdict-form", onsubmit: (event) => {
      event.preventDefault();
      if (answer === "refuse" && !note.value.trim()) { note.focus(); return; }
      made.close();
      give(kind, name, answer, note.value.trim());
    } }, [
      note,
      element("div", { class: "verdict-end" }, [
        element("button", { type: "submit", class: "button main", text: words }),
        element("button", { type: "button", class: "button quiet", "data-close": "", text: "Cancel" }),
      ]),
    ]);
    made.append(element("div", { class: "dialog-head" }, [element("h2", { text: `${name}: ${title}` })]), element("div", { class: "dialog-body" }, [form]));
    document.body.append(made);
    made.showModal();
    (answer === "refuse" ? note : form.querySelector("button")).focus();
  }

  function press(button) {
    const about = button.closest("[data-action], [data-change], [data-draft]");
    if (!about) return;
    if (about.dataset.action) ask("action", about.dataset.action, button.dataset.answer);
    else if (about.dataset.draft) ask("draft", about.dataset.draft, button.dataset.answer);
    else ask("change", about.dataset.change, button.dataset.answer);
  }

  async function asked(method, address) {
    const answer = await fetch(address, { method });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail || "The server refused this.");
    return told;
  }

  // the page read anew says that it is being tried, and in the end what came of it
  async function tryOnThePast(button) {
    button.disabled = true;
    try {
      await asked("POST", `/api/v1/changes/${button.dataset.try}/trial`);
      location.reload();
    } catch (error) {
      button.replaceWith(element("span", { class: "status bad", role: "status", text: error.message }));
    }
  }

  const waitedFor = new WeakSet();
  async function waitFor(place) {
    waitedFor.add(place);
    try {
      while (place.isConnected) {
        const job = await asked("GET", `/api/v1/changes/${place.dataset.trying}/trial`);
        if (job.state !== "queued" && job.state !== "running") return location.reload();
        await new Promise((after) => setTimeout(after, 1000));
      }
    } catch (error) {
      place.replaceWith(element("span", { class: "status bad", role: "status", text: `${error.message} Look at this page again later.` }));
    }
  }

  new MutationObserver(() => {
    document.querySelectorAll("[data-trying]").forEach((place) => waitedFor.has(place) || waitFor(place));
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("[data-answer], [data-try]") : null;
    if (hit?.dataset.try) tryOnThePast(hit);
    else if (hit) press(hit);
  });

  window.addEventListener("tracework:key", (event) => {
    const button = event.detail.key === "a" ? document.querySelector('[data-first="true"] [data-answer="approve"]') : null;
    if (!button) return;
    event.detail.preventDefault();
    press(button);
  });
})();
