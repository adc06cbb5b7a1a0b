/* Small courtesies. Every page works without them. */

// <form data-confirm="Question?"> asks before it sends.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// <form data-autosubmit> sends itself when a field changes; its button stays for those without script.
document.addEventListener("change", (event) => {
  event.target.closest("form[data-autosubmit]")?.requestSubmit();
});

// <button data-print hidden> appears, and prints.
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// <input readonly data-select> is marked as a whole when it is entered, ready to be copied.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-select]")) event.target.select();
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The section you are in, where the sections scroll sideways.
const here = document.querySelector(".nav-desk [aria-current]");
if (here) here.closest("nav").scrollLeft = here.offsetLeft - innerWidth / 2;

// A form with errors after a full page load: go to the first one.
document.querySelector("main [aria-invalid='true']")?.focus();

// htmx could not reach the server, or the server could not answer: say so, keep what was typed.
const trouble = document.getElementById("trouble");
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => { trouble.hidden = false; });
}

// What came in place of the button that was pressed takes the focus, unless the reader has gone on elsewhere.
document.addEventListener("htmx:load", (event) => {
  if (document.activeElement === document.body) event.target.querySelector("[data-focus]")?.focus();
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) trouble.hidden = true; });

/* <form data-keep="whose" id="…"> keeps what is typed on this device until the server has it: a lost connection, a
   closed tab or a dead battery loses nothing. `data-keep-fresh`: what came back from the server is newer than what was
   kept. The server names a form it has taken in the cookie `kept`. Signing out forgets everything (data-forget). */
const DAYS_KEPT = 2;
const keyOf = (form) => `keep:${form.dataset.keep}:${location.pathname}:${form.id}`;
const kept = (form) => [...form.elements].filter((it) => it.name && it.type !== "hidden" && it.type !== "submit" && it.type !== "password" && it.type !== "file");
const boxed = (it) => it.type === "checkbox" || it.type === "radio";

const differs = (it) => {
  if (boxed(it)) return it.checked !== it.defaultChecked;
  if (it.options) return [...it.options].some((option) => option.selected !== option.defaultSelected);
  return it.value !== it.defaultValue;
};

function keep(form) {
  const typed = kept(form).filter((it) => "keepFresh" in form.dataset || differs(it)).map((it) => it.name);
  const values = kept(form).filter((it) => typed.includes(it.name) && (!boxed(it) || it.checked)).map((it) => [it.name, it.value]);
  try { localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), typed, values })); } catch { /* no room, or not allowed */ }
}

function bring(form) {
  const { typed = [], values = [] } = JSON.parse(localStorage.getItem(keyOf(form)));
  let changed = false;
  for (const it of kept(form).filter(({ name }) => typed.includes(name))) {
    const own = values.filter(([name]) => name === it.name).map(([, value]) => value);
    if (boxed(it)) it.checked = own.includes(it.value);
    else if (own.length) it.value = own[0];
    if (!differs(it)) continue;
    changed = true;
    const fold = it.closest("details:not([open])");
    if (fold) fold.open = true;
  }
  if (changed) form.prepend(document.getElementById("kept-note").content.cloneNode(true));
}

function tend(form) {
  if (form.elements._keep) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_keep", value: keyOf(form) }));
  const stored = localStorage.getItem(keyOf(form));
  if (stored && !("keepFresh" in form.dataset)) bring(form);
  else if (stored || kept(form).some(differs)) keep(form); // typed before this script had come
}

function forget(wanted) {
  for (const key of Object.keys(localStorage)) if (key.startsWith("keep:") && wanted(key)) localStorage.removeItem(key);
}

function forgetTaken() {
  const taken = document.cookie.match(/(?:^|; )kept=([^;]*)/)?.[1];
  if (!taken) return;
  forget((key) => key === decodeURIComponent(taken));
  document.cookie = "kept=; path=/; max-age=0; samesite=lax";
}

const isOld = (key) => !(JSON.parse(localStorage.getItem(key))?.at > Date.now() - DAYS_KEPT * 864e5);

try {
  forget(isOld);
  forgetTaken();
  for (const form of document.querySelectorAll("form[data-keep]")) tend(form);
  document.addEventListener("htmx:beforeSwap", forgetTaken);
  document.addEventListener("htmx:load", (event) => { for (const form of event.target.querySelectorAll("form[data-keep]")) tend(form); });
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.("form[data-keep]");
      if (form) keep(form);
    });
  }
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-forget]")) forget(() => true); });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-drop-kept]")?.closest("form[data-keep]");
    if (!form) return;
    localStorage.removeItem(keyOf(form));
    location.reload();
  });
} catch { /* this browser keeps nothing: the forms work all the same */ }

/* The offline copy of the portal (js/portal/offline.js) goes when its owner signs out, when somebody else signs in on this
   device, and wherever nobody wishes for it any more. */
async function forgetCopy() {
  try {
    localStorage.removeItem("offline");
    await caches.delete("class-act-copy");
    await (await navigator.serviceWorker.getRegistration("/portal/"))?.unregister();
  } catch { /* nothing could be kept, so there is nothing to forget */ }
}
const owner = (() => { try { return localStorage.getItem("offline"); } catch { return null; } })();
const reader = document.body.dataset.person;
if (owner && reader && owner !== reader) forgetCopy();
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location.href).pathname === "/accounts/logout/") forgetCopy();
});
if (!owner && "caches" in window) caches.delete("class-act-copy").catch(() => {});
