// <details data-menu>: closes on Escape, on a click outside, and when focus leaves it. Opens without this file too.

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A wide strip (stage bar, tabs) starts where the reader is.
function centre(root) {
  for (const here of root.querySelectorAll("[data-scroll-row] [aria-current]")) {
    const strip = here.closest("[data-scroll-row]");
    strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
}

centre(document);
document.addEventListener("htmx:load", (event) => centre(event.target));
