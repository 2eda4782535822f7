// The import on the data page: choose or drop a file, see the guess, correct it, confirm, watch the job.
(function () {
  "use strict";
  const { element } = window.tracework;
  const byId = (id) => document.getElementById(id);
  const room = () => byId("import-wizard");
  const ROLES = [
    ["case", "Case", true], ["activity", "Activity", true], ["time", "Time", true],
    ["start", "Start time", false], ["resource", "Person or role", false], ["lifecycle", "Start or complete", false],
  ];
  const WAIT = 700;
  let held = null; // {found, said, process, calendar}

  // --- asking the server --------------------------------------------------------------------------------------------

  async function asked(method, address, body) {
    const answer = await fetch("/api/v1" + address, {
      method, headers: body ? { "Content-Type": "application/json" } : {}, body: body ? JSON.stringify(body) : undefined,
    });
    if (answer.status === 204) return null;
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail || "The server could not answer. Nothing was changed; try again.");
    return told;
  }

  /** XMLHttpRequest, because fetch does not tell how far an upload is. */
  function send(file, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
      request.addEventListener("load", () => {
        let told = {};
        try { told = JSON.parse(request.responseText); } catch (_not_json) { /* said below */ }
        if (request.status === 201) resolve(told);
        else reject(new Error(told.detail || "The file could not be taken in. Nothing was changed; try again."));
      });
      request.addEventListener("error", () => reject(new Error("The server went away during the upload. Nothing was changed; try again.")));
      request.addEventListener("abort", () => reject(new Error("The upload was stopped. Nothing was changed.")));
      request.open("POST", "/api/v1/uploads");
      request.send(form);
      held = { request };
    });
  }

  // --- steps of the import ------------------------------------------------------------------------------------------

  function show(...parts) {
    byId("drop-zone").hidden = true;
    let place = room();
    if (!place) {
      place = element("div", { id: "import-wizard", class: "wizard" });
      byId("import-room").append(place);
    }
    place.replaceChildren(...parts.filter(Boolean));
    return place;
  }

  function again() {
    held = null;
    if (room()) room().remove();
    byId("drop-zone").hidden = false;
    const field = byId("import-file");
    field.value = "";
    field.focus();
  }

  function cancel() {
    if (held && held.found) asked("DELETE", `/uploads/${held.found.upload}`).catch(() => undefined);
    again();
  }

  function failed(error) {
    show(element("p", { class: "problem", role: "alert", text: error.message }), buttons([["Choose another file", again, true]]));
  }

  function buttons(list) {
    return element("div", { class: "wizard-foot" }, list.map(([words, act, main, off]) =>
      element("button", { type: "button", class: main ? "button main" : "button", text: words, onclick: act, disabled: off })));
  }

  function progressBar(words, share) {
    const bar = element("progress", { max: 1, "aria-label": words });
    if (share !== null && share !== undefined) bar.value = share;
    return [element("p", { id: "import-progress", class: "ink-2", "aria-live": "polite", text: share === null || share === undefined ? words : `${words}, ${Math.round(100 * share)}%` }), bar];
  }

  async function take(file) {
    show(element("h2", { text: file.name }), ...progressBar("Sending the file", 0), buttons([["Cancel", () => held.request.abort(), false]]));
    try {
      const found = await send(file, (share) => {
        const words = share < 1 ? "Sending the file" : "Looking at all of its rows";
        show(element("h2", { text: file.name }), ...progressBar(words, share < 1 ? share : null), buttons([["Cancel", () => held.request.abort(), false]]));
      });
      held = { found, said: [], process: "", calendar: "" };
      showFound();
    } catch (error) {
      failed(error);
    }
  }

  async function sayMore(items) {
    const earlier = held.said.filter((item) => !items.some((other) => replaces(other, item)));
    held.said = [...earlier, ...items];
    room().classList.add("asking");
    try {
      held.found = await asked("POST", `/uploads/${held.found.upload}/inspection`, { process: held.process || null, calendar: held.calendar || null, map: held.said });
      held.error = null;
    } catch (error) {
      held.said = earlier;
      held.error = error.message;
    }
    room().classList.remove("asking");
    showFound();
  }

  const keyOf = (item) => item.slice(0, item.indexOf("="));
  const valueOf = (item) => item.slice(item.indexOf("=") + 1);
  const ABOUT_COLUMN = /^(case|activity|time|start|resource|lifecycle|case_attribute|event_attribute|ignore)$/;

  function replaces(item, older) {
    const [key, before] = [keyOf(item), keyOf(older)];
    if (!ABOUT_COLUMN.test(key) || !ABOUT_COLUMN.test(before)) return key === before;
    return valueOf(item) === valueOf(older) || (key === before && !/attribute|ignore/.test(key));
  }

  // --- what was found -----------------------------------------------------------------------------------------------

  function showFound() {
    const focused = document.activeElement && document.activeElement.id;
    const { found } = held;
    const flat = found.flat;
    const open = flat ? flat.questions : [];
    show(
      element("div", { class: "wizard-head" }, [element("h2", { text: found.name }), element("span", { class: "ink-3", text: aboutFile(found) })]),
      element("p", { class: "sentence", "aria-live": "polite" }, sentence(found, open)),
      held.error ? element("p", { class: "problem", role: "alert", text: held.error }) : null,
      questions(open, flat), flat ? roles(flat) : null, settings(found), flat ? problems(flat) : null, flat ? preview(flat) : null,
      buttons([["Import", start, true, open.length > 0], ["Cancel", cancel, false]]),
    );
    if (focused && byId(focused)) byId(focused).focus();
  }

  function sentence(found, open) {
    const bold = (text) => element("b", { text });
    if (!found.flat) return [bold("This is an event log in a standard format; nothing has to be mapped. "), "Name the process and import it."];
    const rows = found.flat.rows.toLocaleString("en-US");
    if (open.length) return [bold(`${open.length === 1 ? "One question is" : `${open.length} questions are`} open before this file can be imported. `), `It holds ${rows} rows.`];
    const guesses = found.flat.guesses.filter((guess) => guess.column && ["case", "activity", "time"].includes(guess.role));
    const sure = Math.min(...guesses.map((guess) => guess.confidence));
    return [bold(`${rows} rows can be imported. `), `The columns were recognised; the least certain one with ${Math.round(100 * sure)}%. Check them and confirm.`];
  }

  function aboutFile(found) {
    const size = found.bytes < 1e6 ? `${Math.max(1, Math.round(found.bytes / 1e3))} kB` : `${(found.bytes / 1e6).toFixed(1)} MB`;
    const names = { csv: "CSV", parquet: "Parquet", xes: "XES", ocel_sqlite: "OCEL 2.0, SQLite", ocel_json: "OCEL 2.0, JSON", ocel_xml: "OCEL 2.0, XML" };
    return `${names[found.format] || found.format}, ${size}`;
  }

  function select(id, label, pairs, value, act) {
    const field = element("select", { id, "aria-label": label, onchange: () => act(field.value) }, pairs.map(([name, words]) => element("option", { value: name, text: words })));
    field.value = value;
    return field;
  }

  function questions(open, flat) {
    if (!open.length) return null;
    return element("ul", { class: "questions" }, open.map((question, at) => element("li", {}, [
      element("p", {}, [element("b", { text: question.words })]), answerFor(question, at, flat),
    ])));
  }

  function answerFor(question, at, flat) {
    const id = `question-${at}`;
    const take = (value) => value && sayMore([`${question.key}=${value}`]);
    const names = { day: "the day first", month: "the month first", point: "the point is the decimal mark", comma: "the comma is the decimal mark" };
    const columns = ["case", "activity", "time"].includes(question.key) ? flat.columns.map((column) => column.name) : null;
    if (columns || ["date_order", "decimal"].includes(question.key)) {
      const pairs = [["", "Choose"], ...(columns || question.answers).map((answer) => [answer, names[answer] || answer])];
      return select(id, question.words, pairs, "", take);
    }
    const list = element("datalist", { id: `${id}-list` }, (question.key === "zone" ? zones() : question.answers).map((answer) => element("option", { value: answer })));
    const field = element("input", { id, list: `${id}-list`, "aria-label": question.words, placeholder: question.answers.join(" or "), onchange: () => take(field.value.trim()) });
    return element("div", { class: "answer" }, [field, list, element("button", { type: "button", class: "button", text: "Answer", onclick: () => take(field.value.trim()) })]);
  }

  function zones() {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const all = Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : [];
    return [...new Set([here, "UTC", ...all])].filter(Boolean);
  }

  function roles(flat) {
    const guessed = new Map(flat.guesses.map((guess) => [guess.role, guess]));
    const names = flat.columns.map((column) => [column.name, column.name]);
    const rows = ROLES.map(([role, words, required]) => {
      const guess = guessed.get(role) || { confidence: 0, reason: "" };
      const column = flat.mapping[role] || "";
      const byGuess = column && guess.column === column && guess.reason !== "As you said.";
      const sure = byGuess ? `${Math.round(100 * guess.confidence)}% sure` : column ? "as you said" : "none";
      return element("tr", {}, [
        element("td", {}, [element("label", { for: `role-${role}`, text: words })]),
        element("td", { "data-label": "Column" }, [select(`role-${role}`, words, [["", required ? "Choose a column" : "None"], ...names], column, (value) => (value || !required) && sayMore([`${role}=${value}`]))]),
        element("td", { "data-label": "How sure", text: sure }),
        element("td", { class: "ink-3", text: byGuess ? guess.reason : "" }),
      ]);
    });
    return element("div", { class: "scroll-x" }, [element("table", { class: "table roles" }, [
      element("caption", { class: "unseen", text: "What the columns mean" }),
      element("thead", {}, [element("tr", {}, ["Meaning", "Column", "How sure", "Why"].map((words) => element("th", { scope: "col", text: words })))]),
      element("tbody", {}, rows),
    ])]);
  }

  function settings(found) {
    const name = element("input", { id: "import-process", type: "text", value: held.process || found.process, maxlength: 200, onchange: () => { held.process = name.value.trim(); } });
    const calendars = [["", "No business time"], ...found.calendars.map((one) => [one, one.replaceAll("_", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase())])];
    const field = (words, input) => element("label", { class: "field" }, [element("span", { class: "small ink-3", text: words }), input]);
    return element("div", { class: "settings" }, [
      field("Name of the process", name),
      field("Working calendar", select("import-calendar", "Working calendar", calendars, held.calendar, (value) => { held.calendar = value; })),
    ]);
  }

  function problems(flat) {
    if (!flat.problems.length) return null;
    return element("ul", { class: "remarks" }, flat.problems.map((words) => element("li", {}, [element("span", { class: "status watch", text: words })])));
  }

  function preview(flat) {
    const names = flat.mapping.columns;
    const used = flat.mapping;
    const role = (name) => (ROLES.find(([key]) => used[key] === name) || [null, used.case_attributes.includes(name) ? "of the case" : used.event_attributes.includes(name) ? "of the event" : used.ignored.includes(name) ? "left out" : ""])[1];
    const head = names.map((name, at) => element("th", { scope: "col" }, [element("span", { text: name }), columnUse(name, at, role(name), flat)]));
    const rows = flat.preview.slice(0, 8).map((row) => element("tr", {}, row.map((value) => element("td", { class: "long", text: value === null ? "–" : value, title: value }))));
    return element("div", { class: "preview" }, [element("h3", { text: "First rows" }), element("div", { class: "scroll-x", tabindex: 0, role: "region", "aria-label": "First rows" }, [
      element("table", { class: "table" }, [element("thead", {}, [element("tr", {}, head)]), element("tbody", {}, rows)]),
    ])]);
  }

  function columnUse(name, at, words, flat) {
    if (ROLES.some(([key]) => flat.mapping[key] === name)) return element("span", { class: "second role-of", text: words });
    const chosen = flat.mapping.case_attributes.includes(name) ? "case_attribute" : flat.mapping.event_attributes.includes(name) ? "event_attribute" : "ignore";
    return select(`use-${at}`, `Use of ${name}`, [["case_attribute", "of the case"], ["event_attribute", "of the event"], ["ignore", "left out"]], chosen, (value) => sayMore([`${value}=${name}`]));
  }

  // --- the job ------------------------------------------------------------------------------------------------------

  async function start() {
    try {
      const job = await asked("POST", "/imports", { upload: held.found.upload, process: held.process || null, calendar: held.calendar || null, map: held.said });
      watch(job.id);
    } catch (error) {
      held.error = error.message;
      showFound();
    }
  }

  async function watch(id) {
    let job = null;
    try { job = await asked("GET", `/jobs/${id}`); } catch (error) { failed(error); return; }
    if (!byId("import-room")) return;
    if (job.state === "done") { done(job); return; }
    if (job.state === "failed" || job.state === "stopped") {
      held.error = job.error || "The import was stopped. Nothing was changed.";
      showFound();
      return;
    }
    show(element("h2", { text: `Importing ${held.found.name}` }), ...progressBar(job.words || "Starting", job.share), buttons([["Stop", () => asked("DELETE", `/jobs/${id}`).catch(() => undefined), false]]));
    setTimeout(() => watch(id), WAIT);
  }

  function done(job) {
    const result = job.result || {};
    const one = result.quarantined === 1;
    const set = result.quarantined ? ` ${result.quarantined.toLocaleString("en-US")} record${one ? "" : "s"} could not be used and ${one ? "is" : "are"} set apart.` : "";
    show(
      element("p", { class: "sentence", id: "import-done" }, [element("b", { text: `${(result.cases || 0).toLocaleString("en-US")} cases with ${(result.events || 0).toLocaleString("en-US")} events are in.` }), set]),
      element("div", { class: "wizard-foot" }, [
        element("a", { class: "button main", href: `/process?process=${encodeURIComponent(result.process || "")}`, text: "See the map" }),
        element("button", { type: "button", class: "button", text: "Import another file", onclick: again }),
      ]),
    );
    asked("DELETE", `/uploads/${held.found.upload}`).catch(() => undefined);
    window.dash_clientside.set_props("data-asked", { data: String(Date.now()) });
    window.dash_clientside.set_props("published", { data: String(result.generation) });
  }

  // --- choosing and dropping ----------------------------------------------------------------------------------------

  function ready() {
    const place = byId("import-room");
    if (!place || byId("drop-zone")) return window.dash_clientside.no_update;
    held = null;
    const sign = element("span", { class: "icon", "aria-hidden": "true" });
    sign.style.setProperty("--icon", "url(/figures/vendor/icons/upload.svg)");
    const field = element("input", { id: "import-file", type: "file", class: "unseen", "aria-label": "Choose a file to import", accept: ".csv,.tsv,.txt,.parquet,.pq,.xes,.gz,.json,.jsonocel,.xml,.xmlocel,.sqlite,.db" });
    place.replaceChildren(element("label", { id: "drop-zone", class: "drop-zone", for: "import-file" }, [
      sign,
      element("span", { class: "drop-words" }, [
        element("b", { text: "Drop a file here, or choose one" }),
        element("span", { class: "small ink-3", text: "CSV, Parquet, XES (also .gz), OCEL 2.0 as SQLite, JSON or XML" }),
      ]),
      field,
    ]));
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { data: { ready } });

  document.addEventListener("change", (event) => {
    if (event.target.id === "import-file" && event.target.files.length) take(event.target.files[0]);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!byId("import-room") || !event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      byId("import-room").classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length && !byId("drop-zone").hidden) take(event.dataTransfer.files[0]);
    });
  }
})();
