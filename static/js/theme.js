/* Light, dark, or as the device says. Loaded in <head> without defer, so that the first paint already has the right paper. */
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  };
  let choice = remembered();

  const show = () => {
    root.dataset.bsTheme = choice === "auto" ? (device.matches ? "dark" : "light") : choice;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };
  show();
  device.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    for (const control of document.querySelectorAll("[data-theme-switch]")) control.hidden = false;
    show();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    choice = button.dataset.themeChoice;
    try { localStorage.setItem("theme", choice); } catch { /* private window: remembered for this page only */ }
    show();
  });
})();
