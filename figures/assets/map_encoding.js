/* What the process map's colours, widths and words mean: themes, classes of time, line widths, the legend as data. */
(function (map) {
  "use strict";

  const THEMES = {
    light: {
      ground: "#fbfbf9", card: "#ffffff", border: "#c7ccd5", track: "#e2e5ea", bar: "#616979", band: "#f1f2f4",
      ink: "#171c26", ink2: "#434b5a", ink3: "#616979", quiet: "#848c9b", accent: "#2b50c8", soft: "#e9eefc",
      classes: ["#99a4af", "#d87e1f", "#ae3b19", "#731d3c", "#310c47"],
    },
    dark: {
      ground: "#12171e", card: "#1d222b", border: "#3b4351", track: "#272d38", bar: "#929bab", band: "#181d25",
      ink: "#e8ebf1", ink2: "#b7becb", ink3: "#929bab", quiet: "#7e8798", accent: "#94acff", soft: "#212c4e",
      classes: ["#525c68", "#904dbe", "#e53596", "#f29939", "#fce497"],
    },
  };
  const MEASURES = {
    median: "half within", mean: "on average", p95: "19 in 20 within", total: "in total", count: "number of moves",
  };
  const SHARES = [0.01, 0.05, 0.1, 0.2];
  const ONE_SIDED = 0.8; // when so many paths fall into one end class, other limits say more

  function businessDay(graph, options) {
    return options.clock === "business" ? graph.business_day_seconds || 28800 : 0;
  }

  /** The time of a path, or of a self loop, on the chosen clock and by the chosen measure; null when not known. */
  function timeOf(times, options) {
    const clock = times && (options.clock === "business" ? times.business : times.elapsed);
    const value = clock ? clock[options.measure] : null;
    return value === undefined ? null : value;
  }

  function loopTime(node, options) {
    return timeOf({ elapsed: node.self, business: node.self_business }, options);
  }

  function ladders(graph, options) {
    const day = businessDay(graph, options) || 86400;
    const week = options.clock === "business" ? 5 : 7;
    return [
      [60, 600, 3600, day],
      [3600, day, 3 * day, week * day],
      [week * day, 4 * week * day, 12 * week * day, 26 * week * day],
    ];
  }

  function classIn(limits, value) {
    let place = 0;
    while (place < limits.length && value >= limits[place]) place += 1;
    return place;
  }

  function shownTimes(graph, options) {
    const shown = new Set(graph.edge_order.slice(0, graph.shown));
    return graph.edges.filter((edge) => shown.has(edge.id)).map((edge) => timeOf(edge, options)).filter((time) => time !== null);
  }

  /** The four limits between the five colours: the usual ones unless nearly every path falls into one end class. */
  function limits(graph, options) {
    const times = shownTimes(graph, options);
    if (options.measure === "total") {
      const sum = graph.edges.reduce((all, edge) => all + Math.max(0, timeOf(edge, options) || 0), 0);
      return SHARES.map((share) => share * sum || Infinity);
    }
    const [short, usual, long] = ladders(graph, options);
    const inClass = (place) => times.filter((time) => classIn(usual, time) === place).length / Math.max(1, times.length);
    if (inClass(0) > ONE_SIDED) return short;
    return inClass(4) > ONE_SIDED ? long : usual;
  }

  function classOf(time, bounds, options) {
    return options.measure === "count" || time === null ? 0 : classIn(bounds, time);
  }

  function lineWidth(count, most) {
    return 1.3 + 8.7 * Math.sqrt(count / Math.max(1, most));
  }

  function limitWords(graph, options, bounds) {
    if (options.measure === "total") return SHARES.map((share) => Math.round(share * 100) + "%");
    const day = businessDay(graph, options);
    return bounds.map((limit) => map.duration(limit, day).replace(".0 ", " "));
  }

  /** The pieces of a legend: what colour says, its five classes, what width says, and the marks. */
  function legend(graph, given) {
    const options = map.settled(graph, given);
    const theme = THEMES[options.theme];
    const words = limitWords(graph, options, limits(graph, options));
    const texts = ["< " + words[0], ...words.slice(1).map((word, at) => words[at] + " – " + word), "≥ " + words[3]];
    const classes = options.measure === "count" ? [] : texts.map((text, at) => ({ color: theme.classes[at], words: text }));
    const what = options.measure === "total" ? "share of all time between steps" : "time between steps, " + MEASURES[options.measure];
    return {
      color: options.measure === "count" ? "" : what,
      classes,
      width: "Width: number of moves",
      marks: [
        { mark: "dashed", words: "backward: work done again" },
        { mark: "↻", words: "the same step again" },
        { mark: "▶", words: "cases that start here" },
        { mark: "■", words: "cases that end here" },
        { mark: "○", words: "waiting there now" },
        { mark: "⇄", words: "handoff between systems" },
        { mark: "⋯", words: "passes hidden steps" },
      ].filter((entry) => used(graph, options, entry.mark)),
    };
  }

  function used(graph, options, mark) {
    if (mark === "○") return graph.nodes.some((node) => node.waiting);
    if (mark === "⇄") return graph.edges.some((edge) => edge.system_change);
    if (mark === "⋯") return graph.edges.some((edge) => jumps(edge));
    if (mark === "↻") return graph.nodes.some((node) => node.self_count >= node.events / 100);
    return true;
  }

  /** Whether more than a fifth of a path's moves pass activities that are hidden. */
  function jumps(edge) {
    return edge.jumps > 0.2 * edge.count;
  }

  Object.assign(map, { THEMES, MEASURES, businessDay, timeOf, loopTime, limits, classOf, lineWidth, legend, jumps });
})(globalThis.processMap || (globalThis.processMap = {}));
