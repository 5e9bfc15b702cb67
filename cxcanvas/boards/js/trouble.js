// ---- trouble: what the rules say, asked for after each change, and what is done about it ----

/** Asks what the rules say now, once every change has been answered; one question at a time. */
function askJudge(board, again = false) {
  const now = `${board.born} ${board.rev}`;
  if (board.closed || board.away || board.rev < 0 || (now === board.judged && !again)) return;
  if (board.judging || board.outbox.some(({ message }) => EDITS.includes(message.do))) return;
  board.judging = true;
  board.judged = now;
  const pane = board.root.dataset.side === "trouble" ? { pane: true } : {};
  send(board, { do: "judge", ...pane }, { done: () => {
    board.judging = false;
    askJudge(board); // what has changed meanwhile
  } });
}

/** Signs that came or went on the same state of the canvas. */
function takeMarks(board, message) {
  if (message.rev < board.rev) return undefined;
  if (message.rev > board.rev || board.later) return pull(board);
  for (const [view, ops] of Object.entries(message.marks)) {
    const sheet = sheetOf(board, view);
    if (sheet && !patch(board, sheet, ops, false)) return pull(board);
  }
  return undefined;
}

/** How many contradictions there are stands on the button: a number and a sign, not a colour alone. */
function countTrouble(board, bad) {
  const button = isStudio(board) && part(board, "count");
  if (!button) return;
  button.textContent = bad ? `Trouble ✕ ${bad}` : "Trouble";
  button.classList.toggle("cx-has-bad", bad > 0);
  if (bad) button.setAttribute("aria-label", `Trouble: ${bad} contradiction${bad === 1 ? "" : "s"}`);
  else button.removeAttribute("aria-label");
}

function troubleClick(board, event) {
  const button = event.target.closest("[data-trouble]");
  if (!button) return undefined;
  const { trouble: what, rule, at, waiver } = button.dataset;
  if (what === "mend") return dealWith(board, { do: "mend", rule, at });
  if (what === "unwaive") return dealWith(board, { do: "unwaive", waiver });
  if (what === "waive") return askReason(board, button);
  return undefined;
}

/** After something was dealt with its line is gone: the pane keeps the focus. */
function dealWith(board, message) {
  const pane = part(board, "trouble");
  send(board, message, { done: (answer) => answer.error || (pane.contains(document.activeElement) && part(board, "count").focus({ preventScroll: true })) });
}

/** To live with a problem takes a reason and a name; until when is up to whoever decides. */
function askReason(board, { dataset: { rule, at, said } }) {
  const form = document.createElement("form");
  form.className = "cx-answer";
  const head = document.createElement("b");
  head.textContent = said;
  form.append(head);
  const line = (name, words, more = {}) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "text", maxLength: 400, ...more });
    label.append(words, input);
    form.append(label);
    return input;
  };
  const reason = line("reason", "Why it is right to live with it", { required: true });
  reason.setAttribute("autofocus", "");
  const by = line("by", "Who decides", { required: true, value: board.decider || "" });
  const until = line("until", "Until when (may stay empty)", { type: "date" });
  const go = document.createElement("button");
  go.textContent = "Live with it";
  go.className = "cx-yes";
  const row = document.createElement("p");
  row.className = "cx-buttons";
  row.append(go, " ", textButton("Cancel", () => closeDialog(board)));
  form.append(row);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!reason.value.trim() || !by.value.trim()) return;
    board.decider = by.value.trim();
    closeDialog(board);
    dealWith(board, { do: "waive", rule, at, reason: reason.value, by: by.value, ...(until.value ? { until: until.value } : {}) });
  });
  openDialog(board, form, "Live with it");
}

topics.push((board, on) => {
  board.after.state.push(() => queueMicrotask(() => askJudge(board))); // once the whole answer has been taken in
  if (isStudio(board)) on("click", troubleClick);
});
