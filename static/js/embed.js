// Fits the height of Entente's iframes to their content: put this script once on a page that embeds timelines.
(() => {
  "use strict";
  const home = new URL(document.currentScript.src).origin;
  addEventListener("message", (event) => {
    if (event.origin !== home || !event.data || event.data.type !== "embed-size") return;
    const height = Number(event.data.height);
    if (!(height > 0 && height < 20000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) frame.style.height = `${Math.ceil(height)}px`;
    }
  });
})();
