// Verdicts on findings: by key or button, kept by the server; the next finding comes, and the last verdict can be undone.
(function () {
  "use strict";
  const { element, go, dialog } = window.tracework;
  const byId = (id) => document.getElementById(id);
  const REASONS = ["It was agreed with the client or the manager", "Somebody is dealing with it already", "The data is wrong or late", "It is not worth a look"];
  const DAYS = [["Until tomorrow", 1], ["For a week", 7], ["For two weeks", 14], ["For a month", 30]];
  let last = null;

  const bar = () => document.querySelector(".verdicts[data-finding]");

  async function asked(method, finding, body) {
    const answer = await fetch(`/api/v1/findings/${finding}/verdict`, { method, headers: { "content-type": "application/json" }, body: body ? JSON.stringify(body) : undefined });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail || "The server refused this.");
    return told;
  }

  function tell(words, kind) {
    const place = byId("verdict-told");
    if (place) place.replaceChildren(element("span", { class: `status ${kind}`, text: words }));
  }

  function hold(held) {
    for (const button of document.querySelectorAll(".verdicts button")) button.disabled = held;
  }

  async function give(body, words) {
    const place = bar();
    if (!place) return;
    const { finding, after, here } = place.dataset;
    hold(true);
    try {
      await asked("POST", finding, body);
      last = { finding, here };
      offerUndo(`${finding} ${words}.`);
      move(after, here);
    } catch (error) {
      hold(false);
      tell(error.message, "bad");
    }
  }

  async function undo() {
    const place = bar();
    const what = last || (place && { finding: place.dataset.finding, here: place.dataset.here });
    if (!what) return;
    try {
      await asked("DELETE", what.finding);
      last = null;
      const offered = byId("undo-bar");
      if (offered) offered.remove();
      move(what.here, location.pathname + location.search);
    } catch (error) {
      tell(error.message, "bad");
    }
  }

  // The page is read anew: where the address stays, by a mark that it ignores.
  function move(to, from) {
    const address = new URL(to, location.origin);
    if (to === from || to === location.pathname + location.search) address.searchParams.set("again", String(Date.now() % 100000));
    go(address.pathname + address.search);
  }

  function offerUndo(words) {
    const old = byId("undo-bar");
    if (old) old.remove();
    const made = element("div", { id: "undo-bar", class: "undo-bar", role: "status" }, [
      element("span", { text: words }),
      element("button", { type: "button", class: "button quiet", onclick: undo }, [element("span", { text: "Undo" }), element("kbd", { class: "key", text: "U" })]),
    ]);
    document.body.append(made);
    setTimeout(() => made.remove(), 12000);
  }

  function choices(name, words) {
    return words.map((each, place) => element("label", {}, [element("input", { type: "radio", name, value: each, checked: place === 0 ? true : null }), element("span", { text: each })]));
  }

  function dismiss() {
    const more = element("textarea", { rows: "2", "aria-label": "Why, in your own words", placeholder: "or in your own words", maxlength: "2000" });
    dialog("Why is it dismissed?", [...choices("reason", REASONS), more], "Dismiss", (form) => {
      const reason = more.value.trim() || form.elements.reason.value;
      give({ verdict: "dismiss", reason }, "is dismissed");
      return true;
    });
  }

  function snooze() {
    const day = element("input", { type: "date", "aria-label": "Another day" });
    const from = new Date(`${bar().dataset.moment}T00:00:00Z`);
    dialog("Snooze", [...choices("days", DAYS.map(([words]) => words)), element("label", {}, [element("span", { text: "or until" }), day])], "Snooze", (form) => {
      const days = DAYS.find(([words]) => words === form.elements.days.value)[1];
      const until = day.value ? new Date(`${day.value}T00:00:00Z`) : new Date(from.getTime() + days * 86400000);
      give({ verdict: "snooze", until: until.toISOString() }, `is snoozed to ${until.toISOString().slice(0, 10)}`);
      return true;
    });
  }

  function assign() {
    const name = element("input", { type: "text", "aria-label": "To whom", placeholder: "a name", maxlength: "100", autocomplete: "off" });
    dialog("Who takes it?", [name], "Assign", () => {
      if (!name.value.trim()) { name.focus(); return false; }
      give({ verdict: "assign", assignee: name.value.trim() }, `is assigned to ${name.value.trim()}`);
      return true;
    });
  }

  // What a finding suggests is proposed; somebody else approves it on the page of actions.
  function propose(button) {
    const { propose: finding, ways, does } = button.dataset;
    const channels = JSON.parse(ways);
    const note = element("textarea", { rows: "2", "aria-label": "What to say with it", placeholder: "what to say with it, if you like", maxlength: "2000" });
    const through = channels.length > 1
      ? choices("channel", channels)
      : [element("p", { class: "ink-2", text: `Goes through ${channels[0]}.` })];
    const words = element("p", { text: `${does}. Nothing is sent before somebody else has approved it.` });
    dialog(`${finding}: propose this?`, [words, ...through, note], "Propose", (form) => {
      const channel = channels.length > 1 ? form.elements.channel.value : channels[0];
      send(finding, { channel, note: note.value.trim() });
      return true;
    });
  }

  async function send(finding, wished) {
    try {
      const answer = await fetch(`/api/v1/findings/${finding}/action`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(wished) });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail || "The server refused this.");
      move(bar() ? bar().dataset.here : location.pathname + location.search, location.pathname + location.search);
    } catch (error) {
      tell(error.message, "bad");
    }
  }

  const ACTS = { confirm: () => give({ verdict: "confirm" }, "is confirmed"), dismiss, snooze, assign, undo };

  async function lookNow(button) {
    button.disabled = true;
    button.textContent = "Looking…";
    try {
      const answer = await fetch("/api/v1/detect", { method: "POST" });
      let job = await answer.json();
      if (!answer.ok) throw new Error(job.detail || "The server refused this.");
      while (job.state === "queued" || job.state === "running") {
        await new Promise((after) => setTimeout(after, 700));
        job = await (await fetch(`/api/v1/jobs/${job.id}`)).json();
      }
      if (job.state !== "done") throw new Error(job.error || "It was stopped. Nothing was changed.");
      location.reload();
    } catch (error) {
      button.replaceWith(element("span", { class: "status bad", text: error.message }));
    }
  }

  document.addEventListener("click", () => { ahead = ""; });
  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("[data-verdict], [data-propose], #look-now") : null;
    if (!hit || hit.disabled) return;
    if (hit.id === "look-now") lookNow(hit);
    else if (hit.dataset.propose) propose(hit);
    else ACTS[hit.dataset.verdict]();
  });

  // Where the keys have led to while the page is still being read, so that pressed twice they go two on.
  let ahead = "";

  function step(by) {
    const listed = [...document.querySelectorAll(".queue-item")].map((item) => item.getAttribute("href"));
    const link = byId(by > 0 ? "finding-after" : "finding-before");
    const to = listed.includes(ahead) ? listed[listed.indexOf(ahead) + by] : link && link.getAttribute("href");
    if (!to) return false;
    const shown = document.querySelector(".queue-item[aria-current]");
    ahead = shown && shown.getAttribute("href") === to ? "" : to;
    go(to);
    return true;
  }

  window.addEventListener("tracework:key", (event) => {
    const key = event.detail.key;
    if (!document.querySelector(".review")) return;
    if (key === "j" || key === "k") { if (step(key === "j" ? 1 : -1)) event.detail.preventDefault(); return; }
    // a verdict is on what is shown, never on what the keys have left already
    if (ahead) return;
    const link = byId({ a: "finding-approve" }[key] || "");
    const button = link ? null : document.querySelector(`.verdicts [data-key="${CSS.escape(key)}"]`);
    if (link) { event.detail.preventDefault(); go(link.getAttribute("href")); }
    else if (key === "p" && byId("finding-propose")) { event.detail.preventDefault(); propose(byId("finding-propose")); }
    else if (key === "u") { event.detail.preventDefault(); undo(); }
    else if (button && !button.disabled) { event.detail.preventDefault(); ACTS[button.dataset.verdict](); }
  });

  // The one looked at stays in sight in its list.
  let seen = "";
  new MutationObserver(() => {
    const item = document.querySelector(".queue-item[aria-current]");
    const address = item && item.getAttribute("href");
    if (item && address === ahead) ahead = "";
    if (!item || address === seen) return;
    seen = address;
    const list = item.closest(".review-list");
    const { top, bottom } = item.getBoundingClientRect();
    const room = list.getBoundingClientRect();
    if (top < room.top || bottom > room.bottom) list.scrollTop += top - room.top - room.height / 3;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
