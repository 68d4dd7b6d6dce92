// Says under a date field how what is typed would be read, before anything is saved.
(() => {
  "use strict";
  let timer = 0;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("input.typed-date")) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      let shown = field.parentElement.querySelector("output.reading");
      if (!shown) {
        shown = Object.assign(document.createElement("output"), { className: "reading help" });
        field.after(shown);
      }
      if (!field.value.trim()) { shown.textContent = ""; return; }
      const answer = await fetch(`${field.dataset.reading}?text=${encodeURIComponent(field.value)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const reading = await answer.json();
      shown.textContent = reading.error || ` ${reading.words} (${reading.edtf})`;
    }, 200);
  });
})();
