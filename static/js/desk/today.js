/* Today by keyboard. Every key does what a link or a button of the page does: nothing works by keys alone.
   Single letters may get in the way of those who speak to their machine, so they can be switched off (WCAG 2.1.4). */
const help = document.getElementById("keys");
const hint = document.querySelector(".keys-hint");
const wanted = document.getElementById("use-keys");
const rows = () => [...document.querySelectorAll(".row-item")];
const nameOf = (row) => row.querySelector(".row-title a");

const on = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };

function step(by) {
  const all = rows();
  const next = all.indexOf(document.activeElement.closest(".row-item")) + by;
  const row = all[Math.max(0, Math.min(next, all.length - 1))];
  if (!row) return;
  nameOf(row).focus({ focusVisible: true });
  row.scrollIntoView({ block: "nearest" });
}

const press = (selector) => document.activeElement.closest(".row-item")?.querySelector(selector)?.click();

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  s: () => press("[data-snooze]"),
  e: () => press(".row-end .btn:not([data-snooze])"),
  "?": () => help.showModal(),
};

const typing = (it) => it.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  const act = KEYS[event.key];
  if (!act || (event.key !== "?" && !on())) return;
  event.preventDefault();
  act();
});

// The kind one looks at, where the kinds scroll sideways.
const kinds = document.querySelector(".today-filters nav");
const current = kinds?.querySelector("[aria-current]");
if (current) kinds.scrollLeft = current.offsetLeft - kinds.offsetLeft - 16;

hint.hidden = false;
hint.addEventListener("click", () => help.showModal());
wanted.checked = on();
wanted.addEventListener("change", () => {
  try { localStorage.setItem("keys", wanted.checked ? "on" : "off"); } catch { /* this browser keeps nothing */ }
});
