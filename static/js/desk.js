// The desk's pages: names for autocompletes, tick all, and chapters and steps put in order by dragging or by key.
(() => {
  "use strict";

  // What Django's admin leaves without a name for screen readers gets one: the fields of tabular rows that of their
  // column, and the widget that takes a select's place that of the select.
  const name = (root) => {
    for (const cell of root.querySelectorAll(".tabular td")) {
      const column = cell.closest("table").tHead.rows[0].cells[cell.cellIndex]?.textContent.trim().replace(/\?$/, "");
      for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        if (!field.labels.length && !field.getAttribute("aria-label")) field.setAttribute("aria-label", column || field.name);
      }
    }
    for (const head of root.querySelectorAll("th.original:empty")) {
      head.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "Record" }));
    }
    root.querySelector("#searchbar")?.setAttribute("aria-label", "Search");
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const words = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim().replace(/:$/, "") || select.name;
      const widget = select.nextElementSibling;
      for (const part of widget?.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field") || []) {
        part.setAttribute("aria-label", words);
        if (part.tagName === "UL") part.setAttribute("role", "group"); // it holds more than list items
        for (const item of part.querySelectorAll("li")) item.setAttribute("role", "none");
      }
    }
  };
  addEventListener("load", () => setTimeout(() => name(document), 100)); // after the widgets have come up
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));

  // Ctrl+Enter saves every form of the desk; pages with keys of their own name the button themselves.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat || event.isComposing) return;
    const save = document.querySelector(".submit-row input[name=_save], .submit-row input.default");
    if (save) { save.click(); event.preventDefault(); }
  });

  // A sign of life for colleagues, as long as the page of an event stays open.
  const shown = document.querySelector("[data-open]");
  if (shown) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value });
    setInterval(() => { if (!document.hidden) fetch(shown.dataset.open, { method: "POST", body }); }, 120000);
  }

  for (const box of document.querySelectorAll("[data-tick-all]")) {
    box.hidden = false;
    box.addEventListener("change", () => {
      for (const other of document.querySelectorAll(`input[name="${box.dataset.tickAll}"]`)) other.checked = box.checked;
    });
  }

  const arrange = (group, kind, one) => {
    if (!group) return;
    const rows = () => [...group.querySelectorAll(`tr.form-row.has_original, tr.form-row.dynamic-${kind}`)].filter((row) => !row.classList.contains("empty-form"));
    const number = () => rows().forEach((row, index) => { row.querySelector("input.position").value = index + 1; });

    const move = (row, target, after) => {
      if (!target || target === row) return;
      target[after ? "after" : "before"](row);
      number();
    };

    const equip = (row) => {
      const cell = row.querySelector("td.field-position");
      if (!cell || cell.querySelector(".handle")) return;
      const handle = document.createElement("button");
      handle.type = "button";
      handle.className = "handle";
      handle.textContent = "⠿";
      handle.title = "Drag, or use the up and down keys";
      handle.setAttribute("aria-label", `Move this ${one}: use the up and down keys`);
      cell.prepend(handle);
      handle.addEventListener("keydown", (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const all = rows();
        move(row, all[all.indexOf(row) + step], step > 0);
        handle.focus();
      });
      handle.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        handle.focus();
        row.classList.add("moving");
        const drag = (moved) => {
          const over = rows().find((other) => {
            const box = other.getBoundingClientRect();
            return moved.clientY >= box.top && moved.clientY <= box.bottom;
          });
          if (over && over !== row) move(row, over, rows().indexOf(over) > rows().indexOf(row));
        };
        const drop = () => {
          row.classList.remove("moving");
          for (const [type, listener] of heard) document.removeEventListener(type, listener);
        };
        // On the document: a row that is moved takes its handle along, and loses the pointer with it.
        const heard = [["pointermove", drag], ["pointerup", drop], ["pointercancel", drop]];
        for (const [type, listener] of heard) document.addEventListener(type, listener);
      });
    };

    rows().forEach(equip);
    document.addEventListener("formset:added", (event) => { if (group.contains(event.target)) equip(event.target); });
  };
  arrange(document.getElementById("chapters-group"), "chapters", "chapter");
  arrange(document.getElementById("story-group"), "story", "step");
})();
