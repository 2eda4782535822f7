// The data health page: pull now, and decide whether two things are the same. What changes the log is a job on the server.
(function () {
  "use strict";
  const WAIT = 700;
  const byId = (id) => document.getElementById(id);
  const { element } = window.tracework;

  async function asked(method, path, body) {
    const answer = await fetch(`/api/v1${path}`, { method, headers: { "content-type": "application/json" }, body: body ? JSON.stringify(body) : undefined });
    const told = answer.status === 204 ? null : await answer.json();
    if (!answer.ok) throw new Error((told && told.detail) || "The server refused this.");
    return told;
  }

  function tell(words, kind) {
    const place = byId("health-job");
    if (!place) return;
    place.hidden = !words;
    place.replaceChildren(element("span", { class: `status ${kind}`, text: words }));
  }

  function hold(held) {
    for (const button of document.querySelectorAll("#pull-now, [data-answer], [data-mend]")) button.disabled = held;
  }

  // After a build the page is read anew, and what the work came to is told on the new one.
  function readAnew(told) {
    try { if (told) sessionStorage.setItem("health-told", JSON.stringify(told)); } catch (_refused) { /* told nowhere then */ }
    location.reload();
  }

  function tellKept() {
    const kept = sessionStorage.getItem("health-told");
    if (!kept) return;
    const page = new MutationObserver(() => {
      if (!byId("health-job")) return;
      page.disconnect();
      sessionStorage.removeItem("health-told");
      tell(...JSON.parse(kept));
      byId("health-job").focus();
    });
    page.observe(document.documentElement, { childList: true, subtree: true });
  }

  async function work(path, body, words, came) {
    hold(true);
    tell(words, "running");
    try {
      watch(await asked("POST", path, body), words, came);
    } catch (error) {
      hold(false);
      tell(error.message, "bad");
    }
  }

  function watch(job, words, came) {
    if (!byId("health-job")) return;
    if (job.state === "done") { readAnew(came && came(job.result || {})); return; }
    if (job.state === "failed" || job.state === "stopped") { hold(false); tell(job.error || "It was stopped. Nothing was changed.", "bad"); return; }
    tell(job.share === null ? words : `${job.words || words}, ${Math.round(job.share * 100)}%`, "running");
    setTimeout(async () => {
      try { watch(await asked("GET", `/jobs/${job.id}`), words, came); } catch (error) { hold(false); tell(error.message, "bad"); }
    }, WAIT);
  }

  function decide(button) {
    const { answer, left, right, type } = button.dataset;
    work("/identities", { left, right, answer, type: type || null }, "Keeping your answer");
  }

  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("#pull-now, .pairs [data-answer]") : null;
    if (!hit || hit.disabled) return;
    if (hit.id === "pull-now") work("/pulls", {}, "Asking the systems for what is new");
    else decide(hit);
  });

  window.addEventListener("tracework:key", (event) => {
    const hit = document.querySelector(`.pairs [data-key="${CSS.escape(event.detail.key)}"]`);
    if (hit && !hit.disabled) { event.detail.preventDefault(); decide(hit); }
  });

  tellKept();
  Object.assign(window.tracework, { health: { asked, tell, work } });
})();
