/* Curves of the process map as points, and the two figures of a layout's quality: the share drawn downward, the crossings. */
(function (map) {
  "use strict";

  const STEPS = 10;
  const NEAR = 14; // lines may touch this close to a node they share

  function bezier(p, at) {
    const rest = 1 - at;
    const [a, b, c, d] = [rest * rest * rest, 3 * rest * rest * at, 3 * rest * at * at, at * at * at];
    return [a * p[0][0] + b * p[1][0] + c * p[2][0] + d * p[3][0], a * p[0][1] + b * p[1][1] + c * p[2][1] + d * p[3][1]];
  }

  /** Points along a chain of Bézier curves, its arrow tip last. */
  function polyline(points, tip) {
    const line = [points[0]];
    for (let first = 0; first + 3 < points.length; first += 3) {
      const part = points.slice(first, first + 4);
      for (let step = 1; step <= STEPS; step += 1) line.push(bezier(part, step / STEPS));
    }
    if (tip) line.push(tip);
    return line;
  }

  function distance(a, b) {
    const [x, y] = [a[0] - b[0], a[1] - b[1]];
    return Math.sqrt(x * x + y * y);
  }

  /** `amount` + 1 points at equal distances along a polyline. */
  function resampled(line, amount) {
    const lengths = [0];
    for (let at = 1; at < line.length; at += 1) lengths.push(lengths[at - 1] + distance(line[at - 1], line[at]));
    const whole = lengths[lengths.length - 1];
    const even = [];
    for (let step = 0, at = 1; step <= amount; step += 1) {
      const target = (whole * step) / amount;
      while (at < line.length - 1 && lengths[at] < target) at += 1;
      const length = lengths[at] - lengths[at - 1];
      const part = length ? Math.min(1, (target - lengths[at - 1]) / length) : 0;
      even.push(between(line[at - 1], line[at], part));
    }
    return { points: even, length: whole };
  }

  function between(a, b, part) {
    return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
  }

  /** Where the pieces a-b and c-d cross, or null. */
  function meeting(a, b, c, d) {
    const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
    const turn = rx * sy - ry * sx;
    if (turn === 0) return null;
    const first = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / turn;
    const second = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / turn;
    return first >= 0 && first < 1 && second >= 0 && second < 1 ? between(a, b, first) : null;
  }

  function box(line) {
    const xs = line.map((point) => point[0]);
    const ys = line.map((point) => point[1]);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }

  function apart(a, b) {
    return a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
  }

  function isNear(point, node) {
    const x = Math.max(0, Math.abs(point[0] - node.x) - node.w / 2);
    const y = Math.max(0, Math.abs(point[1] - node.y) - node.h / 2);
    return x * x + y * y <= NEAR * NEAR;
  }

  function crossingsOf(first, second, nodes) {
    if (apart(first.box, second.box)) return 0;
    const shared = [first.from, first.to].filter((id) => id === second.from || id === second.to).map((id) => nodes.get(id));
    let found = 0;
    for (let i = 1; i < first.line.length; i += 1) {
      if (apart(box([first.line[i - 1], first.line[i]]), second.box)) continue;
      for (let k = 1; k < second.line.length; k += 1) {
        const point = meeting(first.line[i - 1], first.line[i], second.line[k - 1], second.line[k]);
        if (point && !shared.some((node) => isNear(point, node))) found += 1;
      }
    }
    return found;
  }

  function drawn(geometry, paths) {
    return geometry.edges.filter((edge) => edge.rank < paths);
  }

  /** How often the lines of the first `paths` paths, start and end lines among them, cross away from a node they share. */
  function crossings(geometry, paths) {
    const nodes = new Map([...geometry.nodes, ...geometry.ends].map((node) => [node.id, node]));
    const lines = [...drawn(geometry, paths), ...geometry.endLines].map((edge) => {
      const line = polyline(edge.points, edge.tip);
      return { from: edge.from, to: edge.to, line, box: box(line) };
    });
    let found = 0;
    lines.forEach((first, at) => {
      for (const second of lines.slice(at + 1)) found += crossingsOf(first, second, nodes);
    });
    return found;
  }

  /** The share of the moves on the first `paths` paths that run down the page. */
  function downShare(geometry, paths) {
    const height = new Map(geometry.nodes.map((node) => [node.id, node.y]));
    let [down, all] = [0, 0];
    for (const edge of drawn(geometry, paths)) {
      all += edge.count;
      if (height.get(edge.to) > height.get(edge.from)) down += edge.count;
    }
    return all ? down / all : 1;
  }

  Object.assign(map, { polyline, resampled, crossings, downShare, distance });
})(globalThis.processMap || (globalThis.processMap = {}));
