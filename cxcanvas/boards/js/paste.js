// ---- paste: lines, tables and cards from elsewhere, looked at before they are taken ----

const MOST_PASTED = 200000; // characters; Python refuses more

const isClip = (text) => text.trimStart().startsWith("cxcanvas:");
/** Whether a text is more than one line for one card. */
const isTable = (text) => /\S[^\S\n]*[\r\n]+\s*\S/.test(text) || text.includes("\t");

/** Where a paste would go: the cell or the list in which the focus is. */
function placeOfFocus(board) {
  const focus = board.stage.contains(document.activeElement) ? document.activeElement : board.stage.querySelector(STOPS);
  const button = focus?.closest("[data-new]") || addButtonNear(focus?.closest("[data-at]")?.querySelector("[data-edit]") || focus);
  if (button) return placeOfButton(button);
  const cell = focus?.closest("[data-cell]");
  return cell ? { cell: cell.dataset.cell } : {};
}

function placeOfButton(button) {
  const cell = button.closest("[data-cell]");
  return { kind: button.dataset.new, preset: JSON.parse(button.dataset.preset || "{}"), ...(cell ? { cell: cell.dataset.cell } : {}) };
}

function onPaste(board, event) {
  if (event.defaultPrevented || event.target.closest?.(EDITING) || !board.stage.contains(document.activeElement)) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!text.trim()) return;
  event.preventDefault();
  if (board.state.readOnly) return say(board, board.state.readOnly);
  return offerPaste(board, clipOf(text), placeOfFocus(board));
}

/** Shows what a paste would make; nothing is made until somebody says so. One line makes one card at once. */
function offerPaste(board, text, place) {
  if (text.length > MOST_PASTED) {
    return say(board, tooLarge(text, MOST_PASTED));
  }
  const what = { text, ...place };
  if (!isClip(text) && !isTable(text)) return takePaste(board, what);
  return send(board, { do: "offer", ...what }, { done: (answer) => answer.offer && showOffer(board, what, answer.offer) });
}

function showOffer(board, what, html) {
  const form = drawn(html);
  openDialog(board, form, "Paste");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    closeDialog(board);
    takePaste(board, what);
  });
  form.addEventListener("change", () => {
    const as = form.querySelector("[name=as]:checked")?.value;
    const other = { ...what, ...(as ? { as } : {}) };
    send(board, { do: "offer", ...other }, { done: (answer) => {
      if (!answer.offer || !form.isConnected) return;
      showOffer(board, other, answer.offer);
      part(board, "dialog").querySelector("[name=as]:checked")?.focus();
    } });
  });
}

function takePaste(board, what) {
  return send(board, { do: "paste", ...what }, { done: (answer) => answer.ats?.length && chooseThese(board, answer.ats) });
}

topics.push((board, on) => {
  on("paste", onPaste);
});
