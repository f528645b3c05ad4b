// <button data-copy="13800002201" hidden>: shown where the browser can copy, copies its text, and says so.

function ready(root) {
  if (!navigator.clipboard) return;
  root.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  document.body.dispatchEvent(new CustomEvent("notice", { bubbles: true, detail: { text: `已复制 ${button.dataset.copy}` } }));
});

ready(document);
document.addEventListener("htmx:load", (event) => ready(event.target));
