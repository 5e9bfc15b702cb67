// ---- type: editing in place ----
// The text gives way to a text area while it is edited; nothing that Python sends touches it.

const isTyping = (board) => !!board.typing || board.root.contains(document.activeElement) && document.activeElement.matches(EDITING);

const MOST_WORDS = 20000; // characters of one text; Python refuses more

const tooLarge = (words, most) => `This is too large to paste: ${words.length < 1e6 ? words.length.toLocaleString("en") : `${(words.length / 1e6).toFixed(1)} million`} characters. At most ${most.toLocaleString("en")} fit; paste it in parts.`;

function textArea(board, label, value, line) {
  const area = document.createElement("textarea");
  area.cxBoard = board;
  area.className = "cx-type";
  area.rows = 1;
  area.value = value;
  area.setAttribute("aria-label", label);
  area.spellcheck = true;
  area.dataset.line = line ? "true" : "false";
  area.addEventListener("input", () => grow(area));
  area.addEventListener("compositionstart", () => { board.composing = area; });
  area.addEventListener("compositionend", () => { board.composing = null; });
  area.addEventListener("paste", (event) => pastePlain(event, area));
  return area;
}

/** At least as high as its text. It is touched only when a line more is needed: each change lays out the whole map. */
function grow(area) {
  if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 2}px`;
}

/** Only words are pasted; in a one-line text, line breaks become spaces. */
function pastePlain(event, area) {
  const words = event.clipboardData?.getData("text/plain");
  if (words === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (words.length + area.value.length > MOST_WORDS && !(area.cxDraft && isTable(words))) return say(area.cxBoard, tooLarge(words, MOST_WORDS));
  if (area.cxDraft && isTable(words)) return area.cxDraft(words);
  const clean = area.dataset.line === "true" ? words.replace(/\s*[\r\n]+\s*/g, " ").trim() : words;
  if (!document.execCommand("insertText", false, clean)) area.setRangeText(clean, area.selectionStart, area.selectionEnd, "end");
  return grow(area);
}

/** The words of an element as they are in the canvas. */
const textOf = (element) => element.dataset.value ?? (element.classList.contains("cx-blank") ? "" : element.textContent.trim());

/** Opens a text for editing; with `value`, that takes the place of what is there. */
function startTyping(board, element, value) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  if (board.typing) finishTyping(board);
  const owner = element.closest("[data-at]");
  if (owner) select(board, owner.dataset.at, owner);
  const before = textOf(element);
  const area = textArea(board, element.dataset.label || "Text", value ?? before, element.dataset.editType !== "prose");
  board.typing = { area, element, before, at: element.dataset.edit, seen: board.rev };
  element.hidden = true;
  element.after(area);
  area.addEventListener("keydown", (event) => typingKey(board, event));
  area.addEventListener("blur", () => document.hasFocus() && finishTyping(board));
  grow(area);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  return area;
}

function typingKey(board, event) {
  if (event.isComposing || event.keyCode === 229) return;
  const { typing } = board;
  if (!typing) return;
  const commits = event.key === "Enter" && (typing.area.dataset.line === "true" ? !event.shiftKey : event.ctrlKey || event.metaKey);
  if (event.key === "Escape") stop(event, () => giveUp(board));
  else if (commits) stop(event, () => commitAndNext(board));
  else if (event.key === "Tab") finishTyping(board, true);
  else event.stopPropagation();
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) stop(event, () => command(board, "save"));
}

/** Takes the text area away; true when it was there. */
function closeTyping(board) {
  const { typing } = board;
  if (!typing) return null;
  board.typing = null;
  board.composing = null;
  typing.area.remove();
  typing.place = typing.draft?.previousElementSibling || null; // the card it stood after may have been drawn anew meanwhile
  if (typing.element) typing.element.hidden = false;
  if (typing.draft) typing.draft.remove();
  return typing;
}

function giveUp(board) {
  const typing = closeTyping(board);
  const made = typing?.draft && board.made && board.stage.querySelector(`[data-k][data-at=${quoted(board.made)}]`);
  board.made = null;
  if (made) select(board, made.dataset.at, made); // after a row of new cards the last one is chosen, not what was before them
  else focusAfter(board, typing);
  catchUp(board);
}

function focusAfter(board, typing) {
  const home = typing.element?.closest("[data-at]") || typing.button;
  if (home?.isConnected) home.focus({ preventScroll: true });
}

/** Ends editing and sends what was written. */
function finishTyping(board, keepFocus = false) {
  const typing = closeTyping(board);
  if (!typing) return;
  const words = typing.area.value.trim();
  if (typing.draft) {
    if (words) sendDraft(board, typing, words);
  } else if (words !== typing.before) {
    sendText(board, typing, words);
  }
  if (keepFocus) focusAfter(board, typing);
  catchUp(board);
}

/** The new words are on screen at once; Python confirms or refuses. */
function sendText(board, { element, at, seen }, words) {
  const blank = element.classList.contains("cx-blank");
  const old = element.textContent;
  element.textContent = words;
  if (words) element.classList.remove("cx-blank");
  const back = () => {
    element.textContent = old;
    element.classList.toggle("cx-blank", blank);
  };
  send(board, { do: "set", at, value: words }, { back, seen, retry: [words, () => retype(board, at, words)] });
}

/** Takes refused words up again. */
function retype(board, at, words) {
  const element = board.stage.querySelector(`[data-edit=${quoted(at)}]`);
  return element && startTyping(board, element, words);
}

/** The "add" button that makes what this one made: drawings come and go. */
function sameButton(board, button) {
  if (board.stage.contains(button)) return button;
  return [...board.stage.querySelectorAll(`[data-new=${quoted(button.dataset.new)}]`)].find((one) => one.dataset.preset === button.dataset.preset);
}

/** Refused words of a new card are taken up again where it was begun. */
function redraft(board, button, words) {
  const same = sameButton(board, button);
  const area = same && startDraft(board, same);
  if (!area) return null;
  area.value = words;
  grow(area);
  return area;
}

function commitAndNext(board) {
  const { typing } = board;
  const button = typing.button || addButtonNear(typing.element);
  const empty = typing.draft && !typing.area.value.trim();
  finishTyping(board, !button || empty);
  if (button && !empty) startDraft(board, button, typing.draft ? typing.draft.cxGhost : typing.element.closest("[data-k]"));
}

/** The "add" button of the cell or list in which a card stands; the name of what heads a list begins none. */
function addButtonNear(element) {
  const card = element.closest("[data-k]");
  if (!card?.dataset.at) return null;
  const home = card?.closest("[data-cell]") || card?.parentElement;
  return home?.querySelector(":scope > [data-new]") || null;
}

/** An empty card to type into; it becomes an element when it has a name. */
function startDraft(board, button, after) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  finishTyping(board);
  const draft = document.createElement(button.closest("ul, ol") && !button.closest("li") ? "li" : "div");
  draft.className = "cx-card cx-draft";
  const area = textArea(board, button.getAttribute("aria-label") || button.textContent.trim(), "", true);
  area.placeholder = button.dataset.hint || "Name …";
  draft.append(area);
  const anchor = after?.isConnected ? after : null;
  if (anchor) anchor.after(draft);
  else (button.closest("li") || button).before(draft);
  board.typing = { area, draft, button, before: "", after: anchor };
  area.cxDraft = (words) => {
    giveUp(board);
    offerPaste(board, words, placeOfButton(button));
  };
  area.addEventListener("keydown", (event) => typingKey(board, event));
  area.addEventListener("blur", () => document.hasFocus() && finishTyping(board));
  area.focus();
  grow(area);
  return area;
}

/** The next part after a place, which the new element stands before in the file. */
function partAfter(node) {
  for (let next = node.nextElementSibling; next; next = next.nextElementSibling) if (next.dataset.at && next.dataset.k) return next.dataset.at;
  return null;
}

function sendDraft(board, { button, draft, after: begun, place }, words) {
  const after = begun?.isConnected ? begun : begun && place;

  const ghost = document.createElement("div");
  ghost.className = "cx-card cx-ghost";
  ghost.textContent = words;
  draft.cxGhost = ghost;
  if (after?.isConnected) after.after(ghost);
  else (button.closest("li") || button).before(ghost);
  const message = { do: "add", kind: button.dataset.new, preset: JSON.parse(button.dataset.preset || "{}"), name: words, before: partAfter(ghost) };
  const retry = [words, () => redraft(board, button, words)];
  send(board, message, {
    back: () => ghost.remove(),
    retry,
    done: (answer) => followGhost(board, ghost, answer),
  });
}

/** The real card has come: a draft that stood after its ghost stays after it. Where its part waits for the end of typing, the ghost waits too. */
function followGhost(board, ghost, answer) {
  const next = ghost.nextElementSibling;
  const card = answer.at && board.stage.querySelector(`[data-k][data-at=${quoted(answer.at)}]`);
  if (!card && !answer.error && board.held.length) return;
  if (board.typing?.after === ghost) board.typing.after = null;
  if (card && next?.classList.contains("cx-draft") && next.parentElement === card.parentElement) moveKeepingCaret(card, next);
  ghost.remove();
  if (!answer.error && answer.at) board.made = answer.at;
  if (card && !isTyping(board)) select(board, answer.at, card);
}

/** Puts a card before the draft that is typed in; the draft itself does not move. */
function moveKeepingCaret(card, draft) {
  if (!(draft.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_PRECEDING)) draft.before(card);
}
