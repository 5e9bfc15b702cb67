// ---- offer: words that were typed and could not be taken over stay at hand until somebody decides ----

const SHORT = 60; // characters of them that are shown in a sentence

const short = (words) => (words.length > SHORT ? `${[...words].slice(0, SHORT).join("")}…` : words);

/** Keeps refused words in sight; `again` takes them up where they belong and returns what it opened, if that place is still there. */
function offerWords(board, words, again) {
  board.offered = [...(board.offered || []).filter((one) => one.words !== words), { words, again }];
  showOffered(board);
}

function showOffered(board) {
  const bar = part(board, "offered");
  const last = board.offered.at(-1);
  bar.hidden = !last;
  if (!last) return bar.replaceChildren();
  const more = board.offered.length > 1 ? ` (and ${board.offered.length - 1} more)` : "";
  const text = document.createElement("bdi");
  text.textContent = short(last.words);
  return bar.replaceChildren("Not taken over: “", text, `”${more}.`,
    textButton("Edit again", () => takeUpAgain(board, last)), textButton("Forget", () => forgetOffered(board, last)));
}

function forgetOffered(board, one) {
  board.offered = board.offered.filter((other) => other !== one);
  showOffered(board);
}

/** Where the words belong; when that place has gone they are shown, to be copied. */
function takeUpAgain(board, one) {
  forgetOffered(board, one);
  if (one.again?.()) return;
  const label = document.createElement("label");
  label.append("Their place is not there any more. Copy the words to where they belong now.");
  const area = document.createElement("textarea");
  area.value = one.words;
  area.rows = 6;
  area.readOnly = true;
  area.setAttribute("autofocus", "");
  const done = textButton("Done", () => closeDialog(board));
  const home = document.createElement("div");
  home.className = "cx-answer";
  label.append(area);
  home.append(label, done);
  openDialog(board, home, "Your words");
  area.select();
}

// -- the inspector: another form must not take along what was typed into the one before --

/** Another form, or none; what was typed in the one before and not sent yet is sent first. */
function fillPanel(board, fresh) {
  const panel = part(board, "inspector");
  const active = document.activeElement;
  if (panel.contains(active) && active.matches("input[type=text][data-field], textarea[data-field]") && active.value !== active.defaultValue) active.dispatchEvent(new Event("change", { bubbles: true }));
  for (const field of panel.querySelectorAll("[data-field][aria-invalid]:is(input[type=text], textarea)"))
    if (field.value && field.value !== field.defaultValue) offerWords(board, field.value, () => refill(board, field.dataset.field, field.value));
  board.held = board.held.filter(([home]) => home !== panel);
  board.nothing ??= panel.querySelector(".cx-nothing");
  panel.replaceChildren(fresh || board.nothing);
}

/** What is selected was removed by somebody else: its fields go once nobody types in them. */
function leaveGone(board, at) {
  const id = board.selected?.split(".")[0];
  board.gone = id && id === at.split(".")[0] ? at : null;
  if (!board.gone || isBusy(board, part(board, "inspector"), false)) return;
  board.gone = board.selected = null;
  fillPanel(board, null);
  settle(board);
  showSigns(board);
}

/** What is typed stays at its field; where the field has gone or shows other words by now, it is offered. */
function refuseField(board, input, value, sentence) {
  catchUp(board); // what waited for the caret stands there now
  if (input.isConnected) markField(board, input, sentence);
  else say(board, sentence);
  if (typeof value !== "string" || !value || (input.isConnected && input.value === value)) return;
  offerWords(board, value, () => refill(board, input.dataset.field, value));
}

/** Refused words once more in their field, as if typed, so that leaving it sends them. */
function refill(board, at, value) {
  const again = part(board, "inspector").querySelector(`[data-field=${quoted(at)}]`);
  if (!again) return null;
  reveal(board, again);
  again.focus();
  again.select();
  if (!document.execCommand("insertText", false, value)) again.value = value;
  return again;
}
