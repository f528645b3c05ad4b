// Words that somebody picks in an article go into the field [data-pick-field], and [data-pick-bar], whose buttons send that
// field's form, shows beside them (at the bottom of a narrow screen, clear of the phone's own menu). Without this file the
// field is filled by hand.

const LONGEST = 100;
const NARROW = "(max-width: 767px)";

function picked() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const holder = range.commonAncestorContainer;
  const text = (holder instanceof Element ? holder : holder.parentElement)?.closest(".article-text");
  const words = selection.toString().replace(/\s+/g, " ").trim();
  return text && words && words.length <= LONGEST ? { words, range } : null;
}

function place(bar, range) {
  bar.style.removeProperty("top");
  bar.style.removeProperty("left");
  if (matchMedia(NARROW).matches) return;
  const box = range.getBoundingClientRect();
  const own = bar.getBoundingClientRect();
  const top = box.bottom + 8 + own.height > innerHeight ? box.top - own.height - 8 : box.bottom + 8;
  bar.style.top = `${Math.max(8, top)}px`;
  bar.style.left = `${Math.min(Math.max(8, box.left), innerWidth - own.width - 8)}px`;
}

function show() {
  const bar = document.querySelector("[data-pick-bar]");
  const field = document.querySelector("[data-pick-field]");
  if (!bar || !field || bar.contains(document.activeElement)) return;
  const found = picked();
  bar.hidden = !found;
  if (!found) return;
  field.value = found.words;
  bar.querySelector("[data-pick-words]").textContent = found.words;
  place(bar, found.range);
}

let soon = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(soon);
  soon = setTimeout(show, 150);
});
document.addEventListener("keydown", (event) => {
  const bar = document.querySelector("[data-pick-bar]");
  if (event.key === "Escape" && bar && !bar.hidden) bar.hidden = true;
});
addEventListener("scroll", () => {
  const bar = document.querySelector("[data-pick-bar]");
  const found = bar && !bar.hidden ? picked() : null;
  if (found) place(bar, found.range);
}, { passive: true });
