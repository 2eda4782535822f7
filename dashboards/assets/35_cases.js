// The table of cases: it fetches its rows from the API as the reader scrolls, in the order of its headers.
(function () {
  "use strict";
  const { duration, moment } = window.tracework.words;
  const SORTS = { case: "case", started: "start", ended: "end", took: "duration", business: "business", steps: "steps", variant: "variant" };
  const CHECKS = [50, 150, 400, 1000];
  const fed = new WeakMap(); // which question a table was given

  function sortOf(model) {
    if (!model.length) return "-duration";
    const [{ colId, sort }] = model;
    return (sort === "desc" ? "-" : "") + (SORTS[colId] || `case.${colId.replace(/^attribute /, "")}`);
  }

  function rowOf(row) {
    const view = new URLSearchParams(location.search);
    view.set("case", row.id);
    const shown = {
      case: row.id, href: `/process?${view}`, took: duration(row.duration_s, false, true), business: duration(row.business_s, true, true),
      steps: row.steps, started: moment(row.start_us), ended: moment(row.end_us), variant: row.variant,
    };
    for (const [name, value] of Object.entries(row.attributes)) shown[`attribute ${name}`] = String(value);
    return shown;
  }

  async function page(asked, params) {
    const query = new URLSearchParams({ where: asked.where, sort: sortOf(params.sortModel), offset: params.startRow, limit: params.endRow - params.startRow });
    const answer = await fetch(`/api/v1/processes/${encodeURIComponent(asked.process)}/cases?${query}`);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail);
    return told;
  }

  function source(asked) {
    return {
      getRows: (params) => page(asked, params).then(
        (found) => params.successCallback(found.page.map(rowOf), found.cases),
        () => params.failCallback(),
      ),
    };
  }

  function feed(room) {
    const asked = { process: room.dataset.process, where: room.dataset.where };
    const table = room.querySelector(".ag-theme-tracework");
    if (!table || fed.get(table) === JSON.stringify(asked)) return;
    fed.set(table, JSON.stringify(asked));
    window.dash_ag_grid.getApiAsync(table.id).then((api) => give(api, source(asked), CHECKS));
  }

  /** The table's own start may put its source in place of ours, so it is looked after for a moment. */
  function give(api, rows, checks) {
    if (api.isDestroyed()) return;
    if (api.getGridOption("datasource") !== rows) api.setGridOption("datasource", rows);
    if (checks.length) setTimeout(() => give(api, rows, checks.slice(1)), checks[0]);
  }

  new MutationObserver(() => {
    for (const room of document.querySelectorAll(".cases-room")) feed(room);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-where"] });

  // Enter on a row of the cases opens its case.
  document.addEventListener("keydown", (event) => {
    const cell = event.key === "Enter" && event.target instanceof Element ? event.target.closest(".ag-cell") : null;
    const row = cell && cell.closest("[row-index]");
    const link = row && document.querySelector(`.ag-theme-tracework [row-index="${row.getAttribute("row-index")}"] a`);
    if (link) link.click();
  });

  window.dashAgGridComponentFunctions = Object.assign({}, window.dashAgGridComponentFunctions, {
    CaseLink: (props) => props.data
      ? window.React.createElement("a", { href: props.data.href, "data-view": "", tabIndex: -1, title: props.value }, props.value)
      : window.React.createElement("span", { className: "ink-3" }, "…"),
  });
  // Arrow keys move inside the table; Tab leaves it, or a reader would have to pass every case.
  window.dashAgGridFunctions = Object.assign({}, window.dashAgGridFunctions, { leaveTable: () => false });
})();
