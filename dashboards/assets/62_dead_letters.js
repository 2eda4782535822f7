// Dead letters: one, or those of some days, sent again under the same ids; a disabled channel enabled. Each asked once more.
(function () {
  "use strict";
  const { element, dialog } = window.tracework;

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

  const says = (text) => element("p", { text });
  const SAME = "It goes under the same id, so a receiver that has it already takes it once.";

  function one(number) {
    dialog("Send it again?", [says(SAME)], "Send again", () => post(`/api/v1/deliveries/${number}/replay`));
  }

  function several(told) {
    const { since, until, channels } = JSON.parse(told);
    const day = (name, words, value) => element("label", {}, [element("span", { text: words }), element("input", { type: "date", name, value, required: true })]);
    const radio = (words, value, checked) => element("label", {}, [element("input", { type: "radio", name: "channel", value, checked }), element("span", { text: words })]);
    const to = [...(channels.length > 1 ? [radio("every channel", "", true)] : []), ...channels.map((each) => radio(each, each, channels.length === 1))];
    dialog("Send several again", [says(SAME), day("since", "posted from", since), day("until", "to", until), ...to], "Send again", (form) => {
      // the last day is meant whole
      const end = new Date(`${form.elements.until.value}T00:00:00Z`).getTime() + 86400000;
      const span = { since: `${form.elements.since.value}T00:00:00Z`, until: new Date(end).toISOString() };
      const channel = form.elements.channel.value;
      return post("/api/v1/deliveries/replay", channel ? { ...span, channel } : span);
    });
  }

  function enable(channel) {
    dialog(`Send to ${channel} again?`, [says("What was given up meanwhile stays so until it is sent again.")], "Send there again", () => post(`/api/v1/channels/${channel}/enable`));
  }

  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("[data-replay], [data-replay-range], [data-enable]") : null;
    if (!hit) return;
    if (hit.dataset.replay) one(hit.dataset.replay);
    else if (hit.dataset.replayRange) several(hit.dataset.replayRange);
    else enable(hit.dataset.enable);
  });
})();
