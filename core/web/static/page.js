// Keys for lists that staff work through: j and k move between rows, Enter opens as on any link.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const step = { j: 1, k: -1 }[event.key];
  const links = [...document.querySelectorAll("[data-rows] tbody td:first-child a")];
  if (!step || !links.length) return;
  const here = links.indexOf(document.activeElement);
  links[Math.min(Math.max(here + step, 0), links.length - 1)].focus();
  event.preventDefault();
});

// On a phone the nouns scroll; the one we are at must be seen.
const here = document.querySelector(".bar nav [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16;
