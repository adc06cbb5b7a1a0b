/* Dragging a card opens the same page as "Move to…", and nothing is written by a drop. Where a card cannot go, the
   reason is said and the card stays. Without this script the link on each card does all of it. */
{
  const board = document.getElementById("board");
  const says = document.getElementById("board-says");
  const source = document.getElementById("refusals");
  const refusals = source ? JSON.parse(source.textContent) : {};
  let dragged = null;

  const why = (column) => refusals[dragged.dataset.stand]?.[column.dataset.column] ?? "";
  const columnOf = (event) => event.target.closest?.(".board-column");
  const columns = () => board.querySelectorAll(".board-column");

  function say(words) {
    says.textContent = words;
    says.hidden = !words;
  }

  function begin(event) {
    const card = event.target.closest?.(".board-card");
    if (!card) return;
    dragged = card;
    event.dataTransfer.setData("text/plain", card.querySelector("h3").textContent.trim());
    event.dataTransfer.effectAllowed = "move";
    say("");
    setTimeout(() => { // the picture under the pointer is taken first
      if (!dragged) return;
      board.classList.add("is-dragging");
      card.classList.add("is-dragged");
      for (const column of columns()) column.classList.toggle("is-shut", Boolean(why(column)));
    });
  }

  function over(event) {
    const column = dragged && columnOf(event);
    if (!column || column.dataset.column === dragged.dataset.column) return;
    event.preventDefault();
    for (const each of columns()) each.classList.toggle("is-over", each === column);
  }

  function drop(event) {
    const column = dragged && columnOf(event);
    if (!column || column.dataset.column === dragged.dataset.column) return;
    event.preventDefault();
    if (why(column)) say(why(column));
    else location.assign(`${dragged.dataset.move}?to=${column.dataset.column}`);
  }

  function end() {
    dragged?.classList.remove("is-dragged");
    board.classList.remove("is-dragging");
    for (const each of columns()) each.classList.remove("is-over", "is-shut");
    dragged = null;
  }

  if (board) {
    for (const card of board.querySelectorAll(".board-card")) {
      card.draggable = true;
      for (const link of card.querySelectorAll("a")) link.draggable = false;
    }
    board.addEventListener("dragstart", begin);
    board.addEventListener("dragover", over);
    board.addEventListener("drop", drop);
    board.addEventListener("dragend", end);
    // Back from a move: the card that was moved takes the focus, so that the keyboard goes on from there.
    const moved = location.hash.startsWith("#card-") && document.getElementById(location.hash.slice(1));
    if (moved) {
      moved.scrollIntoView({ block: "center", inline: "center" });
      moved.focus({ preventScroll: true });
    }
  }
}
