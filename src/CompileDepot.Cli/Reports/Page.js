// Filters and sorts the table of actions. Without it the page shows the same rows in the order of the build.
"use strict";
(() => {
  const table = document.querySelector(".actions");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const form = document.querySelector(".filter");
  const [text, outcome, level] = ["text", "outcome", "level"].map((name) => document.getElementById("filter-" + name));
  const count = document.getElementById("filter-count");
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter((word) => word);
    for (const row of rows) {
      row.hidden = !((!outcome.value || row.dataset.outcome === outcome.value)
        && (!level.value || row.dataset.level === level.value)
        && words.every((word) => texts.get(row).includes(word)));
    }
    count.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} shown`;
  };

  // What a cell is sorted by: its number, where it has one.
  const value = (row, column) => {
    const cell = row.cells[column];
    return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent.trim();
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en"));

  // Upwards, downwards, and back to the order of the build.
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const order = next[heading.getAttribute("aria-sort") ?? "none"];
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      const sorted = [...rows];
      if (order !== "none") {
        heading.setAttribute("aria-sort", order);
        sorted.sort((a, b) => (order === "ascending" ? 1 : -1) * compare(value(a, column), value(b, column)));
      }
      body.append(...sorted);
    });
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.hidden = false;
  filter();
})();
