/* Text on the process map: cleaned, escaped, measured with Inter's own widths, broken into lines, and numbers in words.
   Plain ES2020 without a document: the same file runs in the browser, in its worker and in Python. */
(function (map) {
  "use strict";

  const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
  const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g;
  const ENTITY = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const LONGEST_MEASURED = 400;
  const WHOLE_WORD = 1.5; // a word such as FINAL_APPROVED stays whole up to this many times the line

  /** Text that XML can hold and that cannot turn its surroundings around. */
  function clean(text) {
    return String(text).replace(ILLEGAL, " ").replace(LONE, "$1\ufffd");
  }

  function escaped(text) {
    return clean(text).replace(/[&<>"']/g, (sign) => ENTITY[sign]);
  }

  function outsideTable(code) {
    if ((code >= 0x300 && code < 0x370) || (code >= 0x200b && code < 0x2010) || (code >= 0xfe00 && code < 0xfe10)) return 0;
    if (code >= 0x1f000) return 1.3;
    return code >= 0x1100 ? 1.02 : 0.66;
  }

  function advances(runs, unit) {
    const table = new Map();
    for (const [first, widths] of runs) widths.forEach((width, step) => table.set(first + step, width / unit));
    return table;
  }

  /** measure(text, size, weight): its width in pixels, from the table of advance widths. */
  function measurer(widths) {
    const tables = {};
    for (const weight of Object.keys(widths.weights)) tables[weight] = advances(widths.weights[weight], widths.unit);
    return function measure(text, size, weight) {
      const table = tables[weight] || tables[400];
      let sum = 0;
      for (const letter of text) {
        const code = letter.codePointAt(0);
        const known = table.get(code);
        sum += known === undefined ? outsideTable(code) : known;
      }
      return sum * size;
    };
  }

  /** The longest beginning that fits with its ellipsis; joined emoji are not torn. */
  function cut(text, width, style) {
    const letters = [...text];
    let kept = letters.length;
    while (kept > 1 && style.measure(letters.slice(0, kept).join("") + "…", style.size, style.weight) > width) kept -= 1;
    while (kept > 1 && /[\u200d\ufe0f]/u.test(letters[kept] + letters[kept - 1])) kept -= 1;
    return letters.slice(0, kept).join("").trimEnd() + "…";
  }

  function greedy(words, width, style) {
    const lines = [];
    for (const word of words) {
      const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && style.measure(longer, style.size, style.weight) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  function widest(lines, style) {
    return lines.reduce((most, line) => Math.max(most, style.measure(line, style.size, style.weight)), 0);
  }

  /** At most `most` lines of about equal length, a little wider if that saves a cut; what does not fit ends in an ellipsis. */
  function wrapped(text, width, most, style) {
    const whole = clean(text).replace(/\s+/g, " ").trim() || "(no name)";
    const short = [...whole.slice(0, LONGEST_MEASURED)].join("");
    const fits = (word) => style.measure(word, style.size, style.weight) <= width * WHOLE_WORD;
    const words = short.split(" ").map((word) => (fits(word) ? word : cut(word, width, style)));
    const tried = [1, 1.12, 1.24].map((factor) => greedy(words, width * factor, style));
    const lines = tried.find((one) => one.length <= most);
    return lines && short.length === whole.length ? balanced(words, lines, style) : shortened(lines || tried[0], width, most, style);
  }

  function shortened(lines, width, most, style) {
    const kept = lines.slice(0, most - 1);
    const rest = lines.slice(most - 1).join(" ");
    return [...kept, cut(rest + "…", Math.max(width, widest(kept, style)), style).replace(/…+$/, "…")];
  }

  function balanced(words, lines, style) {
    let low = widest(lines, style) / lines.length;
    let high = widest(lines, style);
    for (let step = 0; step < 10; step += 1) {
      const middle = (low + high) / 2;
      const tried = greedy(words, middle, style);
      if (tried.length <= lines.length && widest(tried, style) <= middle) high = middle;
      else low = middle;
    }
    return greedy(words, high, style);
  }

  function count(number) {
    return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  function share(part, whole) {
    if (!whole) return "–";
    const percent = (100 * part) / whole;
    if (percent > 0 && percent < 1) return "<1%";
    return (percent < 100 && percent > 99 ? Math.floor(percent) : Math.round(percent)) + "%";
  }

  function figure(number) {
    if (number >= 10000) return (number / 1000).toFixed(number < 99950 ? 1 : 0) + "k";
    return number < 100 ? number.toFixed(1) : count(number);
  }

  /** Seconds in words: "4.2 d", "21 h", "<1 min"; of a business clock "4.2 bd", "3.5 bh". */
  function duration(seconds, day) {
    if (seconds === null || seconds === undefined) return "–";
    const [hours, days, length] = day ? [" bh", " bd", day] : [" h", " d", 86400];
    const size = Math.abs(seconds);
    const sign = seconds < 0 ? "−" : "";
    if (size < 60) return size === 0 ? "0 min" : sign + "<1 min";
    if (size < 3570) return sign + Math.round(size / 60) + " min";
    if (size < length * 0.995) return sign + (size / 3600).toFixed(size < 35820 ? 1 : 0) + hours;
    return sign + figure(size / length) + days;
  }

  Object.assign(map, { clean, escaped, measurer, wrapped, count, share, duration });
})(globalThis.processMap || (globalThis.processMap = {}));
