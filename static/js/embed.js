// Fits the height of Entente's iframes to their content: put this script once on a page that embeds timelines.
(() => {
  "use strict";
  const home = new URL(document.currentScript.src).origin;
  const own = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${home}/`));
  addEventListener("message", (event) => {
    // A sandbox without allow-same-origin makes its frame's origin "null"; the frame itself is still known.
    if (![home, "null"].includes(event.origin) || event.data?.type !== "embed-size") return;
    const height = Math.ceil(Number(event.data.height));
    const frame = own().find((one) => one.contentWindow === event.source);
    if (frame && height > 0 && height < 20000) frame.style.height = `${height}px`;
  });
  // Those that told their height before this script was there are asked again; the others will tell it by themselves.
  for (const frame of own()) frame.contentWindow?.postMessage({ type: "entente-measure" }, "*");
})();
