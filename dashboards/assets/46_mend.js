// A record that is set apart, as a form: what it should say is kept and built with, by a job on the server.
(function () {
  "use strict";
  const LONG = 60;
  const { element } = window.tracework;
  const { asked, tell, work } = window.tracework.health;
  const byId = (id) => document.getElementById(id);

  async function open(place) {
    const path = `/quarantine/${place.split("/").map(encodeURIComponent).join("/")}`;
    try {
      show(await asked("GET", path), path);
    } catch (error) {
      tell(error.message, "bad");
    }
  }

  // As the page and the command line write it, the row counted from 0.
  function placeOf(record) {
    return [record.source, record.run, record.stream, record.row].join("/");
  }

  function show(record, path) {
    const dialog = byId("mend");
    if (!dialog) return;
    const fields = record.fields.map(field);
    const problem = element("p", { class: "status bad mend-problem", role: "alert", hidden: true });
    const form = element("form", { class: "mend-form", novalidate: true, onsubmit: (event) => { event.preventDefault(); send(dialog, record, path, fields, problem); } }, [
      element("div", { class: "dialog-head" }, [
        element("h2", { text: "Mend a record", id: "mend-title" }),
        element("button", { type: "button", class: "button quiet", "data-close": "", text: "Close" }),
      ]),
      element("div", { class: "mend-about" }, [
        element("p", {}, [element("b", { text: record.reason })]),
        element("p", { class: "ink-3 small" }, [
          `${record.system}, `,
          element("span", { class: "mono", text: placeOf(record) }),
          ". What you change here is kept beside what came, and can be taken back.",
        ]),
      ]),
      element("div", { class: "mend-fields" }, fields.map((each) => each.row)),
      element("div", { class: "mend-end" }, [
        problem,
        element("button", { type: "submit", class: "button main", text: "Mend and build" }),
        element("button", { type: "button", class: "button quiet", "data-close": "", text: "Cancel" }),
      ]),
    ]);
    dialog.replaceChildren(form);
    dialog.showModal();
    (fields.find((each) => each.named) || fields[0]).input.focus();
  }

  function field(told, place) {
    const id = `mend-${place}`;
    const came = told.value === null ? "" : told.value;
    const lines = came.length > LONG ? Math.min(6, Math.ceil(came.length / LONG)) : 0;
    const words = [told.named ? "named by the reason" : "", told.needed ? "needed" : "", told.hint].filter(Boolean).join(", ");
    const properties = { id, name: told.name, autocomplete: "off", spellcheck: "false", placeholder: told.value === null ? "nothing came" : null, "aria-describedby": words ? `${id}-hint` : null };
    const input = lines ? element("textarea", { ...properties, rows: String(lines) }) : element("input", { ...properties, type: "text" });
    input.value = came;
    const row = element("div", { class: told.named ? "mend-field named" : "mend-field" }, [
      element("label", { for: id, class: "mono", text: told.name }),
      element("div", {}, [input, words && element("p", { id: `${id}-hint`, class: "small ink-3", text: words })]),
    ]);
    return { input, row, name: told.name, named: told.named, came };
  }

  function send(dialog, record, path, fields, problem) {
    const changed = fields.filter((each) => each.input.value !== each.came);
    problem.hidden = changed.length > 0;
    if (!changed.length) {
      problem.textContent = "Nothing is changed yet. Say what a column should be.";
      return;
    }
    const values = Object.fromEntries(changed.map((each) => [each.name, each.input.value || null]));
    const name = placeOf(record);
    dialog.close();
    work(path, { values }, "Keeping what the record should say", (result) => (result.still
      ? [`${name} still cannot be used: ${result.still}. What you said is kept.`, "watch"]
      : [`${name} is in the log now, in generation ${window.tracework.words.count(result.generation)}.`, "good"]));
  }

  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("[data-mend]") : null;
    if (hit && !hit.disabled) open(hit.dataset.mend);
  });
})();
