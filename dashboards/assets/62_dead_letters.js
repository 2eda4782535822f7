// Dead letters: one, or those of some days, sent again under the same ids; a disabled channel enabled. Each asked once more.
(function () {
  "use strict";
  const { element } = window.tracework;

  async function post(address, body) {
    const place = document.getElementById("replay-told");
    try {
      const answer = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: body ? JSON.stringify(body) : undefined });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail || "The server refused this.");
      location.reload();
    } catch (error) {
      if (place) place.replaceChildren(element("span", { class: "status bad", text: error.message }));
    }
  }

  function ask(title, fields, words, send) {
    const made = element("dialog", { "aria-label": title, onclose: () => made.remove() });
    const form = element("form", { class: "verdict-form", onsubmit: (event) => { event.preventDefault(); made.close(); send(form); } }, [
      ...fields,
      element("div", { class: "verdict-end" }, [
        element("button", { type: "submit", class: "button main", text: words }),
        element("button", { type: "button", class: "button quiet", "data-close": "", text: "Cancel" }),
      ]),
    ]);
    made.append(element("div", { class: "dialog-head" }, [element("h2", { text: title })]), element("div", { class: "dialog-body" }, [form]));
    document.body.append(made);
    made.showModal();
    form.querySelector("[type=submit]").focus();
  }

  const says = (text) => element("p", { text });
  const SAME = "It goes under the same id, so a receiver that has it already takes it once.";

  function one(number) {
    ask("Send it again?", [says(SAME)], "Send again", () => post(`/api/v1/deliveries/${number}/replay`));
  }

  function several(told) {
    const { since, until, channels } = JSON.parse(told);
    const day = (name, words, value) => element("label", {}, [element("span", { text: words }), element("input", { type: "date", name, value, required: true })]);
    const radio = (words, value, checked) => element("label", {}, [element("input", { type: "radio", name: "channel", value, checked }), element("span", { text: words })]);
    const to = [...(channels.length > 1 ? [radio("every channel", "", true)] : []), ...channels.map((each) => radio(each, each, channels.length === 1))];
    ask("Send several again", [says(SAME), day("since", "posted from", since), day("until", "to", until), ...to], "Send again", (form) => {
      // the last day is meant whole
      const end = new Date(`${form.elements.until.value}T00:00:00Z`).getTime() + 86400000;
      const span = { since: `${form.elements.since.value}T00:00:00Z`, until: new Date(end).toISOString() };
      const channel = form.elements.channel.value;
      post("/api/v1/deliveries/replay", channel ? { ...span, channel } : span);
    });
  }

  function enable(channel) {
    ask(`Send to ${channel} again?`, [says("What was given up meanwhile stays so until it is sent again.")], "Send there again", () => post(`/api/v1/channels/${channel}/enable`));
  }

  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("[data-replay], [data-replay-range], [data-enable]") : null;
    if (!hit) return;
    if (hit.dataset.replay) one(hit.dataset.replay);
    else if (hit.dataset.replayRange) several(hit.dataset.replayRange);
    else enable(hit.dataset.enable);
  });
})();
