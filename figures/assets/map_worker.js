/* The worker that lays out and draws the process map, so that the page never waits: a graph comes in, SVG and curves go out. */
"use strict";

importScripts(
  "vendor/viz/viz-global.js", "map_text.js", "map_curves.js", "map_encoding.js", "map_layout.js", "map_labels.js", "map_marks.js",
  "process_map.js",
);

const POINTS = 64;
const ROOM = 40;
const held = { graph: null, layouts: new Map() };
const ready = Promise.all([Viz.instance(), fetch("inter_widths.json").then((answer) => answer.json())])
  .then(([viz, widths]) => ({ viz, measure: processMap.measurer(widths) }));

/** The layout for these options, kept while the graph stays the same. */
function layoutFor(options, tools) {
  const shape = options.narrow ? "narrow" : "wide";
  const usual = held.layouts.get(shape);
  if (usual && options.paths <= usual.laid) return usual;
  const key = usual ? `${shape} ${options.paths}` : shape;
  if (!held.layouts.has(key)) {
    const first = usual ? options : { ...options, paths: 0 };
    held.layouts.set(key, processMap.layout(held.graph, first, tools.viz, tools.measure));
  }
  return usual ? held.layouts.get(key) : layoutFor(options, tools);
}

/** Each path's curve as evenly spaced x, y pairs, for dots that move along it. */
function tracks(geometry, paths) {
  return geometry.edges.filter((edge) => edge.rank < paths).map((edge) => {
    const even = processMap.resampled(processMap.polyline(edge.points, edge.tip), POINTS).points;
    return [edge.id, Float32Array.from(even.flat())];
  });
}

/** From where to where the steps and the visible paths reach, with room for labels. */
function reach(geometry, paths) {
  const lines = [...geometry.edges.filter((edge) => edge.rank < paths), ...geometry.endLines];
  const sides = geometry.nodes.flatMap((node) => [node.x - node.w / 2, node.x + node.w / 2]);
  const xs = [...sides, ...lines.flatMap((line) => line.points.map((point) => point[0]))];
  if (!xs.length) return [0, geometry.width];
  return [Math.max(0, Math.min(...xs) - ROOM), Math.min(geometry.width, Math.max(...xs) + ROOM)];
}

function answer(message, tools) {
  if (message.graph) Object.assign(held, { graph: message.graph, layouts: new Map() });
  const options = processMap.settled(held.graph, message.options);
  const geometry = layoutFor(options, tools);
  const svg = processMap.draw(held.graph, geometry, options, tools.measure);
  const places = geometry.nodes.map((node) => [node.id, node.x, node.y]);
  const { width, height, laid, crossings } = geometry;
  const [left, right] = reach(geometry, options.paths);
  const legend = processMap.legend(held.graph, options);
  return { ask: message.ask, svg, width, height, left, right, laid, crossings, places, tracks: tracks(geometry, options.paths), legend };
}

self.onmessage = async (event) => {
  try {
    self.postMessage(answer(event.data, await ready));
  } catch (error) {
    self.postMessage({ ask: event.data.ask, error: String(error.message || error) });
  }
};
