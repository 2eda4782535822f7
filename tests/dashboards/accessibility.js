// What the accessibility tests ask of a page: text too faint to read, controls without a name, controls the keyboard missed.
window.checks = (() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const APART = ".ag-theme-tracework, #map, [hidden], dialog:not([open])";

  function parsed(colour) {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  }

  function luminance(rgb) {
    const linear = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  /** The nearest ground that is painted. */
  function ground(element) {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, alpha } = parsed(getComputedStyle(at).backgroundColor);
      if (alpha > 0.99) return rgb;
    }
    return [255, 255, 255];
  }

  function ratio(element) {
    const [one, other] = [luminance(parsed(getComputedStyle(element).color).rgb), luminance(ground(element))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  function isShown(element) {
    const style = getComputedStyle(element);
    return element.getClientRects().length > 0 && style.visibility !== "hidden" && parsed(style.color).alpha > 0;
  }

  /** Texts with less than 4.5 against what they stand on, 3.0 where they are large. */
  function faint() {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const words = texts.currentNode.textContent.trim();
      const element = texts.currentNode.parentElement;
      if (!words || element.closest("svg, noscript, script, style, .unseen, [hidden], option, button:disabled") || !isShown(element)) continue;
      const style = getComputedStyle(element);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio(element) < (large ? 3 : 4.5)) found.push(`${ratio(element).toFixed(2)} ${words.slice(0, 40)}`);
    }
    return found;
  }

  function controls() {
    return [...document.querySelectorAll(CONTROLS)].filter((one) => !one.disabled && one.tabIndex >= 0 && isShown(one) && !one.closest(APART));
  }

  function nameless() {
    const labels = (one) => [...(one.labels || [])].map((each) => each.textContent).join("");
    const name = (one) => one.getAttribute("aria-label") || labels(one) || one.textContent || one.title || "";
    return controls().filter((one) => !name(one).trim()).map((one) => one.outerHTML.slice(0, 120));
  }

  /** Remembers that the focus was here; null where nothing has it, its mark-up where no ring shows it, else an empty text. */
  function visit() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    one.dataset.reached = "1";
    const own = one.closest("#map, .ag-theme-tracework") || one.classList.contains("unseen");
    return own || parseFloat(getComputedStyle(one).outlineWidth) >= 2 ? "" : one.outerHTML.slice(0, 160);
  }

  const unreached = () => controls().filter((one) => !one.dataset.reached).map((one) => one.outerHTML.slice(0, 160));
  return { faint, nameless, visit, unreached };
})();
