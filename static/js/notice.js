// Short notes at the edge of the page, and what to say when a request failed.
// From the server: HX-Trigger: {"notice": {"text": "已接收", "href": "/leads/7/", "link": "打开线索"}}; "bad": true for a refusal.
// From a script: document.body.dispatchEvent(new CustomEvent("notice", {detail: {...}})).

const STAY = 6000;

function say({ text, href, link, bad }) {
  const note = document.createElement("div");
  note.className = bad ? "toast-note is-bad" : "toast-note";
  const words = document.createElement("span");
  words.textContent = text;
  note.append(words);
  if (href) {
    const more = document.createElement("a");
    more.href = href;
    more.textContent = link ?? "打开";
    note.append(more);
  }
  const shut = document.createElement("button");
  shut.type = "button";
  shut.textContent = "关闭";
  shut.addEventListener("click", () => note.remove());
  note.append(shut);
  document.getElementById("toasts").append(note);
  // A refusal stays until it is read; a note with a link stays while it has the focus.
  if (!bad) setTimeout(() => { if (!note.contains(document.activeElement)) note.remove(); }, STAY);
}

document.addEventListener("notice", (event) => {
  if (event.detail?.text) say(event.detail);
});

// A part asked for after the session ended comes back as the sign-in page: go there instead of showing it inside a list.
document.addEventListener("htmx:beforeSwap", (event) => {
  const url = event.detail.xhr.responseURL;
  const signIn = document.body.dataset.signIn;
  if (url && signIn && new URL(url).pathname === signIn && location.pathname !== signIn) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const text = { 403: "没有权限做这件事。", 404: "这一条已经不在了，请刷新。", 409: "别人刚改过，请刷新后再试。" }[status];
  say({ text: text ?? "没有做成，请稍后再试。", bad: true });
});

document.addEventListener("htmx:sendError", () => say({ text: "连不上服务器，请检查网络后再试。", bad: true }));
