/* The process map in a page: traceworkMap.show(element, graph, options) lays out in a worker and draws; steps glide when they must move. */
(function (parts) {
  "use strict";

  const HERE = document.currentScript.src;
  const GLIDE = 350;
  const PATIENCE = 1500; // a layout running longer gives way to a newer wish
  const states = new Map();

  function made(kind, name, inside) {
    const element = document.createElement(kind);
    element.className = name;
    inside.append(element);
    return element;
  }

  function state(element) {
    if (!states.has(element)) {
      [...states.values()].filter((held) => !held.element.isConnected).forEach(left);
      states.set(element, mounted(element));
    }
    return states.get(element);
  }

  /** Ends what a map that is no longer on the page still runs. */
  function left(held) {
    stopped(held);
    held.motion.pause();
    held.view.observer.disconnect();
    states.delete(held.element);
  }

  function mounted(element) {
    element.replaceChildren();
    element.classList.add("process-map");
    const stage = made("div", "process-map-stage", element);
    const drawing = made("div", "process-map-drawing", stage);
    const canvas = made("canvas", "process-map-dots", stage);
    const words = made("p", "process-map-words", element);
    words.setAttribute("role", "status");
    const held = { element, stage, drawing, words, asked: 0, answered: 0, waiting: new Map(), places: new Map(), graph: null, options: {} };
    held.motion = new parts.Motion(canvas, (detail) => element.dispatchEvent(new CustomEvent("map-time", { detail, bubbles: true })));
    held.view = new parts.View(stage, drawing, (view) => held.motion.resized(view));
    held.select = (detail) => select(held, detail);
    parts.listen(held);
    return held;
  }

  function started(held) {
    held.worker = new Worker(new URL("map_worker.js", HERE));
    held.sent = null;
    held.worker.onmessage = (event) => answered(held, event.data);
    held.worker.onerror = (event) => failed(held, held.asked, event.message || "its worker did not start");
  }

  function stopped(held) {
    if (held.worker) held.worker.terminate();
    held.worker = null;
    held.answered = held.asked;
    held.element.removeAttribute("aria-busy");
    for (const wish of held.waiting.values()) wish.resolve(null);
    held.waiting.clear();
  }

  function ask(held) {
    const busy = held.asked > held.answered && performance.now() - held.since > PATIENCE;
    if (busy) stopped(held);
    if (!held.worker) started(held);
    held.asked += 1;
    held.since = performance.now();
    const graph = held.sent === held.graph ? null : held.graph;
    held.sent = held.graph;
    held.worker.postMessage({ ask: held.asked, graph, options: held.options });
    held.element.setAttribute("aria-busy", "true");
    setTimeout(() => held.asked > held.answered && !held.drawing.firstChild && say(held, "Laying out the map …"), 300);
    return new Promise((resolve, reject) => held.waiting.set(held.asked, { resolve, reject }));
  }

  function say(held, words) {
    held.words.textContent = words;
    held.words.hidden = !words;
  }

  function failed(held, ask, reason) {
    held.answered = ask;
    held.element.removeAttribute("aria-busy");
    say(held, `The map could not be drawn: ${reason}. Show fewer activities or paths, or load the page again.`);
    const wish = held.waiting.get(ask);
    held.waiting.delete(ask);
    if (wish) wish.reject(new Error(reason));
  }

  function answered(held, reply) {
    const wish = held.waiting.get(reply.ask);
    held.waiting.delete(reply.ask);
    if (reply.ask < held.asked) {
      if (wish) wish.resolve(null); // a newer wish is on its way
      return;
    }
    if (reply.error) {
      held.waiting.set(reply.ask, wish);
      failed(held, reply.ask, reply.error);
      return;
    }
    held.answered = reply.ask;
    held.element.removeAttribute("aria-busy");
    say(held, held.graph.nodes.length ? "" : "No activity is left to draw. Remove a filter to see the map again.");
    put(held, reply);
    const { width, height, laid, crossings, legend } = reply;
    if (wish) wish.resolve({ width, height, laid, crossings, legend });
  }

  /** Puts the new drawing in place of the old, keeps the focus, and lets moved steps glide. */
  function put(held, reply) {
    const focused = held.stage.contains(document.activeElement) ? document.activeElement.dataset : {};
    const parsed = new DOMParser().parseFromString(reply.svg, "image/svg+xml").documentElement;
    held.drawing.replaceChildren(document.importNode(parsed, true));
    held.element.style.background = held.drawing.querySelector("rect").getAttribute("fill");
    const dark = held.options.theme === "dark";
    held.motion.colors = dark ? { dot: "#94acff", rim: "#0f1217" } : { dot: "#2b50c8", rim: "#ffffff" };
    const again = focused.kind ? parts.one(held.stage, focused.kind, focused.id) : null;
    parts.roving(held.stage, again);
    if (again) again.focus({ preventScroll: true });
    held.view.sized(reply, Boolean(held.options.narrow));
    held.motion.follow(reply.tracks);
    const places = new Map(reply.places.map(([id, x, y]) => [String(id), [x, y]]));
    glide(held, held.places, places);
    held.places = places;
  }

  function glide(held, before, after) {
    const moved = [...after].filter(([id, at]) => before.has(id) && (before.get(id)[0] !== at[0] || before.get(id)[1] !== at[1]));
    if (!moved.length || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const steps = moved.map(([id, at]) => ({ element: parts.one(held.stage, "node", id), dx: before.get(id)[0] - at[0], dy: before.get(id)[1] - at[1] }));
    const fading = [...held.stage.querySelectorAll('[data-layer="paths"], [data-layer="labels"], [data-layer="tags"], [data-layer="ends"]')];
    const svg = held.drawing.firstChild;
    const start = performance.now();
    const frame = (now) => {
      if (held.drawing.firstChild !== svg) return;
      const part = Math.min(1, (now - start) / GLIDE);
      const rest = (1 - part) * (1 - part) * (1 - part);
      for (const { element, dx, dy } of steps) element.setAttribute("transform", `translate(${dx * rest} ${dy * rest})`);
      for (const layer of fading) layer.setAttribute("opacity", String(1 - rest));
      if (part < 1) requestAnimationFrame(frame);
      else steps.forEach(({ element }) => element.removeAttribute("transform"));
    };
    frame(start);
  }

  function select(held, detail) {
    held.options = { ...held.options, selected: detail ? detail.id : null };
    ask(held).catch(() => undefined);
    const empty = { kind: null, id: null, from: null, to: null };
    held.element.dispatchEvent(new CustomEvent("map-select", { detail: detail || empty, bubbles: true }));
  }

  /** Draws the graph, or only the new options when the graph is null or the same; resolves to sizes and the legend. */
  function show(element, graph, options) {
    const held = state(element);
    if (graph && graph !== held.graph) held.graph = graph;
    if (!held.graph) return Promise.reject(new Error("there is no graph to show yet"));
    held.options = { ...(options || {}) };
    return ask(held);
  }

  window.traceworkMap = {
    show,
    zoom: (element, factor) => state(element).view.zoom(factor),
    fitWidth: (element) => state(element).view.fitWidth(),
    fitWhole: (element) => state(element).view.fitWhole(),
    /** Dots from [path id, start, duration] in seconds; says how many are drawn of how many. */
    tokens: (element, tokens, seconds) => state(element).motion.load(tokens, seconds || 60),
    play: (element) => state(element).motion.play(),
    pause: (element) => state(element).motion.pause(),
    seek: (element, share) => state(element).motion.seek(share),
    /** Gives up the layout that is running. */
    cancel: (element) => stopped(state(element)),
  };
})(window.traceworkMapParts);
