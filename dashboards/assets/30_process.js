// The process page in the browser: its address as its state, the map with its controls, what a click on it opens.
(function () {
  "use strict";
  const { element, scheme } = window.tracework;
  const { count, many, share, listed, duration } = window.tracework.words;
  const byId = (id) => document.getElementById(id);
  const MEASURES = [["median", "Half within"], ["p95", "19 in 20 within"], ["total", "All together"], ["count", "Moves"]];
  const NARROW = 700;
  const PHONE_ACTIVITIES = 8;
  let shown = null; // what is drawn: {graph, view, element, paths, measure, selected, legend}
  let words = null; // what filters may name

  // --- the address is the state -------------------------------------------------------------------------------------

  function viewOf(search) {
    return Object.fromEntries(new URLSearchParams(search));
  }

  function setView(view) {
    window.dash_clientside.set_props("view", { data: view });
  }

  function openView(href, replacing) {
    const url = new URL(href, location.href);
    const method = replacing ? "replaceState" : "pushState";
    history[method]({}, "", url.pathname + url.search);
    if (byId("page")) document.querySelector(".process").classList.add("asking");
    setView(viewOf(url.search));
    placeDrawer();
  }

  function changed(changes) {
    const view = viewOf(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") delete view[name];
      else view[name] = String(value);
    }
    return "/process?" + new URLSearchParams(view);
  }

  function remember(changes) {
    history.replaceState(history.state, "", changed(changes));
  }

  const onPage = () => location.pathname === "/process" && byId("map-tab");

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const link = target && target.closest("a[data-view], .side a[href='/process'], .bottom-tabs a[href='/process']");
    if (link && onPage()) { event.preventDefault(); event.stopPropagation(); openView(link.getAttribute("href")); return; }
    const copy = target && target.closest("[data-copy-link]");
    if (copy) copyLink(copy);
    if (target && target.closest("[data-filter]")) openFilter();
    for (const menu of document.querySelectorAll("details.which[open]")) if (!menu.contains(target)) menu.open = false;
  }, true);

  window.addEventListener("popstate", () => { if (onPage()) { setView(viewOf(location.search)); placeDrawer(); } });

  async function copyLink(button) {
    const words = button.lastChild;
    try { await navigator.clipboard.writeText(location.href); words.textContent = "Link copied"; }
    catch (_refused) { words.textContent = "Copy it from the address bar"; }
    setTimeout(() => { words.textContent = "Copy link to this view"; }, 2500);
  }

  const quoted = (name) => '"' + name.replaceAll('"', '""') + '"';
  const nameOf = (graph, id) => (graph.nodes.find((node) => node.id === id) || { name: "" }).name;

  // --- the map ------------------------------------------------------------------------------------------------------

  function options() {
    const { graph, view } = shown;
    return {
      paths: shown.paths, measure: shown.measure, clock: view.clock || (businessOf(graph) ? "business" : "elapsed"),
      theme: scheme(), narrow: window.innerWidth < NARROW, selected: shown.selected,
    };
  }

  const businessOf = (graph) => graph.edges.some((edge) => edge.business);

  async function draw(graph, view) {
    const tab = byId("map-tab");
    const page = document.querySelector(".process");
    if (page) page.classList.remove("asking");
    if (!tab) return window.dash_clientside.no_update;
    const settled = view || {};
    tab.hidden = Boolean(settled.tab && settled.tab !== "map") || !graph || !graph.cases;
    if (tab.hidden) return window.dash_clientside.no_update;
    const phone = window.innerWidth < NARROW;
    if (phone && !settled.activities && graph.nodes.length > PHONE_ACTIVITIES) {
      openView(changed({ activities: PHONE_ACTIVITIES }), true);
      return window.dash_clientside.no_update;
    }
    const same = shown && shown.graph === graph && shown.element === byId("map");
    const wanted = Number(settled.paths) || graph.shown;
    shown = {
      graph, view: settled, element: byId("map"), legend: shown && shown.legend,
      paths: Math.max(Math.min(wanted, graph.edge_order.length), Math.min(graph.backbone, graph.edge_order.length)),
      measure: MEASURES.some(([name]) => name === settled.measure) ? settled.measure : "median",
      selected: same && shown ? shown.selected : null,
    };
    if (!same) hidePopover();
    buildControls();
    await show();
    return Date.now();
  }

  function learn(vocabulary) {
    words = vocabulary;
    if (words && shown && onPage() && !byId("map-tab").hidden) byId("words-activities").textContent = hiddenActivities();
    return window.dash_clientside.no_update;
  }

  async function show() {
    const { graph, element: room } = shown;
    try {
      const told = await window.traceworkMap.show(room, graph, options());
      if (!told) return;
      room.dataset.drawn = String(shown.paths);
      shown.legend = told.legend;
      const place = byId("legend");
      if (place) place.replaceChildren(...legend(told.legend));
    } catch (error) {
      console.warn(error);
    }
  }

  // --- controls -----------------------------------------------------------------------------------------------------

  function buildControls() {
    buildBar();
    const { graph } = shown;
    const room = byId("detail");
    const focused = room.contains(document.activeElement) ? document.activeElement.id : null;
    room.replaceChildren(
      element("h2", { text: "Detail shown" }),
      slider("activities", "Activities", graph.nodes.length, 1, graph.activities_total, hiddenActivities(), askActivities),
      slider("paths", "Paths", shown.paths, Math.min(graph.backbone, graph.edge_order.length), graph.edge_order.length, hiddenPaths(), drawPaths),
      element("p", { class: "small ink-2", text: "The figures still count what is hidden." }),
      element("div", { id: "legend", class: "legend small" }, shown.legend ? legend(shown.legend) : []),
    );
    if (focused && byId(focused)) byId(focused).focus();
  }

  function slider(name, title, value, least, most, words, onchange) {
    const input = element("input", { type: "range", id: `slider-${name}`, min: least, max: Math.max(most, least), step: 1, "aria-describedby": `words-${name}` });
    input.value = String(value);
    fillTrack(input);
    if (most <= least) input.disabled = true;
    input.addEventListener("input", () => { fillTrack(input); onchange(Number(input.value)); });
    return element("div", { class: "slider" }, [
      element("label", { for: `slider-${name}` }, [element("span", { text: title }), element("b", { id: `figure-${name}`, text: `${count(value)} of ${count(most)}` })]),
      input,
      element("p", { class: "small ink-2", id: `words-${name}`, "aria-live": "polite", text: words }),
    ]);
  }

  function fillTrack(input) {
    const span = Number(input.max) - Number(input.min) || 1;
    input.style.setProperty("--filled", `${(100 * (Number(input.value) - Number(input.min))) / span}%`);
  }

  function hiddenActivities() {
    const { graph } = shown;
    const { activities, events_share: events, cases_share: cases } = graph.hidden;
    if (!activities) return "Hides none.";
    const drawn = new Set(graph.nodes.map((node) => node.name));
    const names = words ? words.activities.filter((name) => !drawn.has(name)) : [];
    const which = names.length === activities && names.length <= 4 ? `: ${listed(names, 4)}` : "";
    return `Hides ${activities}${which}. ${share(events)} of the events, in ${share(cases)} of the cases.`;
  }

  function hiddenPaths() {
    const { graph, paths } = shown;
    const hidden = graph.edge_order.slice(paths);
    const replay = graph.replay_by_paths[paths - 1];
    const whole = replay === undefined ? "" : ` ${share(replay)} of the cases can be followed from start to end.`;
    if (!hidden.length) return `Hides none.${whole}`;
    const counts = new Map(graph.edges.map((edge) => [edge.id, edge.count]));
    const moves = hidden.reduce((sum, id) => sum + counts.get(id), 0);
    return `Hides ${count(hidden.length)}, together ${share(moves / graph.moves_total)} of the moves.${whole}`;
  }

  let asking = 0;
  function askActivities(number) {
    byId("figure-activities").textContent = `${count(number)} of ${count(shown.graph.activities_total)}`;
    clearTimeout(asking);
    asking = setTimeout(() => openView(changed({ activities: number, paths: null }), true), 250);
  }

  let drawing = 0;
  function drawPaths(number) {
    shown.paths = number;
    byId("figure-paths").textContent = `${count(number)} of ${count(shown.graph.edge_order.length)}`;
    byId("words-paths").textContent = hiddenPaths();
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => { show(); remember({ paths: number === shown.graph.shown ? null : number }); });
  }

  function legend(made) {
    const swatches = made.classes.map((one) => {
      const swatch = element("i", { class: "swatch" });
      swatch.style.background = one.color;
      return element("li", {}, [swatch, element("span", { text: one.words })]);
    });
    const marks = made.marks.map((one) => element("li", {}, [element("i", { class: one.mark === "dashed" ? "mark dashed" : "mark", text: one.mark === "dashed" ? "" : one.mark }), element("span", { text: one.words })]));
    return [
      element("h3", { text: "How to read it" }),
      made.color ? element("p", { class: "ink-2", text: `Colour: ${made.color}` }) : "",
      element("ul", {}, swatches), element("p", { class: "ink-2", text: made.width }), element("ul", {}, marks),
    ];
  }

  function segments(label, choices, chosen, act) {
    return element("div", { class: "segments", role: "group", "aria-label": label }, choices.map(([name, words, off]) =>
      element("button", { class: "segment", type: "button", "aria-pressed": String(name === chosen), disabled: off, title: off || null, text: words, onclick: () => act(name) })));
  }

  function buildBar() {
    const { graph } = shown;
    const business = businessOf(graph);
    const clock = options().clock;
    const none = business ? null : "This process has no working calendar";
    byId("map-bar").replaceChildren(
      element("div", { class: "bar-part" }, [element("span", { class: "small ink-3", text: "Colour by" }), segments("Colour by", MEASURES, shown.measure, colourBy)]),
      element("div", { class: "bar-part" }, [segments("Clock", [["business", "Business days", none], ["elapsed", "Elapsed"]], clock, clockBy)]),
    );
    byId("map-foot").replaceChildren(
      element("span", { class: "small ink-3", text: "Choose a step or a path to see its figures and its cases." }),
      element("span", { class: "push" }, [
        zoomButton("Zoom in", "zoom-in", () => zoom(1.25)),
        zoomButton("Zoom out", "zoom-out", () => zoom(0.8)),
        roomButton(),
        element("button", { class: "button", type: "button", text: "Fit", onclick: () => window.traceworkMap.fitWhole(byId("map")) }),
      ]),
    );
  }

  /** Gives the map the whole width, or takes it back. */
  function roomButton() {
    const tab = byId("map-tab");
    const button = zoomButton("Give the map the whole width", "maximize", () => {
      const roomy = tab.classList.toggle("roomy");
      button.setAttribute("aria-pressed", String(roomy));
    });
    button.setAttribute("aria-pressed", String(tab.classList.contains("roomy")));
    button.classList.add("desk-only");
    return button;
  }

  const zoom = (factor) => window.traceworkMap.zoom(byId("map"), factor);

  function zoomButton(words, icon, act) {
    const sign = element("span", { class: "icon", "aria-hidden": "true" });
    sign.style.setProperty("--icon", `url(/figures/vendor/icons/${icon}.svg)`);
    return element("button", { class: "button quiet only-icon", type: "button", "aria-label": words, title: words, onclick: act }, [sign]);
  }

  function colourBy(measure) {
    shown.measure = measure;
    remember({ measure: measure === "median" ? null : measure });
    buildControls();
    show();
  }

  function clockBy(clock) {
    openView(changed({ clock: clock === "business" ? null : clock }), true);
  }

  // --- what a click opens -------------------------------------------------------------------------------------------

  document.addEventListener("map-select", (event) => {
    if (!onPage() || !shown) return;
    const { kind, id } = event.detail;
    shown.selected = kind ? id : null;
    if (kind) showPopover({ kind, id });
    else hidePopover();
  });

  function unselect() {
    shown.selected = null;
    hidePopover();
    show();
  }

  function hidePopover() {
    const popover = byId("popover");
    if (popover) popover.hidden = true;
  }

  function showPopover(chosen) {
    const popover = byId("popover");
    const parts = chosen.kind === "node" ? aboutStep(chosen.id) : aboutPath(chosen.id);
    if (!parts) return;
    const close = zoomButton("Close", "x", unselect);
    popover.replaceChildren(element("div", { class: "popover-head" }, [element("span", { class: "small", text: chosen.kind === "node" ? "Selected step" : "Selected path" }), close]), ...parts);
    popover.hidden = false;
    place(popover, chosen);
  }

  function place(popover, chosen) {
    const room = popover.parentElement.getBoundingClientRect();
    const target = around(chosen) || { left: room.left, right: room.left + 40, top: room.top, bottom: room.top };
    const wide = popover.offsetWidth, high = popover.offsetHeight;
    const right = target.right - room.left + 16, left = target.left - room.left - wide - 16;
    const x = right + wide <= room.width - 8 ? right : Math.max(8, left >= 8 ? left : room.width - wide - 8);
    const y = Math.max(8, Math.min(target.top - room.top - 8, room.height - high - 8));
    popover.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  /** The room that a chosen step takes, or a chosen path with the steps at its ends, so that nothing of it is covered. */
  function around(chosen) {
    const drawn = (kind, id) => byId("map").querySelector(`[data-kind="${kind}"][data-id="${id}"]`);
    const edge = chosen.kind === "edge" ? drawn("edge", chosen.id) : null;
    const all = edge ? [edge.querySelector(".line"), drawn("node", edge.dataset.from), drawn("node", edge.dataset.to)] : [drawn("node", chosen.id)];
    const rects = all.filter(Boolean).map((one) => one.getBoundingClientRect());
    if (!rects.length) return null;
    const first = rects[0];
    return { left: Math.min(...rects.map((rect) => rect.left)), right: Math.max(...rects.map((rect) => rect.right)), top: first.top, bottom: first.bottom };
  }

  function bold(parts) {
    return element("p", {}, parts.map((part) => (Array.isArray(part) ? element("b", { text: part[0] }) : document.createTextNode(part))));
  }

  function timesWords(path) {
    const business = options().clock === "business" && path.business;
    const times = business ? path.business : path.elapsed;
    if (!times) return [];
    return [
      bold(["Half within ", [duration(times.median, business)], ", 19 in 20 within ", [duration(times.p95, business)], "."]),
      element("p", { class: "small ink-2", text: `All together ${duration(times.total, business)} of waiting.` }),
    ];
  }

  function openCases(number, condition) {
    return element("div", { class: "popover-links" }, [
      element("a", { href: changed({ cases: condition, case: null }), "data-view": "", text: `Open ${many(number, "case")}` }),
      element("a", { href: changed({ where: [viewOf(location.search).where, condition].filter(Boolean).join(" and "), cases: null, case: null }), "data-view": "", text: "Keep only these" }),
    ]);
  }

  function hiddenNames() {
    const drawn = new Set(shown.graph.nodes.map((node) => node.name));
    return words ? words.activities.filter((name) => !drawn.has(name)) : [];
  }

  function aboutPath(id) {
    const { graph } = shown;
    const edge = graph.edges.find((one) => one.id === id);
    if (!edge) return null;
    const [from, to] = [nameOf(graph, edge.from), nameOf(graph, edge.to)];
    const hidden = edge.jumps ? hiddenNames() : [];
    const past = hidden.length ? ` ignoring (${hidden.map(quoted).join(", ")})` : "";
    return [
      element("p", { class: "popover-title", text: `${from} → ${to}` }), ...timesWords(edge),
      element("p", { class: "small ink-2", text: `${many(edge.count, "move")}${edge.jumps ? `, ${count(edge.jumps)} of them past hidden steps` : ""}.` }),
      openCases(edge.cases, `directly (${quoted(from)}, ${quoted(to)})${past}`),
    ];
  }

  function aboutStep(id) {
    const { graph } = shown;
    const node = graph.nodes.find((one) => String(one.id) === String(id));
    if (!node) return null;
    const ends = [node.starts ? `${many(node.starts, "case")} start here` : "", node.ends ? `${many(node.ends, "case")} end here` : ""].filter(Boolean).join(", ");
    return [
      element("p", { class: "popover-title", text: node.name }),
      bold([[many(node.events, "event")], " in ", [share(graph.cases ? node.cases / graph.cases : 0)], " of the cases."]),
      node.self_count ? element("p", { class: "small ink-2", text: `Done again at once ${many(node.self_count, "time")}.` }) : null,
      ends ? element("p", { class: "small ink-2", text: `${ends[0].toUpperCase()}${ends.slice(1)}.` }) : null,
      openCases(node.cases, `has ${quoted(node.name)}`),
    ].filter(Boolean);
  }

  // --- keys ---------------------------------------------------------------------------------------------------------

  window.addEventListener("tracework:key", (told) => {
    const event = told.detail;
    if (!onPage()) return;
    if (event.key === "f") { event.preventDefault(); openFilter(); }
    if (event.key === "Escape") {
      if (shown && !byId("popover").hidden) unselect();
      else if (byId("drawer-close") && !byId("drawer").hidden) byId("drawer-close").click();
    }
    if (!shown || byId("map-tab").hidden) return;
    if (event.key === "t" && businessOf(shown.graph)) clockBy(options().clock === "business" ? "elapsed" : "business");
    if (event.key === "+") zoom(1.25);
    if ((event.key === "-" || event.key === "−") ) zoom(0.8);
    if (event.key === "0") window.traceworkMap.fitWhole(byId("map"));
  });

  window.addEventListener("tracework:scheme", () => { if (onPage() && shown && !byId("map-tab").hidden) { buildControls(); show(); } });

  let resized = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => { if (onPage() && shown && !byId("map-tab").hidden) show(); }, 200);
  });

  // The drawer shows when it holds what the address asks for; it takes the focus and gives it back. It is hidden, never
  // removed, so that nothing on its way to it is lost.
  let before = null;
  function placeDrawer() {
    const room = byId("drawer");
    const drawer = room && room.querySelector(".drawer");
    if (!drawer) return;
    const wanted = viewOf(location.search);
    const open = Boolean(wanted.cases || wanted.case) && drawer.dataset.cases === (wanted.cases || "") && drawer.dataset.case === (wanted.case || "");
    if (open === !room.hidden && drawer.dataset.placed) return;
    const first = !drawer.dataset.placed;
    drawer.dataset.placed = "1";
    room.hidden = !open;
    if (open && performance.now() - arrived > 2000) {
      if (!before) before = document.activeElement;
      if (first || !drawer.contains(document.activeElement)) byId("drawer-close").focus({ preventScroll: true });
    } else if (!open && before && !wanted.cases && !wanted.case) {
      if (before.isConnected) before.focus({ preventScroll: true });
      before = null;
    }
  }
  const arrived = performance.now();
  new MutationObserver(() => { if (onPage()) placeDrawer(); }).observe(document.body, { childList: true, subtree: true });

  function openFilter() {
    if (words) window.traceworkFilter.open(byId("filter-dialog"), words, (text) => {
      openView(changed({ where: [viewOf(location.search).where, text].filter(Boolean).join(" and ") }));
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { process: { draw, learn } });
})();
