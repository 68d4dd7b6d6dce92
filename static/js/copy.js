// Buttons that copy the text of a field; without this script they stay hidden, and the field can still be selected.
(() => {
  "use strict";
  const show = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const field = button && document.querySelector(button.dataset.copy);
    if (!field) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // where the page is not served over https
    }
    button.textContent = button.dataset.done || "Copied";
    button.setAttribute("aria-live", "polite");
  });
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
