// "/" goes to the search field in the masthead, unless something is being typed. Without it one clicks.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.getElementById("search-everything");
  if (!field) return;
  event.preventDefault();
  if (field.checkVisibility?.() ?? true) field.select();
  else document.getElementById("search-page")?.click();
});
