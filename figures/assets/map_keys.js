/* The keys and the pointer on the process map: arrows walk along its paths, Enter and click select, hover and focus show what belongs together. */
(function (parts) {
  "use strict";

  function all(stage, kind) {
    return [...stage.querySelectorAll(`[data-kind="${kind}"]`)];
  }

  function one(stage, kind, id) {
    return all(stage, kind).find((element) => element.dataset.id === String(id)) || null;
  }

  /** The visible paths that leave, or reach, a step; the most travelled first. */
  function paths(stage, step, end) {
    return all(stage, "edge").filter((edge) => edge.dataset[end] === step.dataset.id).reverse();
  }

  function besideStep(stage, step, by) {
    const steps = all(stage, "node");
    return steps[steps.indexOf(step) + by] || null;
  }

  function besidePath(stage, path, by) {
    const siblings = paths(stage, one(stage, "node", path.dataset.from), "from");
    return siblings[(siblings.indexOf(path) + by + siblings.length) % siblings.length] || null;
  }

  /** Where an arrow key leads from a step or a path: down along the flow, up against it, left and right to neighbours. */
  function neighbour(stage, element, key) {
    const path = element.dataset.kind === "edge";
    if (key === "ArrowDown") return path ? one(stage, "node", element.dataset.to) : paths(stage, element, "from")[0];
    if (key === "ArrowUp") return path ? one(stage, "node", element.dataset.from) : paths(stage, element, "to")[0];
    const by = key === "ArrowRight" ? 1 : -1;
    return path ? besidePath(stage, element, by) : besideStep(stage, element, by);
  }

  function belongs(stage, element) {
    const { kind, id, from, to } = element.dataset;
    if (kind === "edge") return [element, one(stage, "node", from), one(stage, "node", to)].filter(Boolean);
    const joined = all(stage, "edge").filter((edge) => edge.dataset.from === id || edge.dataset.to === id);
    const ends = joined.flatMap((edge) => [one(stage, "node", edge.dataset.from), one(stage, "node", edge.dataset.to)]);
    return [element, ...joined, ...ends.filter(Boolean)];
  }

  /** Dims what does not belong to this step or path and shows the labels of what does; nothing dims for null. */
  function highlight(stage, element) {
    stage.querySelectorAll(".hot").forEach((hot) => hot.classList.remove("hot"));
    stage.classList.toggle("has-hot", Boolean(element));
    if (!element) return;
    const hot = belongs(stage, element);
    const ids = new Set(hot.filter((part) => part.dataset.kind === "edge").map((part) => part.dataset.id));
    const labels = [...stage.querySelectorAll("[data-label]")].filter((label) => ids.has(label.dataset.label));
    [...hot, ...labels].forEach((part) => part.classList.add("hot"));
  }

  function target(event) {
    const label = event.target.closest("[data-label]");
    if (label) return one(label.closest("svg"), "edge", label.dataset.label);
    return event.target.closest("[data-kind]");
  }

  function detail(element) {
    const { kind, id, from, to } = element.dataset;
    const number = (text) => (text === undefined ? null : Number(text));
    return kind === "edge" ? { kind, id, from: number(from), to: number(to) } : { kind, id: Number(id), from: null, to: null };
  }

  /** Only one step or path takes part in the Tab order: the one last focused, or the first. */
  function roving(stage, element) {
    const current = stage.querySelector('[data-kind][tabindex="0"]');
    if (current) current.setAttribute("tabindex", "-1");
    const next = element || all(stage, "node")[0];
    if (next) next.setAttribute("tabindex", "0");
  }

  function pressed(state, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const element = event.target.closest("[data-kind]");
    const { view, motion } = state;
    const moves = {
      "+": () => view.zoom(1.25), "=": () => view.zoom(1.25), "-": () => view.zoom(0.8), "−": () => view.zoom(0.8),
      "0": () => view.fitWidth(), f: () => view.fitWhole(), F: () => view.fitWhole(),
      " ": () => (motion.running ? motion.pause() : motion.play()),
      Escape: () => state.select(null), Enter: () => element && state.select(detail(element)),
    };
    if (moves[event.key]) return moves[event.key]() !== null;
    if (!event.key.startsWith("Arrow")) return false;
    const next = element ? neighbour(state.stage, element, event.key) : all(state.stage, "node")[0];
    if (next) next.focus({ preventScroll: true });
    return true;
  }

  function listen(state) {
    const { stage } = state;
    stage.addEventListener("click", (event) => {
      const element = target(event);
      if (!element || state.view.dragged) return;
      element.focus({ preventScroll: true });
      state.select(detail(element));
    });
    stage.addEventListener("keydown", (event) => {
      if (!pressed(state, event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    stage.addEventListener("pointerover", (event) => event.pointerType === "mouse" && highlight(stage, target(event)));
    stage.addEventListener("pointerleave", () => highlight(stage, null));
    stage.addEventListener("focusin", (event) => {
      const element = event.target.closest("[data-kind]");
      if (!element) return;
      roving(stage, element);
      if (!element.matches(":focus-visible")) return;
      highlight(stage, element);
      state.view.reveal(element);
    });
    stage.addEventListener("focusout", () => highlight(stage, null));
  }

  Object.assign(parts, { listen, one, roving, highlight });
})(window.traceworkMapParts || (window.traceworkMapParts = {}));
