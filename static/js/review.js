// The desk by keyboard: a key presses the control that names it, unless somebody is writing, holds the key down or has
// switched the keys off.
(() => {
  "use strict";
  const OFF = "entente-keys-off";
  const stored = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const press = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const control = document.activeElement.closest("[data-row]")?.querySelector(wanted) || document.querySelector(wanted);
    if (!control) return false;
    control.click();
    if (control.tagName === "SUMMARY" && control.parentElement.open) control.parentElement.querySelector("select, input")?.focus();
    return true;
  };

  for (const part of document.querySelectorAll("[data-keys-switch]")) {
    const box = part.querySelector("input");
    part.hidden = false;
    box.checked = !stored();
    box.addEventListener("change", () => { try { localStorage.setItem(OFF, box.checked ? "0" : "1"); } catch { /* for this page only */ } });
  }

  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select");
    if (event.repeat || event.isComposing) return;
    // Who has typed nothing into a search wants to leave it.
    if (isWriting && event.key === "Escape" && event.target.type === "search" && !event.target.value && press("escape")) { event.preventDefault(); return; }
    if (isWriting && event.key === "Escape") { event.target.blur(); event.preventDefault(); return; }
    // A field with a button of its own: what is written there is sent with it, and nothing else of the page.
    const own = event.key === "Enter" && event.target.closest("[data-own]")?.querySelector("[type=submit]");
    if (own && (event.ctrlKey || event.metaKey || event.target.matches("input"))) { own.click(); event.preventDefault(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { if (press("save")) event.preventDefault(); return; }
    if (isWriting || event.altKey || event.ctrlKey || event.metaKey || stored()) return;
    const field = document.querySelector(`[data-key-focus="${CSS.escape(event.key)}"]`);
    if (field) { field.focus(); event.preventDefault(); return; }
    if (event.key === "c" && document.getElementById("comment")) {
      document.getElementById("comment").closest("details").open = true;
      document.getElementById("comment").focus();
      event.preventDefault();
      return;
    }
    if (event.shiftKey && event.key !== "?") return;
    if (press(event.key.toLowerCase())) event.preventDefault();
  });
})();
