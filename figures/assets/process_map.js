/* The process map as SVG text, from the graph and its layout: steps, paths, labels, each with its own identity for the page. */
(function (map) {
  "use strict";

  const { element, text, tenth } = map;
  const FONT = "Inter, 'Inter Variable', 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
  const LABEL = { size: 10.4, height: 15, gap: 4 };
  const LONGEST_SYSTEM = 12;

  function scene(graph, geometry, given, measure) {
    const options = map.settled(graph, given);
    const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
    const visible = geometry.edges.filter((edge) => edge.rank < options.paths);
    return {
      graph, geometry, options, measure, visible, theme: map.THEMES[options.theme], limits: map.limits(graph, options),
      known: (id) => edges.get(id), node: new Map(graph.nodes.map((node) => [node.id, node])),
      most: graph.edges.reduce((top, edge) => Math.max(top, edge.count), 1), day: map.businessDay(graph, options),
    };
  }

  function timeWords(times, all) {
    return all.options.measure === "count" ? "" : map.duration(map.timeOf(times, all.options), all.day);
  }

  function curvePath(points) {
    const [a, b] = points;
    const length = map.distance(a, b) || 1;
    const inside = [a[0] - (4 * (b[0] - a[0])) / length, a[1] - (4 * (b[1] - a[1])) / length];
    const pair = (point) => `${tenth(point[0])} ${tenth(point[1])}`;
    const rest = points.slice(1).map(pair).join(" ");
    return `M${pair(inside)}L${pair(a)}C${rest}`;
  }

  function arrow(edge, width) {
    const base = edge.points[edge.points.length - 1];
    const length = map.distance(base, edge.tip);
    if (length < 0.5) return "";
    const half = 2.2 + 0.75 * width;
    const [x, y] = [(edge.tip[0] - base[0]) / length, (edge.tip[1] - base[1]) / length];
    const back = [base[0] - 0.6 * x, base[1] - 0.6 * y];
    const points = [edge.tip, [back[0] - half * y, back[1] + half * x], [back[0] + half * y, back[1] - half * x]];
    return points.map((point) => tenth(point[0]) + "," + tenth(point[1])).join(" ");
  }

  function pathWords(edge, all) {
    const names = [edge.from, edge.to].map((id) => map.clean(all.node.get(id).name));
    const time = timeWords(edge, all);
    const moves = map.count(edge.count) + (edge.count === 1 ? " move" : " moves");
    const parts = [moves, time ? `${time} ${map.MEASURES[all.options.measure]}` : ""];
    if (edge.jumps) parts.push(`${map.count(edge.jumps)} of them past hidden steps`);
    return { from: names[0], to: names[1], rest: parts.filter(Boolean).join(", ") };
  }

  function group(kind, id, label, inner, more) {
    return element("g", { "data-kind": kind, "data-id": String(id), tabindex: "-1", role: "button", "aria-label": label, ...more }, inner);
  }

  function path(drawn, all) {
    const edge = all.known(drawn.id);
    const width = map.lineWidth(edge.count, all.most);
    const color = all.theme.classes[map.classOf(map.timeOf(edge, all.options), all.limits, all.options)];
    const line = { d: curvePath(drawn.points), fill: "none" };
    const dash = drawn.backward ? `${tenth(4 + width)} ${tenth(2.6 + 0.6 * width)}` : null;
    const words = pathWords(edge, all);
    const chosen = all.options.selected === edge.id;
    const inner = [
      element("title", {}, map.escaped(`${words.from} → ${words.to}\n${words.rest}`)),
      chosen ? element("path", { ...line, stroke: all.theme.accent, "stroke-opacity": ".25", "stroke-width": width + 8 }) : "",
      element("path", { ...line, class: "hit", stroke: all.theme.ground, "stroke-opacity": "0", "stroke-width": 14, "pointer-events": "stroke" }),
      element("path", { ...line, class: "line", stroke: color, "stroke-width": width, "stroke-dasharray": dash }),
      element("polygon", { points: arrow(drawn, width), fill: color }),
    ];
    const more = { class: "path", "data-from": String(edge.from), "data-to": String(edge.to), "aria-pressed": chosen ? "true" : null };
    return group("edge", edge.id, `From ${words.from} to ${words.to}: ${words.rest}`, inner.join(""), more);
  }

  function endLine(line, all) {
    const width = 1.8;
    const inner = element("path", {
      d: curvePath(line.points), fill: "none", stroke: all.theme.quiet, "stroke-width": width, "stroke-linecap": "round", "stroke-dasharray": "0.1 4.4",
    }) + element("polygon", { points: arrow(line, width), fill: all.theme.quiet });
    return element("g", { class: "end-line" }, inner);
  }

  function nodeWords(node, all) {
    const parts = [`${map.count(node.events)} events in ${map.share(node.cases, all.graph.cases)} of the cases`];
    if (node.self_count) parts.push(`${map.count(node.self_count)} times the same step again`);
    if (node.waiting) parts.push(`${map.count(node.waiting)} waiting now`);
    if (node.system) parts.push(map.clean(node.system));
    return parts.join(", ");
  }

  function loopLine(node, y, placed, all) {
    const loop = map.selfLine(node, all.graph, all.options);
    if (!loop) return "";
    const time = loop.time ? element("tspan", { "font-weight": 600, fill: all.theme.ink }, map.escaped(loop.time)) + " " : "";
    const style = { x: placed.x, y, "font-size": String(map.STATS.size), fill: all.theme.ink2, "text-anchor": "middle" };
    return element("text", style, "↻ " + time + loop.count);
  }

  function step(placed, all) {
    const node = all.node.get(placed.id);
    const { theme } = all;
    const at = map.corners(placed);
    const chosen = all.options.selected === node.id;
    const share = Math.min(1, all.graph.cases ? node.cases / all.graph.cases : 0);
    const bar = { x: at.left + 7, y: at.bottom - 6, height: 2.6, rx: 1.3 };
    const full = placed.w - 14;
    let y = at.top + 3.2;
    const lines = placed.lines.map((line) => text(line, placed.x, (y += map.NAME.line), { size: map.NAME.size, weight: map.NAME.weight, fill: theme.ink, anchor: "middle" }));
    const stats = text(placed.stats, placed.x, (y += map.STATS.line), { size: map.STATS.size, fill: theme.ink2, anchor: "middle" });
    const card = { x: at.left, y: at.top, width: placed.w, height: placed.h, rx: 7 };
    const look = { fill: chosen ? theme.soft : theme.card, stroke: chosen ? theme.accent : theme.border, "stroke-width": chosen ? 2 : 1.2 };
    const inner = [
      element("title", {}, map.escaped(`${map.clean(node.name)}\n${nodeWords(node, all)}`)), element("rect", { ...card, class: "card", ...look }),
      ...lines, stats, loopLine(node, y + map.STATS.line - 0.4, placed, all),
      element("rect", { ...bar, width: full, fill: theme.track }), element("rect", { ...bar, width: Math.max(2, full * share), fill: theme.bar }),
    ];
    const more = { class: "step", "aria-pressed": chosen ? "true" : null };
    return group("node", node.id, `${map.clean(node.name)}: ${nodeWords(node, all)}`, inner.join(""), more);
  }

  function systemWords(edge, all) {
    if (!edge.system_change) return "";
    const short = (id) => {
      const name = [...map.clean(all.node.get(id).system || "")];
      return name.length > LONGEST_SYSTEM ? name.slice(0, LONGEST_SYSTEM - 1).join("") + "…" : name.join("");
    };
    return all.options.narrow || !short(edge.from) ? "⇄" : `${short(edge.from)} → ${short(edge.to)}`;
  }

  /** What a path's label says, in pieces with their widths: time in bold, then moves, then the marks. */
  function labelPieces(edge, all) {
    const time = timeWords(edge, all);
    const counted = map.count(edge.count) + (map.jumps(edge) ? " ⋯" : "");
    const piece = (words, weight, fill) => ({ words, weight, fill, w: all.measure(words, LABEL.size, weight) });
    const pieces = [];
    if (time) pieces.push(piece(time, 600, all.theme.ink));
    if (!time) pieces.push(piece(counted, 600, all.theme.ink));
    else if (!all.options.narrow) pieces.push(piece(counted, 400, all.theme.ink2));
    const system = systemWords(edge, all);
    if (system) pieces.push({ ...piece(system, 500, all.theme.accent), pill: true });
    return pieces;
  }

  function labelOf(drawn, all) {
    const edge = all.known(drawn.id);
    const pieces = labelPieces(edge, all);
    const inner = pieces.reduce((sum, piece) => sum + piece.w + (piece.pill ? 10 : 0), LABEL.gap * (pieces.length - 1));
    return { id: edge.id, pieces, w: inner + 8, h: LABEL.height, lineWidth: map.lineWidth(edge.count, all.most) };
  }

  function endLabel(line, all) {
    const words = map.count(line.count);
    const w = all.measure(words, LABEL.size, 400);
    return { id: line.id, pieces: [{ words, weight: 400, fill: all.theme.ink2, w }], w: w + 8, h: LABEL.height, lineWidth: 6 };
  }

  function label(placed, all, ground) {
    const chosen = all.options.selected === placed.id;
    const back = chosen ? { fill: all.theme.soft, stroke: all.theme.accent } : { fill: ground, "fill-opacity": ".86" };
    const frame = { x: placed.x - placed.w / 2, y: placed.y - placed.h / 2, width: placed.w, height: placed.h, rx: 4, ...back };
    const base = placed.y + LABEL.size * 0.36;
    let x = frame.x + 4;
    const written = placed.pieces.map((piece) => {
      const wide = piece.w + (piece.pill ? 10 : 0);
      const pill = piece.pill ? element("rect", { x, y: frame.y + 0.5, width: wide, height: placed.h - 1, rx: 7, fill: all.theme.soft }) : "";
      const words = text(piece.words, x + (piece.pill ? 5 : 0), base, { size: LABEL.size, weight: piece.weight, fill: piece.fill });
      x += wide + LABEL.gap;
      return pill + words;
    });
    const hidden = placed.hidden && !chosen ? "hidden" : null;
    return element("g", { class: "label", "data-label": placed.id, "aria-hidden": "true", visibility: hidden }, element("rect", frame) + written.join(""));
  }

  function labels(all, free) {
    const byCount = [...all.visible].sort((a, b) => b.count - a.count);
    const ends = all.options.narrow ? [] : all.geometry.endLines;
    const wanted = [...ends.map((line) => endLabel(line, all)), ...byCount.map((edge) => labelOf(edge, all))];
    const obstacles = [...all.geometry.nodes, ...all.geometry.ends].map((node) => map.rectangle(node.x, node.y, node.w, node.h));
    const page = { width: all.geometry.width, height: all.geometry.height, obstacles: [...obstacles, ...free] };
    return map.placed(wanted, [...all.geometry.endLines, ...all.visible], page);
  }

  function layer(name, inner) {
    return element("g", { "data-layer": name }, inner.join("\n"));
  }

  function summary(all) {
    const steps = `${all.geometry.nodes.length} of ${map.count(all.graph.activities_total)} activities`;
    return `Process map of ${map.clean(all.graph.title)}: ${map.count(all.graph.cases)} cases, ${steps}, ${all.visible.length} of ${map.count(all.graph.paths_total)} paths`;
  }

  /** The whole map as one SVG text. */
  function draw(graph, geometry, given, measure) {
    const all = scene(graph, geometry, given, measure);
    const tags = map.tagged(graph, geometry, all.theme, measure);
    const bands = map.bands(graph, geometry, all.theme, measure);
    const back = bands.svg ? all.theme.band : all.theme.ground;
    const free = [...tags.map((tag) => tag.rect), ...bands.rects];
    const thinFirst = [...all.visible].sort((a, b) => a.count - b.count || b.rank - a.rank);
    const { width, height } = geometry;
    const layers = [
      element("title", {}, map.escaped(summary(all))), element("rect", { width, height, fill: all.theme.ground }),
      layer("bands", [bands.svg]),
      layer("ends", [...geometry.endLines.map((line) => endLine(line, all)), ...geometry.ends.map((node) => map.endCircle(node, all.theme))]),
      layer("paths", thinFirst.map((edge) => path(edge, all))), layer("steps", geometry.nodes.map((node) => step(node, all))),
      layer("tags", tags.map((tag) => tag.svg)), layer("labels", labels(all, free).map((one) => label(one, all, back))),
    ];
    const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT, "font-variant": "tabular-nums", role: "group" };
    return element("svg", root, "\n" + layers.join("\n") + "\n");
  }

  /** Layout and drawing in one. */
  function svg(graph, options, viz, measure) {
    return draw(graph, map.layout(graph, options, viz, measure), options, measure);
  }

  Object.assign(map, { draw, svg });
})(globalThis.processMap || (globalThis.processMap = {}));
