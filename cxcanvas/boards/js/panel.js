// ---- panel: the toolbar, and what the board says ----

const part = (board, name) => board.root.querySelector(`[data-board=${name}]`);

/** What there is to undo, whether all is saved: in words. */
function takeState(board, state) {
  board.state = state;
  if (board.born !== state.born || board.place !== state.place) openBook(board, state);
  for (const name of ["undo", "redo"]) {
    const button = board.root.querySelector(`.cx-tools [data-do=${name}]`);
    const word = name === "undo" ? "Undo" : "Redo";
    disable(button, !state[name]);
    button.title = state[name] ? `${word}: ${state[name]}` : `Nothing to ${name}`;
    button.setAttribute("aria-label", button.title);
  }
  const save = board.root.querySelector(".cx-tools [data-do=save]");
  disable(save, !state.dirty || !!state.readOnly);
  showSaving(board, state);
  board.root.classList.toggle("cx-readonly", !!state.readOnly);
  if (!state.dirty) forget(board, (entry) => entry.answered);
  for (const told of board.after.state) told(board, state);
}

/** How it stands with saving: a few words in the bar; what wants a decision, in a sentence of its own. */
function showSaving(board, state) {
  const saved = part(board, "saved");
  const long = state.saved.length > 40;
  saved.textContent = long ? "Not saved" : state.saved;
  saved.title = state.saved;
  if (state.undecided.count) {
    const { sentence } = state.undecided;
    return undecidedNotice(board, { ...state.undecided, sentence: long && !state.readOnly && sentence !== state.saved ? `${state.saved}. ${sentence}` : sentence });
  }
  if (state.recovered) return notice(board, state.recovered, [["Take it in", () => takeIn(board)], ["Forget it", () => send(board, { do: "recover", take: false })]]);
  if (long) return notice(board, state.saved);
  if (state.unreadable && board.seen !== state.unreadable) return notice(board, state.unreadable, [["All right", () => { board.seen = state.unreadable; notice(board, ""); }], ["Forget it", () => askToForget(board)]]);
  return notice(board, "");
}

/** What an earlier session left; where something else stands at its place by now, a person decides. */
function takeIn(board) {
  send(board, { do: "recover", take: true }, { wrong: (sentence) => notice(board, sentence, [
    ["Take it in all the same", () => send(board, { do: "recover", take: true, anyway: true })],
    ["Forget it", () => send(board, { do: "recover", take: false })],
  ]) });
}

/** A sentence with what can be done about it; it stays the same element while it says the same. */
function notice(board, sentence, actions = []) {
  const bar = part(board, "notice");
  if (bar.cxSaid === sentence) return;
  bar.cxSaid = sentence;
  bar.hidden = !sentence;
  bar.replaceChildren(sentence, ...actions.map(([words, action]) => textButton(words, action)));
}

/** A button that does nothing now keeps the focus, so that the keys after it are still the board's. */
function disable(button, off) {
  button.setAttribute("aria-disabled", String(off));
}

/** The signs of the toolbar belong to what is selected. */
function showSigns(board) {
  for (const button of board.root.querySelectorAll(".cx-signs [data-do]")) disable(button, !board.selected || !!board.state.readOnly);
}

/** Says something, to the eye and to a screen reader. */
function say(board, sentence) {
  const line = part(board, "say");
  line.classList.remove("cx-wrong");
  line.replaceChildren(document.createTextNode(sentence));
}

/** An answer that refuses: the sentence, and what was typed can be taken up again. */
function complain(board, sentence, entry) {
  if (entry?.hooks.wrong) return entry.hooks.wrong(sentence);
  say(board, sentence);
  const line = part(board, "say");
  line.classList.add("cx-wrong");
  const [words, again] = entry?.hooks.retry || [];
  if (!again) return undefined;
  line.append(` You wrote “${short(words)}”.`);
  return offerWords(board, words, again);
}

function textButton(words, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", action);
  return button;
}

/** A sentence across the board, with what can be done about it; an empty one takes it away. */
function banner(board, sentence, actions = []) {
  const bar = part(board, "banner");
  bar.hidden = !sentence;
  bar.replaceChildren(sentence, ...actions.map(([words, action]) => textButton(words, action)));
}
