// Inside an embed: tells the page around it how high the content is.
(() => {
  "use strict";
  if (parent === window) return;
  let last = 0;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    parent.postMessage({ sentinel: "amp", type: "embed-size", height }, "*"); // a height is no secret
  };
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
})();
