// In a table marked data-keys, j and k move from row to row and Enter opens it: the links are there without a script too.
(() => {
  const table = document.querySelector("table[data-keys]");
  if (!table) return;
  const hint = document.querySelector(".keys-hint");
  if (hint) hint.hidden = false;
  const links = [...table.querySelectorAll("tbody td:first-child a")];
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
    const at = links.indexOf(document.activeElement);
    const next = event.key === "j" ? at + 1 : at - 1;
    links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
  });
})();
