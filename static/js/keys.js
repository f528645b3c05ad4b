// Keys, said in the page: data-key="a" (or "ctrl+k", "shift+d") on a link or button is a click, on a field is focus.
// data-keys-list on a container: j and k walk its [data-keys-item] elements; with data-keys-open they open them too, so that
// the other keys act on what the eye is on. "?" lists what the page offers.

const FIELD = "input, textarea, select";

function visible(element) {
  return element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";
}

function typing(element) {
  if (element.isContentEditable) return true;
  if (!element.matches(FIELD)) return false;
  return !["checkbox", "radio", "button", "submit", "range", "file"].includes(element.type);
}

// An input method that is on reports "Process" for a plain letter; its place on the keyboard still tells which.
function nameOf(event) {
  let key = event.key.toLowerCase();
  if (key === "process" || key === "unidentified") key = event.code.replace(/^Key|^Digit/, "").toLowerCase();
  const held = (event.ctrlKey || event.metaKey ? "ctrl+" : "") + (event.altKey ? "alt+" : "");
  const isLetter = /^[a-z]$/.test(key);
  return held + (isLetter && event.shiftKey ? "shift+" : "") + key;
}

function scope() {
  return document.querySelector("dialog[open]") ?? document;
}

function press(element) {
  if (element.matches(FIELD) && typing(element)) {
    element.focus();
    element.select?.();
  } else if (element.matches("select")) {
    element.focus();
  } else {
    // What was chosen by its key is where the arrows and Tab go on from.
    if (element.matches(FIELD)) element.focus();
    element.click();
  }
}

function walk(step) {
  const list = [...scope().querySelectorAll("[data-keys-list]")].find(visible);
  if (!list) return false;
  const items = [...list.querySelectorAll("[data-keys-item]")].filter(visible);
  if (!items.length) return false;
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const at = here >= 0 ? here : items.findIndex((item) => item.matches("[aria-current], .is-open"));
  const next = items[Math.min(items.length - 1, Math.max(0, at + step))];
  if (list.matches("[data-keys-open]")) {
    if (next !== items[at]) next.click();
    return true;
  }
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function label(element) {
  const own = element.dataset.keyLabel ?? element.getAttribute("aria-label");
  if (own) return own;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .visually-hidden").forEach((extra) => extra.remove());
  return copy.textContent.trim();
}

function help() {
  const rows = [...document.querySelectorAll("[data-key]")].filter(visible).map((e) => [e.dataset.key, label(e)]);
  if (document.querySelector("[data-keys-item]")) rows.unshift(["j / k", "下一条 / 上一条"]);
  rows.push(["?", "这张表"], ["Esc", "关闭"]);
  const list = document.createElement("dl");
  list.className = "key-list";
  const seen = new Set();
  for (const [key, text] of rows) {
    if (seen.has(key)) continue;
    seen.add(key);
    const term = document.createElement("dt");
    for (const part of key.split(" / ")) {
      const cap = document.createElement("kbd");
      cap.textContent = part.replace(/^(ctrl|shift|alt)\+(.*)$/, (_, held, key) => `${held[0].toUpperCase()}${held.slice(1)} ${key.toUpperCase()}`);
      term.append(cap, " ");
    }
    const meaning = document.createElement("dd");
    meaning.textContent = text;
    list.append(term, meaning);
  }
  document.dispatchEvent(new CustomEvent("dialog:show", { detail: { title: "键盘", content: list } }));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const name = nameOf(event);
  // A key that is held down walks; it decides nothing twice.
  if (event.repeat && !["j", "k"].includes(name)) return;
  if (typing(event.target) && !name.startsWith("ctrl+")) return;
  const target = [...scope().querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].find(visible);
  if (target) press(target);
  else if (name === "j") { if (!walk(1)) return; }
  else if (name === "k") { if (!walk(-1)) return; }
  else if (name === "?" && scope() === document) help();
  else return;
  event.preventDefault();
});

// Opened again with the next item, a long list starts where the reader is, and so do Tab and the screen reader.
const current = document.querySelector("[data-keys-open] [aria-current]");
if (current && visible(current)) {
  current.scrollIntoView({ block: "nearest" });
  if (document.activeElement === document.body && matchMedia("(hover: hover)").matches) current.focus({ preventScroll: true });
}
