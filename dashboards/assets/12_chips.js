// A chip's menu closes when one goes elsewhere, chooses, or presses Escape.
(function () {
  "use strict";
  const menus = () => document.querySelectorAll("details.chip[open]");
  document.addEventListener("click", (event) => {
    const inside = event.target instanceof Element ? event.target.closest("details.chip") : null;
    const chose = event.target instanceof Element && event.target.closest("details.chip a");
    for (const menu of menus()) if (menu !== inside || chose) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
