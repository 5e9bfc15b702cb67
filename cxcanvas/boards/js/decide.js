// ---- decide: places that two people changed, one after the other, until none waits ----

/** What waits, in a sentence across the board, with the way to the next place. */
function undecidedNotice(board, { count, sentence, at, place, name }) {
  const both = (mine, theirs, of) => [[mine, () => decide(board, { take: "local", ...of })], [theirs, () => decide(board, { take: "remote", ...of })]];
  const shown = at || isStudio(board); // a board alone has no place for what is about no card
  const next = shown ? [[count > 1 ? "Show the next" : "Show it", () => showNext(board)]] : both("Keep mine", "Take theirs", { place });
  const all = count > 1 ? both("Keep all mine", "Take all theirs", {}) : shown ? both("Keep mine", "Take theirs", {}) : [];
  const said = shown || count === 1 ? sentence : `${sentence} Next: ${name}.`;
  notice(board, said, board.state.readOnly ? next.slice(0, shown ? 1 : 0) : [...next, ...all]);
}

/** Opens the place that waits first: in the fields of its element, else in Trouble. */
function showNext(board) {
  const { at, place } = board.state.undecided;
  board.deciding = place;
  if (!at && isStudio(board)) {
    if (board.root.dataset.side !== "trouble") showSide(board, "trouble");
    return goDecide(board);
  }
  if (at !== board.selected?.split(".")[0]) jump(board, at);
  return goDecide(board);
}

/** The place to decide has come into the page: its first button has the focus. */
function goDecide(board) {
  const place = board.deciding && [...board.root.querySelectorAll(`[data-decide=${quoted(board.deciding)}]`)].find((one) => one.closest("[data-board=inspector]") || !board.state.undecided.at);
  if (!place) return;
  board.deciding = null;
  reveal(board, place);
  place.scrollIntoView({ block: "nearest" });
  (place.querySelector("[data-take]") || place).focus({ preventScroll: true });
}

function decideClick(board, event) {
  const button = event.target.closest("[data-take]");
  if (!button || board.state.readOnly) return undefined;
  const { take, place } = button.dataset;
  return stop(event, () => decide(board, { take, place }));
}

/** After a decision the next one is offered: the focus goes to the way there, else back to the board. */
function decide(board, message) {
  send(board, { do: "resolve", ...message }, { done: (answer) => {
    if (answer.error || board.closed) return;
    const left = board.state.undecided.count;
    if (left) say(board, `${answer.say || ""} ${left === 1 ? "1 place is" : `${left} places are`} left to decide.`);
    const next = left ? part(board, "notice").querySelector("button") : itemAt(board, board.selected || "") || board.stage;
    next?.focus({ preventScroll: true });
  } });
}

topics.push((board, on) => {
  on("click", decideClick);
  board.after.panes.push(() => goDecide(board));
});
