// Drawings that the server made as SVG text are put into the page here: what scripts they held would not run.
(function () {
  "use strict";
  function draw(place) {
    const text = place.dataset.svg;
    if (place.drawnAs === text) return;
    place.drawnAs = text;
    const read = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (read.nodeName === "svg") place.replaceChildren(document.importNode(read, true));
  }
  const drawAll = () => document.querySelectorAll("[data-svg]").forEach(draw);
  new MutationObserver(drawAll).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-svg"] });
  drawAll();
})();
