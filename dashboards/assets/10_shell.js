// The frame around every page: current place, theme, keys, search, and word of a newer generation.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  let pendingGo = 0;
  let toldLook = "";

  function go(href) {
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function element(tag, properties, children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") made.textContent = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children || []) if (child) made.append(child);
    return made;
  }

  function scheme() {
    const chosen = document.documentElement.dataset.theme;
    return chosen || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function showScheme() {
    const other = scheme() === "dark" ? "light" : "dark";
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.querySelector(".words").textContent = other === "dark" ? "Dark" : "Light";
      button.setAttribute("aria-label", "Change to " + other + " colours");
    }
    window.dispatchEvent(new CustomEvent("tracework:scheme", { detail: scheme() }));
    tellLook();
  }

  // What charts are drawn for: the theme, and whether the place is as narrow as a phone.
  function tellLook() {
    const look = { theme: scheme(), narrow: innerWidth < 900 };
    if (!window.dash_clientside.set_props) return;
    const told = JSON.stringify(look);
    if (told === toldLook) return;
    toldLook = told;
    window.dash_clientside.set_props("look", { data: look });
  }

  function switchScheme() {
    const next = scheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch (_refused) { /* holds for this visit only */ }
    showScheme();
  }

  // The page's own link; at the bottom of a phone, where it has none, that of the page which answers the same question.
  function markPlace(pathname) {
    const links = [...document.querySelectorAll("[data-place]")];
    const question = links.find((link) => link.dataset.place === pathname)?.dataset.question;
    const tabs = links.filter((link) => link.closest(".bottom-tabs"));
    const near = question && !tabs.some((link) => link.dataset.place === pathname) ? tabs.find((link) => link.dataset.question === question) : null;
    for (const link of links) {
      if (link.dataset.place === pathname) link.setAttribute("aria-current", "page");
      else if (link === near) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  // How much waits behind a link; nothing where nothing does.
  function markWaits(told) {
    for (const link of document.querySelectorAll("[data-place]")) {
      const place = link.querySelector(".waits");
      const number = told[link.dataset.place];
      if (place) place.textContent = number ? (number > 999 ? "999+" : String(number)) : "";
    }
  }

  function places() {
    const found = [];
    for (const link of document.querySelectorAll(".side a[data-place], .side a[data-process]")) {
      found.push({ words: (link.querySelector(".words") || link).textContent.trim(), kind: link.dataset.process ? "Process" : "Page", href: link.getAttribute("href") });
    }
    for (const link of document.querySelectorAll("#process-links a")) {
      found.push({ words: link.textContent.trim(), kind: "Process", href: link.getAttribute("href") });
    }
    return found;
  }

  function openPalette() {
    const dialog = byId("palette");
    const field = element("input", { type: "search", placeholder: "Search or jump to", "aria-label": "Search or jump to", autocomplete: "off" });
    const list = element("ul", { role: "list" });
    const all = places();
    const show = () => {
      const wanted = field.value.trim().toLowerCase();
      const hits = all.filter((place) => place.words.toLowerCase().includes(wanted)).slice(0, 30);
      list.replaceChildren(...hits.map((place, index) => element("li", {}, [
        element("a", { href: place.href, "aria-selected": index === 0 ? "true" : null, onclick: (event) => { event.preventDefault(); dialog.close(); go(place.href); } },
          [element("span", { text: place.words }), element("span", { class: "ink-3", text: place.kind })]),
      ])));
      if (!hits.length) list.replaceChildren(element("li", { class: "nothing", text: "Nothing is called that. Try a page or a process." }));
    };
    field.addEventListener("input", show);
    field.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      if (event.key === "Enter" && links.length) { event.preventDefault(); links[0].click(); }
      if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[0].focus(); }
    });
    list.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown") { event.preventDefault(); (links[at + 1] || links[0]).focus(); }
      if (event.key === "ArrowUp") { event.preventDefault(); (links[at - 1] || field).focus(); }
    });
    dialog.replaceChildren(field, list);
    show();
    dialog.showModal();
    field.focus();
  }

  function inText(target) {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "range");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || inText(event.target) || document.querySelector("dialog[open]")) return;
    const jump = Date.now() - pendingGo < 1500 ? document.querySelector(`.side [data-key="${CSS.escape(event.key)}"]`) : null;
    if (jump) { pendingGo = 0; event.preventDefault(); go(jump.getAttribute("href")); return; }
    pendingGo = 0;
    if (event.key === "g") pendingGo = Date.now();
    else if (event.key === "/") { event.preventDefault(); openPalette(); }
    else if (event.key === "?") { event.preventDefault(); byId("keys").showModal(); }
    else window.dispatchEvent(new CustomEvent("tracework:key", { detail: event }));
  });

  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target.closest("[data-theme-switch],[data-open],[data-close],[data-reload],dialog") : null;
    if (!hit) return;
    if (hit.matches("[data-theme-switch]")) switchScheme();
    else if (hit.matches("[data-reload]")) location.reload();
    else if (hit.matches("[data-close]")) hit.closest("dialog").close();
    else if (hit.matches("[data-open]")) { if (hit.dataset.open === "palette") openPalette(); else byId(hit.dataset.open).showModal(); }
    else if (hit === event.target && hit.matches("dialog")) hit.close();
  });

  // Links inside the app change the page without loading it again.
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const href = link && link.getAttribute("href");
    if (!href || link.target || link.hasAttribute("download") || !href.startsWith("/") || href.startsWith("/api/")) return;
    event.preventDefault();
    const within = link.closest("dialog[open]");
    if (within) within.close();
    go(href);
  });

  async function askGeneration() {
    const shown = byId("generation");
    if (!shown || document.hidden) return;
    try {
      const health = await (await fetch("/api/v1/health")).json();
      const word = byId("newer");
      if (word) word.hidden = health.generation === null || String(health.generation) === shown.dataset.generation;
    } catch (_gone) {
      // The server is away; the figures on the page stay right for their generation.
    }
  }

  // When a callback finds no server, or the server fails, one sentence says so; the figures stay.
  const plainFetch = window.fetch;
  window.fetch = async function (...given) {
    const address = String(given[0] && given[0].url ? given[0].url : given[0]);
    if (!address.includes("_dash-update-component")) return plainFetch.apply(window, given);
    try {
      const answer = await plainFetch.apply(window, given);
      tellTrouble(answer.status >= 500 ? "The server could not answer. The figures that are shown stay right for their generation." : "");
      return answer;
    } catch (error) {
      if (error.name !== "AbortError") tellTrouble("The server does not answer. The figures that are shown stay right for their generation.");
      throw error;
    }
  };

  function tellTrouble(words) {
    const place = byId("trouble");
    if (!place) return;
    place.hidden = !words;
    if (words) place.replaceChildren(element("span", { text: words }), element("button", { type: "button", class: "button", "data-reload": "", text: "Try again" }));
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showScheme);
  matchMedia("(max-width: 899px)").addEventListener("change", tellLook);
  setInterval(askGeneration, 20000);
  // A question in the middle of the page; it closes unless `send` gives back nothing.
  function dialog(title, fields, words, send) {
    const made = element("dialog", { "aria-label": title, onclose: () => made.remove() });
    const form = element("form", { class: "verdict-form", onsubmit: (event) => { event.preventDefault(); if (send(form)) made.close(); } }, [
      ...fields,
      element("div", { class: "verdict-end" }, [
        element("button", { type: "submit", class: "button main", text: words }),
        element("button", { type: "button", class: "button quiet", "data-close": "", text: "Cancel" }),
      ]),
    ]);
    made.append(element("div", { class: "dialog-head" }, [element("h2", { text: title })]), element("div", { class: "dialog-body" }, [form]));
    document.body.append(made);
    made.showModal();
    (form.querySelector("input, textarea") || form.querySelector("[type=submit]")).focus();
  }

  window.tracework = { element, go, scheme, dialog };
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    shell: {
      waits: (told) => { markWaits(told || {}); return window.dash_clientside.no_update; },
      place: (pathname) => { markPlace(pathname); showScheme(); return window.dash_clientside.no_update; },
    },
  });
})();
