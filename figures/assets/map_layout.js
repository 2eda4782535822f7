/* The layout of the process map: Graphviz places sized nodes in the order of the process; more paths than shown are laid out
   invisibly, so that nodes stay where they are while paths come and go. */
(function (map) {
  "use strict";

  const NAME = { size: 11.6, weight: 600, line: 14.2 };
  const STATS = { size: 10.4, line: 13.4 };
  const CEILINGS = [2.2, 2.6];
  const WIDE = { name: 132, nodesep: 0.42, ranksep: 0.46, padding: 10, end: 26 };
  const NARROW = { name: 92, nodesep: 0.14, ranksep: 0.36, padding: 7, end: 24 };
  const MARGIN = 24; // room for the tags on the outermost steps
  const ENDS = { start: "start", end: "end" };

  /** Options with their defaults filled in, and no more paths than the graph has. */
  function settled(graph, given) {
    const chosen = { measure: "median", clock: "elapsed", theme: "light", narrow: false, selected: null, ...given };
    const paths = chosen.paths === null || chosen.paths === undefined ? graph.shown : chosen.paths;
    return { ...chosen, paths: Math.max(0, Math.min(paths, graph.edge_order.length)) };
  }

  function checked(graph) {
    const known = new Set(graph.nodes.map((node) => node.id));
    const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
    for (const edge of graph.edges) {
      if (!known.has(edge.from) || !known.has(edge.to)) throw new Error(`path ${edge.id} runs between steps that are not on the map`);
    }
    const unknown = graph.edge_order.find((id) => !edges.has(id));
    if (unknown !== undefined) throw new Error(`the order of paths names ${unknown}, which is not a path of the map`);
    return edges;
  }

  /** The line about a step that repeats itself: the time in bold, then how often. Null when under 1% of its events. */
  function selfLine(node, graph, options) {
    if (!node.self_count || node.self_count < node.events / 100) return null;
    const time = map.loopTime(node, options);
    const words = options.measure === "count" ? "" : map.duration(time, map.businessDay(graph, options));
    return { time: words, count: map.count(node.self_count) };
  }

  function selfWidth(node, graph, options, measure) {
    const widths = ["elapsed", "business"].flatMap((clock) => Object.keys(map.MEASURES).map((kind) => {
      const line = selfLine(node, graph, { ...options, clock, measure: kind });
      return line ? 30 + measure(line.time, STATS.size, 600) + measure(line.count, STATS.size, 400) : 0;
    }));
    return Math.max(...widths); // the widest of all measures: changing the measure moves no node
  }

  function sized(node, graph, options, measure) {
    const format = options.narrow ? NARROW : WIDE;
    const lines = map.wrapped(node.name, format.name, 3, { measure, size: NAME.size, weight: NAME.weight });
    const stats = map.count(node.events) + " · " + map.share(node.cases, graph.cases);
    const loop = selfWidth(node, graph, options, measure);
    const text = Math.max(...lines.map((line) => measure(line, NAME.size, NAME.weight)), measure(stats, STATS.size, 400), loop);
    const height = 5 + lines.length * NAME.line + STATS.line + (loop ? STATS.line - 0.4 : 0) + 9.4;
    return { id: node.id, place: node.place, lines, stats, w: even(Math.max(60, text + 2 * format.padding)), h: even(height) };
  }

  function even(number) {
    return 2 * Math.ceil(number / 2);
  }

  /** Which starts (or ends) get a line of their own: the outermost of some weight, and every strong one. */
  function lined(nodes, kind, cases) {
    const counted = nodes.filter((node) => node[kind] > 0).sort((a, b) => a.place - b.place || a.id - b.id);
    if (kind === "ends") counted.reverse();
    const outermost = counted.find((node) => node[kind] >= 0.1 * cases)
      || counted.reduce((best, node) => (best && best[kind] >= node[kind] ? best : node), null);
    return counted.filter((node) => node === outermost || node[kind] >= 0.3 * cases);
  }

  function endLines(graph) {
    const line = (from, to, count) => ({ id: from + ">" + to, from, to, count });
    return [
      ...lined(graph.nodes, "starts", graph.cases).map((node) => line(ENDS.start, node.id, node.starts)),
      ...lined(graph.nodes, "ends", graph.cases).map((node) => line(node.id, ENDS.end, node.ends)),
    ];
  }

  /** Starts and ends without a line of their own that are at least 2% of the cases. */
  function tags(graph, lines) {
    const has = new Set(lines.map((line) => line.id));
    const strong = (count) => count > 0 && count >= 0.02 * graph.cases;
    return graph.nodes.flatMap((node) => [
      ...(strong(node.starts) && !has.has("start>" + node.id) ? [{ kind: "start", node: node.id, count: node.starts }] : []),
      ...(strong(node.ends) && !has.has(node.id + ">end") ? [{ kind: "end", node: node.id, count: node.ends }] : []),
    ]);
  }

  function paths(graph, edges, laid) {
    const place = new Map(graph.nodes.map((node) => [node.id, node.place]));
    return graph.edge_order.slice(0, laid).map((id, rank) => {
      const edge = edges.get(id);
      return { id, rank, from: edge.from, to: edge.to, count: edge.count, backward: place.get(edge.to) < place.get(edge.from) };
    });
  }

  function edgeLine(edge, most, extra) {
    const root = Math.sqrt(edge.count / Math.max(1, most));
    const [tail, head] = edge.backward ? [edge.to, edge.from] : [edge.from, edge.to];
    const size = (0.55 + 0.55 * root).toFixed(3);
    return `n${tail}->n${head}[id="${edge.id}",weight=${Math.round(1 + 8 * root)},arrowsize=${size}`
      + (edge.backward ? ",dir=back" : "") + (extra ? ",style=invis" : "") + "]";
  }

  function dot(nodes, ends, edges, lines, options) {
    const format = options.narrow ? NARROW : WIDE;
    const most = edges.reduce((top, edge) => Math.max(top, edge.count), 1);
    const inches = (pixels) => (pixels / 72).toFixed(5);
    const falling = [...edges, ...lines].sort((a, b) => b.count - a.count);
    return [
      "digraph{", `graph[rankdir=TB,nodesep=${format.nodesep},ranksep=${format.ranksep},splines=true]`,
      'node[shape=box,fixedsize=true,label=""]',
      ...[...ends, ...nodes].map((node) => `n${node.id}[width=${inches(node.w)},height=${inches(node.h)}]`),
      ...ends.map((node) => `{rank=${node.id === ENDS.start ? "source" : "sink"};n${node.id}}`),
      ...falling.map((edge) => edgeLine(edge, most, edge.rank >= options.visible)), "}",
    ].join("\n");
  }

  function round(number) {
    return Math.round(number * 100) / 100;
  }

  /** The curve of an edge from the step it leaves to the step it reaches, and the tip of its arrow. */
  function curve(text, backward, top) {
    const point = (pair) => pair.split(",").map(Number);
    let tip = null;
    const points = [];
    for (const part of text.split(" ")) {
      if (/^[es],/.test(part)) tip = point(part.slice(2));
      else if (part) points.push(point(part));
    }
    if (backward) points.reverse();
    const page = (at) => [round(at[0] + MARGIN), round(top - at[1] + MARGIN)];
    return { points: points.map(page), tip: page(tip || points[points.length - 1]) };
  }

  function read(result, parts) {
    const [, , width, height] = result.bb.split(",").map(Number);
    const placed = new Map((result.objects || []).filter((one) => one.pos).map((one) => [one.name, one.pos.split(",").map(Number)]));
    const curves = new Map((result.edges || []).map((edge) => [edge.id, edge.pos]));
    const at = (node) => {
      const [x, y] = placed.get("n" + node.id);
      return { ...node, x: round(x + MARGIN), y: round(height - y + MARGIN) };
    };
    const along = (edge) => ({ ...edge, ...curve(curves.get(edge.id), edge.backward, height) });
    return {
      width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(height + 2 * MARGIN), nodes: parts.nodes.map(at),
      ends: parts.ends.map(at), edges: parts.edges.map(along), endLines: parts.lines.map(along),
    };
  }

  function laidOut(graph, options, laid, parts, viz) {
    const edges = paths(graph, parts.known, laid);
    const all = { ...parts, edges };
    const source = dot(parts.nodes, parts.ends, edges, parts.lines, { ...options, visible: graph.shown });
    const geometry = read(viz.renderJSON(source), all);
    return { ...geometry, laid, narrow: options.narrow, tags: parts.tags };
  }

  function parts(graph, options, measure) {
    const lines = endLines(graph);
    const size = (options.narrow ? NARROW : WIDE).end;
    const ends = Object.values(ENDS).filter((id) => lines.some((line) => line.from === id || line.to === id));
    const nodes = graph.nodes.map((node) => sized(node, graph, options, measure)).sort((a, b) => a.place - b.place || a.id - b.id);
    return { known: checked(graph), lines, ends: ends.map((id) => ({ id, w: size, h: size })), nodes, tags: tags(graph, lines) };
  }

  /** How many paths the candidate layouts hold. A phone has no room for invisible ones. */
  function amounts(graph, options) {
    if (options.narrow) return [Math.min(graph.edge_order.length, graph.shown)];
    const ceilings = CEILINGS.map((factor) => Math.max(graph.shown, Math.round(factor * graph.nodes.length) + 2));
    return [...new Set(ceilings.map((amount) => Math.min(graph.edge_order.length, amount)))];
  }

  function best(graph, options, held, viz) {
    let chosen = null;
    for (const laid of amounts(graph, options)) {
      const geometry = laidOut(graph, options, laid, held, viz);
      const crossings = map.crossings(geometry, graph.shown);
      if (!chosen || crossings < chosen.crossings) chosen = { ...geometry, crossings };
    }
    return chosen;
  }

  /** Where everything stands. Of two layouts the one whose default paths cross least; beyond its paths, one of its own. */
  function layout(graph, given, viz, measure) {
    const options = settled(graph, given);
    const held = parts(graph, options, measure);
    const chosen = best(graph, options, held, viz);
    if (options.paths <= chosen.laid) return chosen;
    const wider = laidOut(graph, options, options.paths, held, viz);
    return { ...wider, crossings: map.crossings(wider, graph.shown) };
  }

  Object.assign(map, { settled, layout, selfLine, NAME, STATS });
})(globalThis.processMap || (globalThis.processMap = {}));
