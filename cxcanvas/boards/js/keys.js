// ---- keys: what the keyboard can do, on "?" ----

function showKeys(board) {
  send(board, { do: "keys" }, { done: (answer) => answer.keys && openDialog(board, drawn(answer.keys), "Keys") });
}

/** Undo remembers over a restart, deleted words too: a person decides when that is over. */
function askToForget(board) {
  const asked = document.createElement("div");
  const words = document.createElement("p");
  words.textContent = "Undo will go back no further than now, and what was deleted is gone from the disk. The concept stays as it is.";
  const answers = document.createElement("p");
  answers.className = "cx-answer";
  answers.append(
    textButton("Forget it for good", () => { closeDialog(board); send(board, { do: "forget" }); }),
    textButton("Keep it", () => closeDialog(board)),
  );
  answers.lastChild.autofocus = true;
  asked.append(words, answers);
  openDialog(board, asked, "Forget what undo remembers?");
}

topics.push((board, on, life) => {
  on("click", (_, event) => event.target.closest("[data-studio=keys]") && showKeys(board));
  part(board, "dialog").addEventListener("click", (event) => event.target.closest("[data-forget]") && askToForget(board), { signal: life.signal });
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
