// ---- keys: what the keyboard can do, on "?" ----

function showKeys(board) {
  send(board, { do: "keys" }, { done: (answer) => answer.keys && openDialog(board, drawn(answer.keys), "Keys") });
}

topics.push((board, on, life) => {
  on("click", (_, event) => event.target.closest("[data-studio=keys]") && showKeys(board));
  on("keydown", (_, event) => {
    const { target } = event;
    if (event.key !== "?" || event.defaultPrevented || event.ctrlKey || event.metaKey || target.matches(EDITING)) return;
    if (!board.stage.contains(target) || !target.closest(NEAR)) stop(event, () => showKeys(board));
  });
  // On a page where nothing has the focus yet, the key is the studio's as well.
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && event.target === document.body && isStudio(board) && isShown(board.root)) stop(event, () => showKeys(board));
  }, { signal: life.signal });
});
