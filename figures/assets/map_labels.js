/* Places for the labels of the process map's paths: the strongest path first, on its curve or beside it, where it covers
   no step, no other label, and few other lines. */
(function (map) {
  "use strict";

  const PLACES = 19;
  const SPACING = 4;
  const SHORT = 90;
  const HEAD = 20;
  const MOST_FOREIGN = 2;
  const COST = { foreign: 7, foreignHead: 6, head: 9, onShort: 9, beside: 1.4, aside: 5 };

  function rectangle(x, y, w, h) {
    return { left: x - w / 2, top: y - h / 2, right: x + w / 2, bottom: y + h / 2 };
  }

  function overlap(a, b, gap) {
    return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
  }

  function holds(rect, point) {
    return point[0] > rect.left && point[0] < rect.right && point[1] > rect.top && point[1] < rect.bottom;
  }

  /** A line as points every few pixels, with the rectangle around them. */
  function dense(edge) {
    const line = map.polyline(edge.points, edge.tip);
    const rough = map.resampled(line, 1).length;
    const { points } = map.resampled(line, Math.max(2, Math.ceil(rough / SPACING)));
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    const around = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    const tip = points[points.length - 1];
    return { id: edge.id, points, around, length: rough, head: rectangle(tip[0], tip[1], HEAD, HEAD) };
  }

  /** The other lines that a label here would cover: how many, and how many of their arrow heads. */
  function foreign(rect, lines, own) {
    const covered = lines.filter((line) => line.id !== own && overlap(rect, line.around, 1) && line.points.some((point) => holds(rect, point)));
    const heads = covered.filter((line) => overlap(rect, line.head, 0));
    return { lines: covered.length, heads: heads.length };
  }

  /** Centres to try: on the curve and to both sides of it, with what each costs before other lines count. */
  function candidates(label, line) {
    const even = map.resampled(line.points, PLACES + 1).points;
    const found = [];
    for (let at = 1; at <= PLACES; at += 1) {
      const [before, here, after] = [even[at - 1], even[at], even[at + 1]];
      const length = map.distance(before, after) || 1;
      const [nx, ny] = [(after[1] - before[1]) / length, (before[0] - after[0]) / length];
      const reach = (Math.abs(nx) * label.w + Math.abs(ny) * label.h) / 2 + 0.75 * label.lineWidth + 3.5; // clear of the arrow head too
      const away = COST.aside * Math.abs(at / (PLACES + 1) - 0.5);
      const onto = line.length < SHORT ? COST.onShort : 0;
      found.push({ x: here[0], y: here[1], cost: away + onto });
      for (const side of [1, -1]) {
        found.push({ x: here[0] + side * reach * nx, y: here[1] + side * reach * ny, cost: away + COST.beside + (side < 0 ? 0.2 : 0) });
      }
    }
    return found;
  }

  function blocked(rect, page, obstacles, taken) {
    if (rect.left < 2 || rect.top < 2 || rect.right > page.width - 2 || rect.bottom > page.height - 2) return true;
    return obstacles.some((one) => overlap(rect, one, 1)) || taken.some((one) => overlap(rect, one, 2));
  }

  function bestPlace(label, line, page, lines) {
    let best = null;
    for (const place of candidates(label, line)) {
      if (best && place.cost >= best.cost) continue;
      const rect = rectangle(place.x, place.y, label.w, label.h);
      if (blocked(rect, page, page.obstacles, page.taken)) continue;
      const others = foreign(rect, lines, label.id);
      const own = overlap(rect, line.head, 0) ? COST.head : 0;
      const cost = place.cost + own + COST.foreign * others.lines + COST.foreignHead * others.heads;
      if (others.lines <= MOST_FOREIGN && (!best || cost < best.cost)) best = { x: place.x, y: place.y, cost, rect };
    }
    return best;
  }

  /** For each label { id, w, h, lineWidth }, strongest first, its centre; `hidden` when no place is free. */
  function placed(labels, edges, page) {
    const lines = edges.map(dense);
    const byId = new Map(lines.map((line) => [line.id, line]));
    const held = { ...page, taken: [] };
    return labels.map((label) => {
      const line = byId.get(label.id);
      const best = bestPlace(label, line, held, lines);
      if (best) held.taken.push(best.rect);
      const middle = map.resampled(line.points, 2).points[1];
      return { ...label, x: best ? best.x : middle[0], y: best ? best.y : middle[1], hidden: !best };
    });
  }

  Object.assign(map, { placed, rectangle, overlap, dense, holds });
})(globalThis.processMap || (globalThis.processMap = {}));
