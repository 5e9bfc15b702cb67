// ---- dialog: one question at a time, above the board ----

/** Shows something above the board, in place of what stood there; `content` is an element. The focus comes back to where it was. */
function openDialog(board, content, label) {
  const dialog = part(board, "dialog");
  if (!dialog.open) board.before = document.activeElement;
  dialog.setAttribute("aria-label", label);
  dialog.replaceChildren(content);
  if (!dialog.open) dialog.showModal();
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
    if (dialog.open) return; // it comes late: something else is asked by now
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
