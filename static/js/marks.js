// The marks in an article and the facts beside it light each other up: mark[data-fact="7"] and any other [data-fact="7"].
// data-fact may hold several keys, parted by blanks. Hover and focus light; click or Enter on a mark goes to its fact,
// a click on a fact (not on a link or button in it) goes to its mark.

const keys = (element) => element.dataset.fact.split(/\s+/).filter(Boolean);

function partners(element) {
  const wanted = new Set(keys(element));
  return [...document.querySelectorAll("[data-fact]")].filter((other) => keys(other).some((key) => wanted.has(key)));
}

function clear() {
  document.querySelectorAll(".is-lit[data-fact]").forEach((element) => element.classList.remove("is-lit"));
}

function light(element) {
  clear();
  if (element) partners(element).forEach((partner) => partner.classList.add("is-lit"));
}

function goTo(element) {
  const isMark = element.matches("mark");
  const there = partners(element).find((partner) => partner.matches("mark") !== isMark);
  if (!there) return false;
  there.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  light(element);
  const target = there.matches("mark") ? there : there.querySelector("a, button") ?? there;
  if (target.tabIndex < 0) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  return true;
}

const near = (event) => (event.target instanceof Element ? event.target.closest("[data-fact]") : null);

document.addEventListener("pointerover", (event) => { const at = near(event); if (at) light(at); });
document.addEventListener("pointerout", (event) => { if (near(event) && !event.relatedTarget?.closest?.("[data-fact]")) light(near({ target: document.activeElement })); });
document.addEventListener("focusin", (event) => { const at = near(event); if (at) light(at); else clear(); });

document.addEventListener("click", (event) => {
  const at = near(event);
  if (!at) return;
  const own = event.target.closest("a, button, input, select, label, summary");
  // A link to the mark's own id is the way there without this script; with it, the mark is lit and takes the focus.
  const isJump = own?.matches("a[href^='#']") && at.contains(own);
  if (own && !isJump) return;
  if (goTo(at)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("mark[data-fact]") && goTo(event.target)) event.preventDefault();
});
