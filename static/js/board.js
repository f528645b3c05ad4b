// The board: drag a card to another column, or focus it and press Shift with ← or →.
// .board[data-board] > .board-column > .board-cards[data-stage="4"] > .board-card[data-move="/leads/7/moves/"][tabindex=0].
// Without this file each card's own form (a pick list and a button) does the same.
// The move is POSTed as stage=4. 2xx or a redirect: done. 422 with [data-dialog-content]: a form to fill in first.
// Anything else: the card goes back and the first line of the answer is said. "moved" on the board lets a page renew sums.

const say = (text, bad) => document.body.dispatchEvent(new CustomEvent("notice", { bubbles: true, detail: { text, bad } }));

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

function putBack(card, from, next) {
  from.insertBefore(card, next?.parentNode === from ? next : null);
}

async function move(card, to, from, next) {
  const reply = await fetch(card.dataset.move, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "X-Dialog": "1" },
    body: new URLSearchParams({ stage: to.dataset.stage }),
  });
  if (reply.ok) {
    say(`${card.dataset.name ?? "线索"} → ${to.dataset.name ?? ""}`);
    // The board may have been renewed meanwhile, by the move before this one: then the card is off the page.
    const board = card.isConnected ? card.closest("[data-board]") : document.querySelector("[data-board]");
    board?.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
    return;
  }
  putBack(card, from, next);
  const type = reply.headers.get("Content-Type") ?? "";
  const text = await reply.text();
  const page = type.includes("html") ? new DOMParser().parseFromString(text, "text/html") : null;
  const form = page?.querySelector("[data-dialog-content]");
  if (form) {
    const title = form.querySelector("h1, h2");
    title?.remove();
    document.dispatchEvent(new CustomEvent("dialog:show", { detail: { title: title?.textContent ?? "补充信息", content: document.adoptNode(form) } }));
  } else {
    say(type.startsWith("text/plain") ? text.split("\n")[0] : "没有移动：这一步现在不允许。", true);
  }
}

// One after the other: two moves of one card on their way at once could arrive in either order.
let last = Promise.resolve();

function send(card, to, from, next) {
  last = last.then(() => move(card, to, from, next)).catch(() => {
    putBack(card, from, next);
    say("连不上服务器，没有移动。", true);
  });
}

function start(board) {
  if (board.classList.contains("is-live") || !board.matches("[data-can-move]")) return;
  board.classList.add("is-live");
  for (const cards of board.querySelectorAll("[data-stage]")) {
    let next = null;
    globalThis.Sortable.create(cards, {
      group: "board", draggable: ".board-card", ghostClass: "board-ghost", animation: 120, sort: false,
      delay: 180, delayOnTouchOnly: true, filter: "a, button, form", preventOnFilter: false,
      onStart: (event) => { next = event.item.nextElementSibling; },
      onEnd: (event) => { if (event.to !== event.from) send(event.item, event.to, event.from, next); },
    });
  }
  board.addEventListener("keydown", (event) => {
    const card = event.target.closest?.(".board-card");
    if (!card || event.target !== card || !event.shiftKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const columns = [...board.querySelectorAll("[data-stage]")];
    const from = card.parentElement;
    const to = columns[columns.indexOf(from) + (event.key === "ArrowRight" ? 1 : -1)];
    event.preventDefault();
    if (!to) return;
    const next = card.nextElementSibling;
    to.prepend(card);
    card.focus();
    send(card, to, from, next);
  });
}

const startAll = (root) => root.querySelectorAll("[data-board]").forEach(start);
startAll(document);
document.addEventListener("htmx:load", (event) => {
  startAll(event.target);
  const own = event.target.closest?.("[data-board]");
  if (own) start(own);
});
