// Figures as people read them, the same words as the server's: counts, shares, durations, moments.
(function () {
  "use strict";

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const count = (number) => Math.round(number).toLocaleString("en-US");
  const many = (number, one, several) => `${count(number)} ${number === 1 ? one : several || one + "s"}`;
  const trim = (amount) => (amount >= 99.95 ? count(amount) : amount.toFixed(1).replace(/\.0$/, ""));

  function share(part) {
    if (part === 0 || part === 1) return `${part * 100}%`;
    const percent = part * 100;
    if (percent < 0.1) return "< 0.1%";
    if (percent > 99.9) return "> 99.9%";
    return percent < 10 || percent > 90 ? `${percent.toFixed(1)}%` : `${percent.toFixed(0)}%`;
  }

  function listed(names, most) {
    const some = names.slice(0, most).join(", ");
    return names.length > most ? `${some} and ${names.length - most} more` : some;
  }

  function duration(seconds, business, short) {
    if (seconds === null || seconds === undefined) return "–";
    const day = business ? 28800 : 86400;
    if (seconds >= day) {
      const amount = trim(seconds / day);
      return short ? `${amount} ${business ? "bd" : "d"}` : `${amount} ${business ? "business " : ""}day${amount === "1" ? "" : "s"}`;
    }
    if (seconds >= 3600) return `${trim(seconds / 3600)} ${business ? (short ? "bh" : "business h") : "h"}`;
    if (seconds >= 60) return `${trim(seconds / 60)} min`;
    return seconds ? `${trim(seconds)} s` : short ? "0" : "no time";
  }

  function moment(microseconds) {
    const at = new Date(microseconds / 1000);
    if (Number.isNaN(at.getTime())) return "–";
    const two = (number) => String(number).padStart(2, "0");
    return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())} UTC`;
  }

  Object.assign(window.tracework, { words: { count, many, share, listed, duration, moment } });
})();
