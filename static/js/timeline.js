// Plotly takes over the drawing that the server made, in the same place and with the same look.
(() => {
  "use strict";
  const script = document.currentScript;
  const isEmbed = "embed" in script.dataset; // there nothing heavy is loaded, and no wheel is taken, before it is asked for
  const narrow = () => matchMedia("(max-width: 43.99rem)").matches;
  const slow = () => {
    const line = navigator.connection || {};
    return narrow() || line.saveData || /(^|-)[23]g$/.test(line.effectiveType || "");
  };
  let loading = null;

  // Plotly writes its rules into the style sheet that bears this name; it makes none of its own, which the policy refuses.
  const addStyles = () => new Promise((resolve) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", id: "plotly.js-style-global", href: script.dataset.styles, onload: resolve, onerror: resolve });
    document.head.append(link);
  });

  function loadPlotly() {
    loading ||= addStyles().then(() => new Promise((resolve, reject) => {
      // The full bundle adds a style element for its maps, which the policy refuses and no timeline needs.
      const append = document.head.appendChild;
      document.head.appendChild = (node) => (node.tagName === "STYLE" ? node : append.call(document.head, node));
      const settle = (done) => { delete document.head.appendChild; done(); };
      const tag = document.createElement("script");
      tag.src = script.dataset.plotly;
      tag.onload = () => settle(() => resolve(window.Plotly));
      tag.onerror = () => settle(() => { loading = null; reject(new Error("plotly.js could not be loaded")); });
      document.head.append(tag);
    }));
    return loading;
  }

  function colours(element) {
    const style = getComputedStyle(element);
    const names = ["talks", "words", "office", "force", "ink", "soft", "line", "faint", "sheet"];
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  const plain = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  // Titles, years and grid lines are traces too: Plotly redraws shapes and annotations slowly, with each turn of the wheel.
  function frame(figure, tone, scale, font, serif) {
    const ticks = figure.panels.flatMap((panel) => panel.ticks);
    const lanes = figure.lanes.slice(1);
    const line = (color, dash, x, y) => ({ mode: "lines", hoverinfo: "skip", x, y, line: { color, width: 1, dash } });
    const notes = [
      ...figure.panels.flatMap((p) => [
        { x: p.left, y: 14, text: p.title, size: 13.5, color: tone.ink, weight: 700, family: serif },
        { x: p.left, y: 31, text: p.years, size: 11, color: tone.soft, weight: 400, family: font },
      ]),
      ...figure.lanes.map((lane) => ({ x: 8, y: lane.top + 13, text: lane.title, size: 10.5, color: tone.soft, weight: 600, family: font })),
    ];
    const years = ticks.map(([x, text]) => ({ x, y: figure.bottom + 16, text, size: 11, color: tone.soft, weight: 400, family: font }));
    const text = (rows, textposition) => ({
      mode: "text", hoverinfo: "skip", textposition, x: rows.map((r) => r.x), text: rows.map((r) => plain(r.text)),
      y: rows.map((r) => r.y - 0.35 * r.size),
      textfont: Object.fromEntries([["size", rows.map((r) => r.size * scale)], ...["color", "weight", "family"].map((name) => [name, rows.map((r) => r[name])])]),
    });
    return [
      line(tone.faint, "solid", ticks.flatMap(([x]) => [x, x, null]), ticks.flatMap(() => [figure.top, figure.bottom, null])),
      line(tone.line, "dot", lanes.flatMap(() => [0, figure.width, null]), lanes.flatMap((lane) => [lane.top, lane.top, null])),
      text(notes, "middle right"),
      text(years, "middle center"),
    ];
  }

  function traces(figure, tone, scale) {
    const hover = (mark) => (mark.count > 1 ? plain(mark.words) : `${plain(mark.title)}<br>${plain(mark.words)}`);
    const marker = (mark) => mark.planned ? tone.sheet : tone[mark.lane];
    const bars = figure.marks.filter((mark) => mark.bar);
    const dots = figure.marks.filter((mark) => !mark.bar);
    const found = [];
    for (const kind of ["talks", "words", "office", "force"]) {
      const hazy = dots.filter((mark) => mark.vague && mark.lane === kind);
      found.push({
        mode: "lines", hoverinfo: "skip", opacity: 0.28, line: { color: tone[kind], width: 9 * scale },
        x: hazy.flatMap((m) => [m.x - 10, m.x + 10, null]), y: hazy.flatMap((m) => [m.y, m.y, null]),
      }, ...[true, false].map((vague) => {
        const own = bars.filter((m) => m.lane === kind && m.vague === vague);
        return {
          mode: "lines", hoverinfo: "skip", opacity: vague ? 0.5 : 1, line: { color: tone[kind], width: 6 * scale },
          x: own.flatMap((m) => [m.x, m.x2, null]), y: own.flatMap((m) => [m.y + 7, m.y + 7, null]),
        };
      }));
    }
    const rings = dots.filter((mark) => mark.disputed);
    found.push({
      mode: "markers", hoverinfo: "skip", x: rings.map((m) => m.x), y: rings.map((m) => m.y),
      marker: { symbol: "circle-open-dot", size: 17 * scale, color: tone.ink, line: { width: 1.2 } },
    });
    const all = [...bars, ...dots];
    found.push({
      name: "events", mode: "markers", customdata: all.map((m) => [m.slug, m.id, m.link]), text: all.map(hover), hoverinfo: "text",
      x: all.map((m) => (m.bar ? (m.x + m.x2) / 2 : m.x)), y: all.map((m) => (m.bar ? m.y + 7 : m.y)),
      marker: {
        size: all.map((m) => (m.count > 1 ? 16 : m.bar ? 7 : 10) * scale), color: all.map(marker),
        opacity: all.map((m) => (m.vague && !m.planned && !m.bar ? 0.75 : 1)),
        line: { color: all.map((m) => tone[m.lane]), width: all.map((m) => (m.planned ? 2 : 0.5)) },
      },
    });
    const labelled = figure.marks.filter((mark) => mark.label && mark.count === 1);
    for (const anchor of ["start", "end"]) {
      const own = labelled.filter((mark) => mark.anchor === anchor);
      found.push({
        mode: "text", hoverinfo: "skip", text: own.map((m) => plain(m.label)), cliponaxis: true,
        x: own.map((m) => m.labelX), y: own.map((m) => (m.above ? m.y - 13 : m.bar ? m.y - 4 : m.y)),
        textposition: anchor === "start" ? "middle right" : "middle left",
        textfont: { size: 11 * scale, color: tone.ink },
      });
    }
    const counted = figure.marks.filter((mark) => mark.count > 1);
    found.push({ mode: "text", hoverinfo: "skip", x: counted.map((m) => m.x), y: counted.map((m) => m.y), text: counted.map((m) => String(m.count)), textfont: { size: 9 * scale, color: tone.sheet } });
    return found;
  }

  function layout(figure, tone, scale, font) {
    const box = (panel) => ({
      type: "rect", layer: "below", xref: "x", yref: "y", x0: panel.left, x1: panel.right, y0: figure.top, y1: figure.bottom,
      line: { color: tone.line, width: 1 }, fillcolor: tone.sheet,
    });
    return {
      width: figure.width * scale, height: figure.height * scale, margin: { l: 0, r: 0, t: 0, b: 0 }, font: { family: font },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", dragmode: "pan", hovermode: "closest", hoverdistance: 12,
      xaxis: { range: [0, figure.width], minallowed: -20, maxallowed: figure.width + 20, showgrid: false, zeroline: false, showticklabels: false, fixedrange: false },
      yaxis: { range: [figure.height, 0], fixedrange: true, showgrid: false, zeroline: false, showticklabels: false },
      shapes: figure.panels.map(box),
      modebar: { orientation: "h", bgcolor: "rgba(0,0,0,0)", color: tone.soft, activecolor: tone.ink },
      hoverlabel: { bgcolor: tone.sheet, bordercolor: tone.line, font: { color: tone.ink, size: 13 } },
    };
  }

  const config = {
    scrollZoom: !isEmbed, displaylogo: false, showSendToCloud: false, responsive: false, doubleClick: "reset",
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "toImage", "zoom2d", "pan2d"], showTips: false,
  };

  function nameMarks(live, chart) {
    const events = live.data.findIndex((trace) => trace.name === "events");
    const drawn = live.querySelectorAll(".scatterlayer .trace");
    const points = [...drawn].filter((trace) => trace.__data__?.[0]?.trace?.index === events);
    points.forEach((trace) => trace.querySelectorAll("path.point").forEach((path) => {
      const row = path.__data__;
      const data = row && live.data[events].customdata[row.i];
      if (!data?.[1]) return;
      path.setAttribute("data-event-id", data[1]);
      path.setAttribute("data-slug", data[0]);
    }));
    chart.querySelectorAll(".plate [data-event-id]").forEach((mark) => mark.removeAttribute("data-event-id"));
  }

  // Plotly draws everything anew 50 ms after each turn of the wheel, which for a crowd takes longer than a frame. It can wait
  // until the wheel rests: until then the drawing is only stretched. The delay has no setting, so its timer is prolonged.
  function redrawWhenAtRest(live) {
    live.addEventListener("wheel", () => {
      const own = window.setTimeout;
      window.setTimeout = (run, delay, ...rest) => own(run, delay === 50 ? 250 : delay, ...rest);
      own(() => { window.setTimeout = own; }, 0);
    }, { capture: true, passive: true });
  }

  function open(slug) {
    const link = document.querySelector(`.rail a[data-slug="${CSS.escape(slug)}"]`);
    if (link) link.click();
  }

  async function takeOver() {
    const chart = document.getElementById("timeline-chart");
    const island = document.getElementById("timeline-figure");
    if (!chart || !island || chart.dataset.busy) return;
    chart.dataset.busy = "true";
    if (narrow()) chart.classList.add("is-open");
    const Plotly = await loadPlotly();
    if (!chart.isConnected) return;
    const figure = JSON.parse(island.textContent);
    const plate = chart.querySelector(".plate");
    const scale = plate.getBoundingClientRect().width / figure.width;
    const live = document.createElement("div");
    live.className = "live";
    live.setAttribute("aria-hidden", "true");
    chart.append(live);
    const tone = colours(chart);
    const font = getComputedStyle(document.body).fontFamily;
    const serif = getComputedStyle(document.querySelector("h1")).fontFamily;
    const drawn = [...frame(figure, tone, scale, font, serif), ...traces(figure, tone, scale)];
    await Plotly.newPlot(live, drawn.map((trace) => ({ type: "scatter", showlegend: false, ...trace })), layout(figure, tone, scale, font), config);
    live.querySelectorAll("a, button, [tabindex]").forEach((control) => control.setAttribute("tabindex", "-1"));
    live.on("plotly_click", (event) => {
      const point = event.points.find((p) => p.customdata);
      if (!point) return;
      const [slug, , link] = point.customdata;
      if (link) location.assign(link);
      else open(slug);
    });
    redrawWhenAtRest(live);
    live.on("plotly_afterplot", () => nameMarks(live, chart));
    nameMarks(live, chart);
    chart.dataset.ready = "true";
  }

  function prepare() {
    const chart = document.getElementById("timeline-chart");
    if (!chart || chart.dataset.busy) return;
    if (!slow() && !isEmbed) {
      const idle = window.requestIdleCallback || ((run) => setTimeout(run, 200));
      idle(takeOver, { timeout: 3000 });
      return;
    }
    const place = chart.closest(".drawing");
    for (const kind of ["pointerdown", "touchstart", "focusin", ...(isEmbed ? [] : ["wheel"])]) place.addEventListener(kind, takeOver, { once: true, passive: true });
  }

  document.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const step = document.querySelector(`.evidence .around a[rel=${event.key === "ArrowLeft" ? "prev" : "next"}]`);
    if (step) { event.preventDefault(); step.click(); }
  });

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".plate .mark");
    if (mark && !event.ctrlKey && !event.metaKey && document.querySelector(`.rail a[data-slug="${CSS.escape(mark.dataset.slug)}"]`)) {
      event.preventDefault();
      open(mark.dataset.slug);
    }
    document.querySelectorAll(".choice[open]").forEach((choice) => { if (!choice.contains(event.target)) choice.open = false; });
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id === "evidence" || event.detail.elt?.id === "evidence") {
      const panel = document.getElementById("evidence");
      const slug = new URLSearchParams(location.search).get("event");
      document.querySelectorAll(".rail li.chosen").forEach((row) => row.classList.remove("chosen"));
      document.querySelector(`.rail a[data-slug="${CSS.escape(slug || "")}"]`)?.closest("li").classList.add("chosen");
      if (panel && !matchMedia("(min-width: 70rem)").matches) panel.scrollIntoView({ block: "start" });
    }
    prepare();
  });

  if (document.readyState === "complete") prepare();
  else addEventListener("load", prepare);
  addEventListener("popstate", () => setTimeout(prepare, 0));
})();
