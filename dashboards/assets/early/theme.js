// Sets the theme the reader chose before the first paint; without a choice the system's preference holds.
(function () {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (_refused) {
    // Storage may be forbidden; then the system's preference holds.
  }
})();
