// Plotly takes over the ribbon of a timeline, and the list follows its window of time.
(() => {
  "use strict";
  const script = document.currentScript;
  const root = document.documentElement;
  const { ask, made, byId, choose, keepFocus, isEmbed, isStill } = window.entente;

  // Plotly takes over the ribbon in place. It has finished coordinates, and colours by name; the page's own style names these.
  let loading = null;
  const isNarrow = () => matchMedia("(max-width: 43.99rem)").matches;
  const isSlow = () => {
    const line = navigator.connection || {};
    return isNarrow() || line.saveData || /(^|-)[23]g$/.test(line.effectiveType || "");
  };
  const added = (name, parts) => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement(name), parts, { onload: resolve, onerror: reject }));
  });

  function loadPlotly() {
    // Its own settings: it writes its rules into the style sheet of this id, and leaves out a style element that is there.
    if (script.dataset.guard) document.head.append(Object.assign(document.createElement("meta"), { id: script.dataset.guard }));
    loading ||= added("link", { rel: "stylesheet", id: "plotly.js-style-global", href: script.dataset.styles })
      .then(() => added("script", { src: script.dataset.plotly }))
      .then(() => window.Plotly, (error) => { loading = null; throw error; });
    return loading;
  }

  function tones(element, hues) {
    // Asked of an element, so that the system's colours come as numbers too.
    const probe = element.appendChild(document.createElement("span"));
    const style = getComputedStyle(probe);
    const names = ["talks", "words", "office", "force", "ink", "soft", "line", "faint", "paper", ...hues];
    const found = Object.fromEntries(names.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, style.color];
    }));
    probe.remove();
    return found;
  }

  // Chapters with a colour of their own; embeds keep the colours that they were given.
  const coloured = (figure) => (isEmbed ? [] : figure.bands.filter(([, , hue]) => hue));

  function traces(figure, tone, chosen) {
    const lines = (drawn, color, width, opacity) => ({ mode: "lines", hoverinfo: "skip", opacity, line: { color, width }, x: drawn.x, y: drawn.y });
    const { events, rings, faded } = figure;
    const at = events.slugs.indexOf(chosen);
    const paint = (own, n) => (own.hollow[n] ? tone.paper : tone[own.tones[n]]);
    return [
      { mode: "markers", hoverinfo: "skip", x: faded.x, y: faded.y, opacity: 0.22, marker: { size: faded.sizes, color: faded.tones.map((name) => tone[name]) } },
      ...Object.entries(figure.faded_bars).map(([name, drawn]) => lines(drawn, tone[name], 5, 0.22)),
      lines(figure.joins, tone.soft, 1, 0.45),
      ...Object.entries(figure.hazes).map(([name, drawn]) => lines(drawn, tone[name], 7, 0.38)),
      ...Object.entries(figure.bars).map(([name, drawn]) => lines(drawn, tone[name], 5, 1)),
      { name: "rings", mode: "markers", hoverinfo: "skip", x: rings.x, y: rings.y, marker: { symbol: "circle-open", size: rings.sizes.map((size) => size + 6), color: tone.ink, line: { width: 1.2 } } },
      {
        name: "events", mode: "markers", hoverinfo: "none", x: events.x, y: events.y,
        marker: {
          size: events.sizes, color: events.x.map((_, n) => paint(events, n)), opacity: events.lines.map((isLine) => (isLine ? 0.01 : 1)),
          line: { color: events.x.map((_, n) => (events.hollow[n] ? tone[events.tones[n]] : tone.paper)), width: events.hollow.map((hollow) => (hollow ? 2 : 0.8)) },
        },
      },
      {
        name: "chosen", mode: "markers", hoverinfo: "skip", x: at < 0 ? [] : [events.x[at]], y: at < 0 ? [] : [events.y[at]],
        marker: { symbol: "circle-open", size: at < 0 ? 8 : events.sizes[at] + 3, color: tone.ink, line: { width: 2.6 } },
      },
    ].map((trace) => ({ type: "scatter", showlegend: false, ...trace }));
  }

  function frame(figure, tone, chart, top) {
    const style = getComputedStyle(chart);
    const told = figure.ticks.values.map((_, n) => n).filter((n) => figure.ticks.major[n] || !isNarrow());
    const dates = root.lang === "en" ? {} : { tickformatstops: [
      { dtickrange: [null, 86400000 * 28], value: "%-m.%-d" }, { dtickrange: [86400000 * 28, "M11"], value: "%Y.%-m" }, { dtickrange: ["M12", null], value: "%Y" }] };
    return {
      height: chart.clientHeight, width: chart.clientWidth, margin: { l: 0, r: 0, t: top, b: 0 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: style.fontFamily, size: 12, color: tone.soft },
      dragmode: matchMedia("(pointer: coarse)").matches ? false : "pan", hovermode: "closest", hoverdistance: 14,
      xaxis: {
        type: "date", range: [...figure.range], side: "top", showgrid: true, gridcolor: tone.line, zeroline: false, ticks: "", ticklabelstandoff: 0, automargin: false,
        tickmode: "array", tickvals: told.map((n) => figure.ticks.values[n]), ticktext: told.map((n) => figure.ticks.texts[n]), nticks: isNarrow() ? 5 : 12, tickangle: 0, ...dates,
      },
      yaxis: { range: [figure.height, 0], fixedrange: true, showgrid: false, zeroline: false, showticklabels: false },
      shapes: figure.rules.map((y) => ({ type: "line", xref: "paper", x0: 0, x1: 1, y0: y, y1: y, line: { width: 1, color: tone.line } })).concat(figure.bands.map(([x0, x1], n) => ({ type: "rect", layer: "below", x0, x1, y0: 0, y1: figure.height, line: { width: 0 }, fillcolor: tone.faint, opacity: n % 2 ? 1 : 0.62 }))).concat(coloured(figure).map(([x0, x1, hue]) => ({ type: "rect", layer: "below", x0, x1, y0: 0, y1: 3, line: { width: 0 }, fillcolor: tone[`hue-${hue}`] }))),
      annotations: figure.lanes.filter((lane) => lane.title).map((lane) => ({ xref: "paper", x: 0, xanchor: "left", y: lane.y, yanchor: "middle", text: escaped(lane.title), showarrow: false, borderpad: 0 })),
      modebar: { remove: ["zoom", "pan", "select", "lasso", "zoomIn", "zoomOut", "autoScale", "resetScale", "toImage"] },
    };
  }
  const escaped = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const settings = { displayModeBar: false, displaylogo: false, scrollZoom: false, responsive: false, doubleClick: false, showTips: false, showAxisDragHandles: false };

  let ribbon = null; // the live one: { chart, live, figure, Plotly }
  const here = () => location.pathname + location.search;

  async function takeOver() {
    const chart = byId("timeline-chart");
    if (!chart || chart.dataset.busy) return;
    chart.dataset.busy = "true";
    let Plotly, figure;
    try {
      [Plotly, figure] = await Promise.all([loadPlotly(), ask(here(), "figure")]);
    } catch {
      delete chart.dataset.busy; // the drawing of the server stays
      return;
    }
    if (!chart.isConnected) return;
    const live = document.createElement("div");
    live.className = "live";
    live.setAttribute("aria-hidden", "true");
    chart.append(live);
    ribbon = { chart, live, figure, Plotly };
    await draw();
    live.on("plotly_afterplot", nameMarks);
    live.on("plotly_hover", point);
    live.on("plotly_unhover", unpoint);
    live.on("plotly_click", ({ points, event }) => {
      const link = linkOf(points[0]);
      if (!link) return;
      if (event.ctrlKey || event.metaKey) open(link, "_blank", "noopener");
      else if (ribbon.figure.events.counts[points[0].pointNumber] > 1) location.assign(link);
      else choose(link);
    });
    live.on("plotly_relayouting", moved);
    live.on("plotly_relayout", (change) => { if (Object.keys(change).some((key) => key.startsWith("xaxis.range"))) moved(change); });
    live.on("plotly_doubleclick", () => setRange(ribbon.figure.limits));
    controls(chart);
    nameMarks();
    chart.dataset.ready = "true";
  }

  async function draw() {
    const { chart, live, figure, Plotly } = ribbon;
    const tone = tones(chart, coloured(figure).map(([, , hue]) => `hue-${hue}`));
    const top = chart.querySelector(".years").getBoundingClientRect().height;
    window.entente.letter?.(ribbon, figure.range, chosenSlug());
    await Plotly.react(live, traces(figure, tone, chosenSlug()), frame(figure, tone, chart, top), settings);
    for (const control of live.querySelectorAll("a, button, [tabindex]")) control.setAttribute("tabindex", "-1");
  }
  const chosenSlug = () => byId("story")?.dataset.slug || document.querySelector(".row.chosen > a")?.dataset.slug || new URLSearchParams(location.search).get("event") || "";
  const linkOf = (point) => (point?.data.name === "events" ? ribbon.figure.events.links[point.pointNumber] : "");

  function nameMarks() {
    const { chart, live, figure } = ribbon;
    for (const trace of live.querySelectorAll(".scatterlayer .trace")) {
      const { name } = trace.__data__?.[0]?.trace || {};
      if (name === "rings") for (const path of trace.querySelectorAll("path.point")) path.style.strokeDasharray = "2.4 2";
      if (name !== "events") continue;
      for (const path of trace.querySelectorAll("path.point")) {
        const n = path.__data__?.i;
        if (n === undefined || figure.events.counts[n] > 1) continue;
        path.setAttribute("data-event-id", figure.events.ids[n]);
        path.setAttribute("data-slug", figure.events.slugs[n]);
      }
    }
    for (const mark of chart.querySelectorAll(".plate [data-event-id]")) mark.removeAttribute("data-event-id");
  }

  // What the pointer is near has a link under it, with its whole title. The left button is Plotly's, which drags as well as
  // clicks; the others find the link.
  function point({ points }) {
    const found = points.find((one) => one.data.name === "events");
    if (!found) return;
    const { chart, figure } = ribbon;
    const { events } = figure;
    const n = found.pointNumber;
    const x = found.xaxis.l2p(found.xaxis.d2c ? found.xaxis.d2c(events.x[n]) : events.x[n]) + found.xaxis._offset;
    const y = found.yaxis.l2p(events.y[n]) + found.yaxis._offset;
    unpoint();
    const spot = Object.assign(document.createElement("a"), { className: "spot", href: events.links[n], tabIndex: -1 });
    if (isEmbed) spot.target = "_self";
    if (events.counts[n] === 1) spot.dataset.slug = events.slugs[n];
    const tip = Object.assign(document.createElement("div"), { className: "tip" });
    tip.append(Object.assign(document.createElement("b"), { textContent: events.counts[n] > 1 ? events.counts[n] : events.words[n] }), events.titles[n]);
    Object.assign(spot.style, { left: `${x}px`, top: `${y}px` });
    chart.append(spot, tip);
    const left = Math.min(Math.max(x - tip.offsetWidth / 2, 0), chart.clientWidth - tip.offsetWidth);
    Object.assign(tip.style, { left: `${left}px`, top: `${y + 14}px` });
  }
  window.entente.shift = (part) => shift(part);
  function unpoint() { for (const one of document.querySelectorAll(".spot, .tip")) one.remove(); }

  // Moving: the window goes with the hand; at rest the address names it, and the list is cut anew for it.
  const DAY = 86400000;
  const time = (value) => (typeof value === "number" ? value : Date.parse(`${value.replace(" ", "T")}${/[TZ]| /.test(value) ? "Z" : "T00:00Z"}`));
  const range = () => ribbon.live.layout.xaxis.range.map(time);
  let pending = null, wanted = null, resting = 0, began = null, told = 0;

  // Zoomed out it is the whole; moved, its ends may come as far as the middle.
  function clamped([first, last]) {
    const [least, most] = ribbon.figure.limits;
    const span = Math.max(last - first, 3 * DAY);
    if (span > (most - least) * 1.001) return [least, most];
    // Addresses hold whole days: zoomed in and out again it is a little off, and still the whole.
    if (Math.max(Math.abs(first - least), Math.abs(last - most)) < (most - least) * 0.002) return [least, most];
    const begin = Math.min(Math.max((first + last - span) / 2, least - span / 2), most - span / 2);
    return [begin, begin + span];
  }

  function setRange(next) {
    wanted = clamped(next);
    pending ||= requestAnimationFrame(() => {
      pending = null;
      ribbon.Plotly.relayout(ribbon.live, { "xaxis.range": wanted.slice() });
    });
  }

  const zoom = (factor, part = 0.5) => {
    const [first, last] = wanted || range();
    const at = first + (last - first) * part;
    setRange([at - (at - first) * factor, at + (last - at) * factor]);
  };
  const shift = (part) => {
    const [first, last] = wanted || range();
    setRange([first + (last - first) * part, last + (last - first) * part]);
  };

  function moved(change = {}) {
    unpoint();
    const ends = [0, 1].map((n) => change[`xaxis.range[${n}]`]);
    const now = ends.includes(undefined) ? range() : ends.map(time);
    window.entente.letter?.(ribbon, now, chosenSlug());
    const stage = ribbon.chart.closest(".stage");
    if (!began) {
      began = here();
      stage.classList.add("moving");
      ribbon.Plotly.relayout(ribbon.live, { "xaxis.tickmode": "auto" });
    }
    clearTimeout(resting);
    resting = setTimeout(rest, 320);
    if (performance.now() - told < 400) return; // browsers refuse more than about three changes a second
    told = performance.now();
    history.replaceState(history.state, "", named(now));
  }

  const day = (ms) => new Date(ms).toISOString().slice(0, 10);

  // The address of a window of time, with all else as it is.
  function named(ends) {
    const [first, last] = clamped(ends), [least, most] = ribbon.figure.limits;
    const address = new URL(location.href);
    for (const name of ["from", "to", "chapter", "page", "list"]) address.searchParams.delete(name);
    if (Math.abs(first - least) > DAY || Math.abs(last - most) > DAY) {
      address.searchParams.set("from", day(first));
      address.searchParams.set("to", day(last - 1));
    }
    return address.pathname + address.search;
  }

  async function rest() {
    const from = began, next = named(range());
    began = wanted = null;
    ribbon.chart.closest(".stage").classList.remove("moving");
    history.replaceState(history.state, "", from); // where Back leads
    if (next === from) return void draw();
    history.pushState({ entente: true }, "", next);
    const address = new URL(location.href);
    for (const name of ["from", "to"]) for (const field of document.querySelectorAll(`.filters [name=${name}]`)) field.value = address.searchParams.get(name) || "";
    document.querySelector(".filters [name=chapter]")?.remove();
    try {
      const [part, figure] = await Promise.all([ask(next, "results"), ask(next, "figure")]);
      if (began || here() !== next) return; // it moves again
      const fresh = made(part), back = keepFocus();
      // Of a stretch without events the answer has words in the place of the list, which comes back when moving on.
      for (const name of [".facts", ".stage > .hold", ":is(#columns, .empty)", ".window"]) {
        const old = document.querySelector(`#results ${name}`), renewed = fresh.querySelector(name);
        if (old && renewed) old.replaceWith(renewed);
        else if (renewed && name === ".window") ribbon.chart.parentElement.append(renewed);
        else if (renewed && name === ".stage > .hold") ribbon.chart.parentElement.after(renewed);
        else old?.remove();
        if (renewed && window.htmx) window.htmx.process(renewed);
      }
      back();
      ribbon.figure = figure;
      await draw();
    } catch { /* the list stays as it was, and the address says what was asked for */ }
  }

  function controls(chart) {
    const group = chart.parentElement.querySelector(".zoom");
    if (group) group.hidden = false;
    group?.addEventListener("click", (event) => {
      const what = event.target.dataset.zoom;
      if (what === "in") zoom(0.5);
      if (what === "out") zoom(2);
      if (what !== "brush") return;
      const isOn = event.target.getAttribute("aria-pressed") !== "true";
      event.target.setAttribute("aria-pressed", isOn);
      ribbon.Plotly.relayout(ribbon.live, { dragmode: isOn ? "zoom" : "pan" });
    });
    chart.addEventListener("pointerdown", (event) => {
      const spot = chart.querySelector(".spot");
      if (spot && event.pointerType === "mouse") spot.classList.toggle("open", event.button !== 0);
      if (spot && event.button === 1) {
        event.preventDefault();
        open(spot.href, "_blank", "noopener");
      }
    }, { capture: true });
    chart.tabIndex = 0;
    chart.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = { "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), ArrowLeft: () => shift(-0.2), ArrowRight: () => shift(0.2), 0: () => setRange(ribbon.figure.limits) }[event.key];
      if (!act || event.target !== chart) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    // The bare wheel and one finger scroll the page.
    chart.addEventListener("wheel", (event) => {
      const box = chart.getBoundingClientRect();
      const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (event.ctrlKey || event.metaKey) zoom(Math.exp(Math.max(Math.min(event.deltaY, 200), -200) / 300), (event.clientX - box.left) / box.width);
      else if (isSideways) shift(event.deltaX / box.width);
      else return;
      event.preventDefault();
    }, { passive: false, capture: true });
    fingers(chart);
  }

  function fingers(chart) {
    let last = null;
    // Plotly would take every finger for a hand that drags. It still hears of taps, as of clicks.
    chart.addEventListener("touchstart", (event) => event.stopPropagation(), { passive: true, capture: true });
    const seen = ({ touches: [one, two] }) => ({ x: (one.clientX + two.clientX) / 2, apart: Math.max(Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY), 10) });
    chart.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2) { last = null; return; }
      event.preventDefault();
      event.stopPropagation();
      const now = seen(event), box = chart.getBoundingClientRect();
      if (last) {
        zoom(last.apart / now.apart, (now.x - box.left) / box.width);
        shift((last.x - now.x) / box.width);
      }
      last = now;
    }, { passive: false, capture: true });
    chart.addEventListener("touchend", () => { last = null; }, { passive: true });
  }

  // On a phone the ribbon stays in sight: it marks the stretch that is read, and the chip of that stretch.
  let reading = null;
  function follow() {
    reading?.disconnect();
    const plate = document.querySelector(".plate"), stretches = [...document.querySelectorAll(".stretch[data-at]")];
    if (!plate || !isNarrow() || isEmbed || plate.closest(".charting") || stretches.length < 2) return;
    const here = document.createElementNS(plate.namespaceURI, "rect");
    here.setAttribute("class", "here");
    here.setAttribute("height", "100%");
    plate.querySelector(".here")?.remove();
    plate.append(here);
    reading = new IntersectionObserver(() => {
      const now = stretches.findLast((one) => one.getBoundingClientRect().top < 180) || stretches[0];
      const [left, width] = now.dataset.at.split(" ");
      here.setAttribute("x", `${left}%`);
      here.setAttribute("width", `${Math.max(width, 1.5)}%`);
      for (const chip of document.querySelectorAll(".chips a")) {
        const isHere = chip.hash === `#${now.id}`;
        if (isHere === chip.hasAttribute("aria-current")) continue;
        chip.toggleAttribute("aria-current", isHere);
        if (isHere) chip.parentElement.scrollTo({ left: chip.offsetLeft - 24, behavior: isStill() ? "instant" : "smooth" });
      }
    }, { rootMargin: "-180px 0px 0px 0px", threshold: [0, 0.05, 0.2, 0.5, 0.8, 1] });
    for (const one of stretches) reading.observe(one);
  }

  function prepare() {
    follow();
    const chart = byId("timeline-chart");
    if (!chart || chart.dataset.busy) return;
    // Whoever asks for the chart wants to move it; the ribbon of a slow phone waits for a touch.
    if ((!isSlow() || chart.closest(".charting")) && !isEmbed) {
      (window.requestIdleCallback || ((run) => setTimeout(run, 200)))(takeOver, { timeout: 3000 });
      return;
    }
    for (const kind of ["pointerdown", "touchstart", "focusin"]) chart.addEventListener(kind, takeOver, { once: true, passive: true });
  }

  document.addEventListener("entente:chosen", () => { if (ribbon?.chart.isConnected && !began) draw(); });
  document.addEventListener("htmx:afterSettle", prepare);
  let sized = 0;
  addEventListener("resize", () => {
    clearTimeout(sized);
    sized = setTimeout(() => { if (ribbon?.chart.isConnected) draw(); }, 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (ribbon?.chart.isConnected) draw(); });

  if (document.readyState === "complete") prepare();
  else addEventListener("load", prepare);
  document.addEventListener("entente:left", () => {
    clearTimeout(resting);
    began = wanted = null;
  });
  document.addEventListener("entente:renewed", prepare);
})();
