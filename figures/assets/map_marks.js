/* The marks around the process map's steps: starts and ends, what waits, system bands, and how SVG pieces are written. */
(function (map) {
  "use strict";

  const TAG = { size: 9.6, height: 14 };

  function tenth(number) {
    return String(Math.round(number * 10) / 10);
  }

  /** One SVG element; values that are undefined or null leave their attribute out. */
  function element(name, attributes, inner) {
    const written = Object.keys(attributes)
      .filter((key) => attributes[key] !== undefined && attributes[key] !== null)
      .map((key) => ` ${key}="${typeof attributes[key] === "number" ? tenth(attributes[key]) : map.escaped(attributes[key])}"`);
    return inner === undefined ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inner}</${name}>`;
  }

  function text(words, x, y, style) {
    const { size, weight, fill, anchor } = style;
    return element("text", { x, y, "font-size": String(size), "font-weight": weight, fill, "text-anchor": anchor }, map.escaped(words));
  }

  function corners(node) {
    return { left: node.x - node.w / 2, right: node.x + node.w / 2, top: node.y - node.h / 2, bottom: node.y + node.h / 2 };
  }

  function pill(x, y, w, look) {
    return element("rect", {
      x: x - w / 2, y: y - TAG.height / 2, width: w, height: TAG.height, rx: 7, fill: look.fill, stroke: look.stroke,
    });
  }

  function startTag(node, words, w, theme) {
    const at = corners(node);
    const [x, y] = [at.left + Math.min(8, node.w / 4), at.top - 1];
    const left = x - w / 2 + 6;
    const sign = element("path", { d: `M${tenth(left)} ${tenth(y - 3.2)}l5.6 3.2l-5.6 3.2z`, fill: theme.ink });
    const body = pill(x, y, w, { fill: theme.card, stroke: theme.ink }) + sign;
    return { x, y, svg: body + text(words, left + 9, y + 3.4, { size: TAG.size, fill: theme.ink }) };
  }

  function endTag(node, words, w, theme) {
    const at = corners(node);
    const [x, y] = [at.right - Math.min(8, node.w / 4), at.bottom + 2];
    const sign = element("rect", { x: x + w / 2 - 12, y: y - 2.8, width: 5.6, height: 5.6, fill: theme.ground });
    const body = pill(x, y, w, { fill: theme.ink }) + sign;
    return { x, y, svg: body + text(words, x - w / 2 + 6, y + 3.4, { size: TAG.size, fill: theme.ground }) };
  }

  function waitingTag(node, words, w, theme) {
    const at = corners(node);
    const [x, y] = [at.right - 4, at.top];
    const sign = element("circle", { cx: x - w / 2 + 9, cy: y, r: 2.8, fill: "none", stroke: theme.ink, "stroke-width": 1.6 });
    const body = pill(x, y, w, { fill: theme.card, stroke: theme.ink2 }) + sign;
    return { x, y, svg: body + text(words, x - w / 2 + 15, y + 3.4, { size: TAG.size, weight: 600, fill: theme.ink }) };
  }

  /** Tags on the steps: { svg, rect } each, for starts, ends and what waits. */
  function tagged(graph, geometry, theme, measure) {
    const nodes = new Map(geometry.nodes.map((node) => [node.id, node]));
    const waits = graph.nodes.filter((node) => node.waiting).map((node) => ({ kind: "waiting", node: node.id, count: node.waiting }));
    const make = { start: startTag, end: endTag, waiting: waitingTag };
    const titles = { start: "cases start here", end: "cases end here", waiting: "waiting here now" };
    return [...geometry.tags, ...waits].map((tag) => {
      const words = map.count(tag.count);
      const w = measure(words, TAG.size, 600) + 21;
      const drawn = make[tag.kind](nodes.get(tag.node), words, w, theme);
      const title = element("title", {}, map.escaped(`${words} ${titles[tag.kind]}`));
      return { svg: element("g", { class: "tag" }, title + drawn.svg), rect: map.rectangle(drawn.x, drawn.y, w, TAG.height) };
    });
  }

  /** The circles where cases start and end. */
  function endCircle(node, theme) {
    const r = node.w / 2 - 1;
    if (node.id === "start") {
      const sign = `M${tenth(node.x - r * 0.3)} ${tenth(node.y - r * 0.45)}l${tenth(r * 0.8)} ${tenth(r * 0.45)}l${tenth(-r * 0.8)} ${tenth(r * 0.45)}z`;
      return element("circle", { cx: node.x, cy: node.y, r, fill: theme.card, stroke: theme.ink, "stroke-width": 1.6 })
        + element("path", { d: sign, fill: theme.ink });
    }
    const side = r * 0.7;
    return element("circle", { cx: node.x, cy: node.y, r, fill: theme.ink })
      + element("rect", { x: node.x - side / 2, y: node.y - side / 2, width: side, height: side, rx: 1, fill: theme.ground });
  }

  function extents(graph, geometry) {
    const system = new Map(graph.nodes.map((node) => [node.id, node.system]));
    const bands = new Map();
    for (const node of geometry.nodes) {
      const name = system.get(node.id);
      if (!name) return [];
      const at = corners(node);
      const known = bands.get(name) || { name, top: Infinity, bottom: -Infinity };
      bands.set(name, { name, top: Math.min(known.top, at.top), bottom: Math.max(known.bottom, at.bottom) });
    }
    return [...bands.values()].sort((a, b) => a.top - b.top);
  }

  /** The name of a band in its upper right corner, or in the left one where a step or a line stands in the right. */
  function bandName(name, top, geometry, style) {
    const w = style.measure(name, style.size, style.weight) + 8;
    const right = map.rectangle(geometry.width - 10 - w / 2, top + 11, w, 16);
    const left = map.rectangle(10 + w / 2, top + 11, w, 16);
    const lines = geometry.edges.map(map.dense);
    const taken = (rect) => geometry.nodes.some((node) => map.overlap(rect, corners(node), 2))
      || lines.some((line) => line.points.some((point) => map.holds(rect, point)));
    return { name, rect: taken(right) && !taken(left) ? left : right };
  }

  /** Bands behind the steps of each system, only where the layout already keeps the systems apart from top to bottom. */
  function bands(graph, geometry, theme, measure) {
    const found = extents(graph, geometry);
    if (found.length < 2 || found.some((band, at) => at > 0 && band.top < found[at - 1].bottom + 6)) return { svg: "", rects: [] };
    const style = { size: 10.4, weight: 600, fill: theme.ink2, measure };
    const named = [];
    const boxes = found.map((band, at) => {
      const top = at ? (found[at - 1].bottom + band.top) / 2 + 2 : Math.max(4, band.top - 12);
      const bottom = at < found.length - 1 ? (band.bottom + found[at + 1].top) / 2 - 2 : Math.min(geometry.height - 4, band.bottom + 12);
      named.push(bandName(map.clean(band.name), top, geometry, style));
      return element("rect", { x: 4, y: top, width: geometry.width - 8, height: bottom - top, rx: 8, fill: theme.band });
    });
    const words = named.map(({ name, rect }) => text(name, rect.left + 4, rect.top + 12, style));
    return { svg: boxes.join("") + words.join(""), rects: named.map(({ rect }) => rect) };
  }

  Object.assign(map, { element, text, tenth, corners, tagged, endCircle, bands });
})(globalThis.processMap || (globalThis.processMap = {}));
