// ---- private: words that could tell who somebody is wait until whoever wrote them decides ----

/** Python kept nothing and asks: masked, as it is, or written anew. */
function askPrivate(board, { error, private: html }, entry) {
  const dialog = openDialog(board, drawn(html), "Could somebody be recognised?");
  let answered = false;
  dialog.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-private]")?.dataset.private;
    if (!choice) return;
    answered = true;
    closeDialog(board);
    const { n, page, rev, ...message } = entry.message;
    send(board, { ...message, private: choice }, entry.hooks);
  });
  dialog.addEventListener("close", () => answered || complain(board, error, entry), { once: true });
}
