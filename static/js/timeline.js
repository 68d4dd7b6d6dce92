// The timeline's page, made livelier: events open in place, the story goes on in place, filters leave addresses clean.
// Every state is an address, and everything here is also there without this script.
(() => {
  "use strict";
  const script = document.currentScript;
  const isEmbed = "embed" in script.dataset; // there nothing heavy is loaded before it is asked for
  const root = document.documentElement;
  root.classList.add("scripted");
  const byId = (id) => document.getElementById(id);
  const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // A part of the page at an address: its HTML, or the figure's data.
  const ask = async (address, part) => {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": part } });
    if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
    return part === "figure" ? answer.json() : answer.text();
  };
  const made = (html) => {
    const mould = document.createElement("template");
    mould.innerHTML = html;
    return mould.content.firstElementChild;
  };

  // An event is chosen: its evidence opens in its row, or beside it, and the row stays where the reader sees it.
  let asked = 0;
  const rowOf = (slug) => document.querySelector(`.row > a[data-slug="${CSS.escape(slug)}"]`)?.parentElement;

  async function choose(link, { push = true, from = null } = {}) {
    const address = new URL(link, location.href);
    const slug = address.searchParams.get("event");
    const turn = ++asked;
    let part;
    try {
      part = await ask(address.pathname + address.search, "evidence");
    } catch {
      location.assign(link); // the page itself says what is wrong
      return;
    }
    if (turn !== asked) return; // another was chosen meanwhile
    place(made(part), slug, from);
    if (push) history.pushState({ entente: true }, "", address.pathname + address.search);
  }

  function place(evidence, slug, from) {
    const row = rowOf(slug);
    const isBelowChart = document.querySelector(".charting") && !from?.closest(".row"); // a row of the chart's list opens in place
    const before = byId("evidence");
    const focused = before?.contains(document.activeElement) && document.activeElement.getAttribute("rel");
    const still = row && row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight ? row.firstElementChild : null;
    const top = still?.getBoundingClientRect().top;
    const scrolled = before?.scrollTop;
    let hold = isEmbed ? document.querySelector(".hold") : isBelowChart ? document.querySelector(".stage > .hold") : row?.querySelector(".hold");
    const old = before?.closest(".hold");
    if (!hold) {
      hold = document.createElement("div");
      hold.className = "hold";
      if (isBelowChart) document.querySelector(".drawing").after(hold);
      else if (row) row.append(hold);
      else byId("columns").prepend(hold);
    }
    if (old && old !== hold) old.remove();
    hold.replaceChildren(evidence);
    mark(slug);
    if (isBelowChart) scrollBy(0, Math.max(0, Math.min(evidence.getBoundingClientRect().top + 160 - innerHeight, 320)));
    else if (still) scrollBy(0, still.getBoundingClientRect().top - top);
    else if (row && !isEmbed && !isBelowChart && !matchMedia("(min-width: 64rem)").matches) row.scrollIntoView({ block: "start", behavior: "instant" });
    if (focused) (evidence.querySelector(`.steps [rel=${focused}]`) || evidence).focus({ preventScroll: true });
    else if (scrolled) evidence.scrollTop = 0;
  }

  function mark(slug) {
    for (const row of document.querySelectorAll(".row.chosen")) {
      row.classList.remove("chosen");
      row.firstElementChild.removeAttribute("aria-current");
    }
    const row = rowOf(slug);
    row?.classList.add("chosen");
    row?.firstElementChild.setAttribute("aria-current", "true");
    for (const one of document.querySelectorAll(".plate .mark")) one.classList.toggle("chosen", one.dataset.slug === slug);
    document.dispatchEvent(new CustomEvent("entente:chosen", { detail: slug }));
  }

  // A step of the story takes the place of the one before; the ribbon stays and shows where it lies.
  async function step(link) {
    const address = new URL(link, location.href);
    const turn = ++asked;
    let fresh;
    try {
      fresh = made(await ask(address.pathname + address.search, "story"));
    } catch {
      location.assign(link);
      return;
    }
    if (turn !== asked) return;
    const old = byId("story");
    const focused = old.contains(document.activeElement) && document.activeElement.getAttribute("rel");
    fresh.classList.add("is-new");
    old.replaceWith(fresh);
    mark(fresh.dataset.slug);
    (focused && fresh.querySelector(`[rel=${focused}]`) || fresh).focus({ preventScroll: true });
    history.pushState({ entente: true }, "", address.pathname + address.search);
  }

  const isPlain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".row > a[data-slug], .mark[data-slug], .spot[data-slug], .labels a[data-slug], .steps a[rel]");
    if (link && isPlain(event)) {
      const tell = byId("story") ? (link.closest("#story") ? step : null) : byId("evidence") ? choose : null;
      if (tell) {
        event.preventDefault();
        tell(link.getAttribute("href"), { from: link });
      }
    }
    for (const menu of document.querySelectorAll(".choice[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") document.querySelector(".leave")?.click();
    if (event.key === "Escape") for (const menu of document.querySelectorAll(".choice[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
    if (!["ArrowLeft", "ArrowRight"].includes(event.key) || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const step = document.querySelector(`.steps a[rel=${event.key === "ArrowLeft" ? "prev" : "next"}]`);
    if (step) { event.preventDefault(); step.click(); }
  });

  // Addresses hold no empty parameters, and no detail but another than the usual.
  const USUAL = "3";
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    for (const name of Object.keys(parameters)) if (parameters[name] === "" || (name === "detail" && parameters[name] === USUAL)) delete parameters[name];
  });

  // Where a part of the page is renewed, the focus stays on what had it, or goes to what stands in its place.
  function keepFocus() {
    const held = document.activeElement, results = byId("results");
    if (!held || !results?.contains(held)) return () => {};
    const pills = () => [...document.querySelectorAll(".pill")];
    const { slug } = held.dataset, address = held.getAttribute("href"), place = pills().indexOf(held), { id } = held;
    return () => {
      if (document.activeElement !== document.body) return;
      const links = [...document.querySelectorAll("#results a[href]:not(.ribbon a)")];
      const counts = document.querySelector(".counts");
      counts?.setAttribute("tabindex", "-1");
      const next = (id && byId(id)) || (slug && links.find((link) => link.dataset.slug === slug)) || (place < 0 && address && links.find((link) => link.getAttribute("href") === address))
        || (place >= 0 && pills()[Math.min(place, pills().length - 1)]) || counts;
      next?.focus({ preventScroll: true });
    };
  }
  let refocus = () => {};
  document.addEventListener("htmx:beforeSwap", () => { refocus = keepFocus(); });
  document.addEventListener("htmx:afterSettle", () => refocus());

  // Back and forward. htmx would load the whole page anew for what it has pushed; this hears of it first.
  addEventListener("popstate", async (event) => {
    if (!byId("results")) {
      if (!window.htmx) location.reload();
      return;
    }
    event.stopImmediatePropagation();
    if (!event.state) { // a jump within the page, which shows the same
      history.replaceState({ entente: true }, "");
      return;
    }
    document.dispatchEvent(new CustomEvent("entente:left"));
    // What was asked for before is too late by now; and so is this, if the reader goes on meanwhile.
    const turn = ++asked, address = location.pathname + location.search;
    const isLate = () => turn !== asked || address !== location.pathname + location.search;
    try {
      const fresh = made(await ask(address, "results"));
      if (isLate()) return;
      const back = keepFocus();
      byId("results").replaceWith(fresh);
      back();
      window.htmx?.process(fresh);
    } catch {
      if (!isLate()) location.reload();
      return;
    }
    const wanted = new URLSearchParams(location.search);
    for (const field of document.querySelectorAll(".filters [name]")) {
      if (field.type === "checkbox") field.checked = field.name === "disputed" ? wanted.has("disputed") : wanted.getAll(field.name).includes(field.value);
      else field.value = wanted.get(field.name) || (field.name === "detail" ? USUAL : "");
    }
    document.dispatchEvent(new CustomEvent("entente:renewed"));
  });
  // For the script of the ribbon.
  window.entente = { ask, made, byId, choose, keepFocus, isEmbed, isStill };
  if (!history.state) history.replaceState({ entente: true }, "");
})();
