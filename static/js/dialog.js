// Native dialogs. Each of these works as an ordinary page without this file:
//   <a href="/leads/7/close/" data-dialog>        loads the page and shows its [data-dialog-content] in a dialog
//   <button data-dialog-open="ID">                shows <dialog id="ID">
//   [data-dialog-close]                           closes the dialog it is in
// "dialog:show" with {title, content} shows an element that a script made.

function close(dialog) {
  dialog.close();
}

function fresh(content) {
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  const shut = document.createElement("button");
  shut.type = "button";
  shut.className = "sheet-close";
  shut.dataset.dialogClose = "";
  shut.setAttribute("aria-label", "关闭");
  shut.textContent = "✕";
  const body = document.createElement("div");
  body.className = "sheet-body";
  body.append(content);
  dialog.append(body, shut);
  dialog.addEventListener("close", () => dialog.remove());
  const heading = body.querySelector("h1, h2");
  if (heading) {
    heading.id ||= `heading-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    dialog.setAttribute("aria-labelledby", heading.id);
  }
  document.body.append(dialog);
  dialog.showModal();
  const first = body.querySelector("[autofocus], .is-invalid, input:not([type=hidden]), select, textarea, button, a");
  (first ?? shut).focus();
  globalThis.htmx?.process(body);
  return dialog;
}

async function load(link) {
  const reply = await fetch(link.href, { headers: { "X-Dialog": "1" }, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const content = page.querySelector("[data-dialog-content]");
  if (!reply.ok || reply.redirected || !content) {
    location.assign(link.href);
    return;
  }
  document.querySelectorAll("dialog[open]").forEach(close);
  fresh(document.adoptNode(content));
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const shut = event.target.closest("[data-dialog-close]");
  if (shut?.closest("dialog")) {
    event.preventDefault();
    close(shut.closest("dialog"));
    return;
  }
  if (event.target.matches("dialog.sheet")) {
    // The backdrop belongs to the dialog element; its own content is in .sheet-body.
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) close(event.target);
    return;
  }
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialogOpen)?.showModal();
    return;
  }
  const link = event.target.closest("a[data-dialog]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (link && plain) {
    event.preventDefault();
    load(link).catch(() => location.assign(link.href));
  }
});

document.addEventListener("dialog:show", (event) => {
  const { title, content } = event.detail;
  const box = document.createElement("div");
  const heading = document.createElement("h2");
  heading.textContent = title;
  box.append(heading, content);
  document.querySelectorAll("dialog[open]").forEach(close);
  fresh(box);
});
