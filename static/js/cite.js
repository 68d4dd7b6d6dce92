// Citing by selecting: the selected words of an article, as code points of its text, become the address of the form.
(() => {
  "use strict";
  const text = document.getElementById("kept-text");
  const bar = document.getElementById("cite-bar");
  if (!text?.dataset.cite || !bar) return;
  const words = document.getElementById("cite-words");
  const links = [...bar.querySelectorAll("a")];
  bar.hidden = false;

  const pieces = [...text.querySelectorAll("[data-start]")];
  // Where a point of the page stands in the text, in code points.
  const place = (node, offset) => {
    const range = document.createRange();
    for (const piece of pieces) {
      range.selectNodeContents(piece);
      const side = range.comparePoint(node, offset);
      const start = Number(piece.dataset.start);
      if (side < 0) return start;
      if (side === 0) {
        if (node.nodeType === Node.TEXT_NODE) return start + [...node.data.slice(0, offset)].length;
        return offset ? start + [...piece.textContent].length : start;
      }
    }
    return Number(pieces.at(-1).dataset.start) + [...pieces.at(-1).textContent].length;
  };

  const show = () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const ends = range && text.contains(range.commonAncestorContainer) ? [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)] : [null, null];
    const isChosen = ends[0] !== null && ends[1] > ends[0];
    words.textContent = isChosen ? `“${selection.toString().trim().slice(0, 80)}”` : words.dataset.none;
    for (const link of links) {
      if (isChosen) link.href = `${text.dataset.cite}?start=${ends[0]}&end=${ends[1]}${link.dataset.key === "p" ? "#add-to" : ""}`;
      else link.removeAttribute("href");
    }
  };
  document.addEventListener("selectionchange", show);
  show();

  // J and K select the next and the previous sentence.
  const sentences = [...text.querySelectorAll("[data-sentence]")];
  let current = sentences.findIndex((start) => location.hash === `#at-${start.dataset.start}`);
  const choose = (number) => {
    if (!sentences[number]) return;
    current = number;
    const end = sentences[number + 1];
    const range = document.createRange();
    range.setStart(sentences[number], 0);
    let last = sentences[number];
    for (let next = last; next && next !== end; next = next.nextElementSibling) if (next.dataset.start !== undefined && next.textContent.trim()) last = next;
    range.setEnd(last, last.childNodes.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    sentences[number].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "j") choose(current + 1);
    if (event.key === "k") choose(Math.max(0, current - 1));
  });
})();
