/* Tick all, and say how many are ticked. Without this script each row is ticked by itself. */
{
  const form = document.querySelector("form[data-ticks]");
  const all = form?.querySelector("[data-tick-all]");
  const told = form?.querySelector("[data-ticked]");
  const boxes = form ? [...form.querySelectorAll("input[name='pk']")] : [];
  const buttons = form ? form.querySelectorAll(".bulk-bar button[name='act']") : [];

  function count() {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    told.textContent = ticked ? `${ticked} ${told.dataset.some}` : told.dataset.none;
    for (const button of buttons) button.disabled = !ticked;
  }

  if (form) {
    all.hidden = false;
    form.addEventListener("change", (event) => {
      if (event.target === all) for (const box of boxes) box.checked = all.checked;
      count();
    });
    addEventListener("pageshow", count);
  }
}
