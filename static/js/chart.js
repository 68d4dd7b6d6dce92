// The chart: titles beside its marks, as many as have room to stand whole, the best supported first, and more as one zooms in.
// Each is a link; a hand that drags one drags the chart.
(() => {
  "use strict";
  const BESIDE = 5, GAP = 2, PADDING = 4, HEIGHT = 24; // CSS pixels, as in timeline/reading/chart.py and the style sheet
  const pen = document.createElement("canvas").getContext("2d");
  let layer = null, shown = null; // of one figure: links by their number, made when first shown
  const numbers = new Intl.NumberFormat(document.documentElement.lang);

  function begin(chart, figure) {
    layer?.remove();
    layer = document.createElement("div");
    layer.className = "labels";
    layer.setAttribute("aria-hidden", "true"); // the list below the chart says the same
    chart.append(layer);
    const { events } = figure;
    const style = getComputedStyle(chart);
    pen.font = `13px ${style.fontFamily}`;
    const texts = events.titles.map((title, n) => (events.counts[n] > 1 ? numbers.format(events.counts[n]) : title));
    shown = { figure, texts, widths: texts.map((text) => Math.ceil(pen.measureText(text).width) + 1), links: new Map(), sides: new Map(events.sides.entries()) };
    drag();
  }

  function linkOf(n) {
    if (shown.links.has(n)) return shown.links.get(n);
    const { events } = shown.figure;
    const link = Object.assign(document.createElement("a"), { href: events.links[n], textContent: shown.texts[n], tabIndex: -1 });
    if (events.counts[n] === 1) link.dataset.slug = events.slugs[n];
    layer.append(link);
    shown.links.set(n, link);
    return link;
  }

  // Where each mark lies now, in pixels, row by row.
  function bodies({ events }, [first, last], width) {
    const x = (time) => ((time - first) / (last - first)) * width;
    const rows = new Map();
    return events.x.map((time, n) => {
      const reach = events.lines[n] ? 3 : events.sizes[n] / 2 + 1;
      const [from, to] = events.lines[n] ? events.ends[n].map(x) : [x(time), x(time)];
      if (to < 0 || from > width) return null;
      const row = rows.get(events.y[n]) || rows.set(events.y[n], []).get(events.y[n]);
      const body = { n, row, left: Math.max(from, 0) - reach, right: Math.min(to, width) + reach };
      row.push(body);
      return body;
    });
  }

  function ways(body, n) {
    const { events } = shown.figure;
    const long = shown.widths[n] + 2 * BESIDE;
    if (events.counts[n] > 1) {
      const middle = (body.left + body.right) / 2;
      return [{ side: "above", left: middle - long / 2, right: middle + long / 2, up: events.sizes[n] / 2 + 9 }];
    }
    const beside = [
      { side: "right", left: body.right + BESIDE - GAP, right: body.right + long, up: 0 },
      { side: "left", left: body.left - long, right: body.left - BESIDE + GAP, up: 0 },
    ];
    if (events.lines[n] && body.right - body.left > long) {
      const left = Math.max(body.left, 0); // of a bar that began before the window
      beside.push({ side: "over", left, right: left + long, up: 11 });
    }
    const before = shown.sides.get(n); // what stood on one side stays there while it can
    return beside.sort((one, two) => (two.side === before) - (one.side === before));
  }

  // Marks and the titles beside them share the line of their row; titles over bars have a line of their own, and numbers too.
  const lineOf = (side) => (side === "over" || side === "above" ? side : "row");
  const isFree = (way, body, width) => way.left >= 0 && way.right <= width
    && body.row.every((other) => (other.n === body.n && !other.side) || lineOf(way.side) !== lineOf(other.side) || way.right <= other.left || way.left >= other.right);

  function letter({ chart, figure }, range, chosen) {
    if (!figure.is_chart) return;
    if (shown?.figure !== figure || !layer.isConnected) begin(chart, figure);
    const { events } = figure;
    const width = chart.clientWidth, head = chart.querySelector(".years").getBoundingClientRect().height;
    const scale = (chart.clientHeight - head) / figure.height;
    const found = bodies(figure, range, width);
    const order = [...found.keys()].reverse().sort((one, two) => (events.slugs[two] === chosen) - (events.slugs[one] === chosen));
    const told = new Set(), now = new Map();
    for (const n of order) {
      const body = found[n];
      if (!body || (events.counts[n] === 1 && told.has(events.ids[n]))) continue;
      const way = ways(body, n).find((one) => isFree(one, body, width));
      if (!way) continue;
      told.add(events.ids[n]);
      body.row.push({ n: -1, ...way });
      now.set(n, way);
    }
    shown.sides = new Map([...now].map(([n, way]) => [n, way.side]));
    for (const [n, link] of shown.links) link.hidden = !now.has(n);
    for (const [n, way] of now) {
      const link = linkOf(n);
      const x = way.left + (way.side === "right" ? GAP : BESIDE);
      const y = head + events.y[n] * scale - way.up - HEIGHT / 2;
      link.style.transform = `translate(${Math.round(x - PADDING)}px, ${Math.round(y)}px)`;
      link.classList.toggle("chosen", events.slugs[n] === chosen && events.counts[n] === 1);
    }
  }

  function drag() {
    let dragged = false;
    layer.addEventListener("dragstart", (event) => event.preventDefault());
    layer.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.button !== 0 || event.pointerType === "touch") return;
      let at = event.clientX;
      const move = (now) => {
        if (!dragged && Math.abs(now.clientX - at) < 4) return;
        dragged = true;
        window.entente.shift((at - now.clientX) / layer.clientWidth);
        at = now.clientX;
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", () => removeEventListener("pointermove", move), { once: true });
    });
    layer.addEventListener("click", (event) => {
      if (!dragged) return;
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
  }

  window.entente.letter = letter;
})();
