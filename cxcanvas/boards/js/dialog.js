// ---- dialog: one question at a time, above the board ----

/** Shows something above the board; `content` is an element. The focus comes back to where it was. */
function openDialog(board, content, label) {
  const dialog = part(board, "dialog");
  closeDialog(board);
  board.before = document.activeElement;
  dialog.setAttribute("aria-label", label);
  dialog.replaceChildren(content);
  dialog.showModal();
  (dialog.querySelector("[autofocus]") || dialog.querySelector("input, select, textarea, button") || dialog).focus();
  return dialog;
}

function closeDialog(board) {
  const dialog = part(board, "dialog");
  if (dialog.open) dialog.close();
}

topics.push((board) => {
  const dialog = part(board, "dialog");
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    if (board.before?.isConnected) board.before.focus({ preventScroll: true });
    board.before = null;
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("click", (event) => {
    event.stopPropagation();
    if (event.target === dialog || event.target.closest("[data-close]")) closeDialog(board);
  });
});
