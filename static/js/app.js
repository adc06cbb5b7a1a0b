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
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) trouble.hidden = true; });
