// The search field of the top bar as a palette (Ctrl K): places to go appear below while one types; ↑ ↓ walk them, Enter goes,
// Esc closes. Without this file Enter opens the search page.

const field = document.querySelector("[data-palette]");

if (field) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  let asked = 0;
  let timer = 0;

  const lines = () => [...list.querySelectorAll("a[role=option]")];
  const here = () => lines().findIndex((line) => line.getAttribute("aria-selected") === "true");

  const close = () => {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (at) => {
    const all = lines();
    all.forEach((line, number) => line.setAttribute("aria-selected", String(number === at)));
    if (all[at]) {
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const turn = (asked += 1);
    const reply = await fetch(`${field.dataset.palette}?q=${encodeURIComponent(field.value)}`, { credentials: "same-origin" });
    if (turn !== asked || !reply.ok || reply.redirected) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    list.replaceChildren(...page.body.childNodes);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(-1);
  };

  field.addEventListener("focus", () => ask().catch(close));
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(close), 150);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = lines().length;
    if (event.key === "Escape") { close(); return; }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((here() + step + (here() < 0 && step < 0 ? 1 : 0) + count) % count);
    } else if (event.key === "Enter" && here() >= 0) {
      event.preventDefault();
      location.assign(lines()[here()].href);
    }
  });
  document.addEventListener("focusin", (event) => { if (!field.form.contains(event.target)) close(); });
  document.addEventListener("click", (event) => { if (!field.form.contains(event.target)) close(); });
}
