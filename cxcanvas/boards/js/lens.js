// ---- lens: filters over the same canvas; what a lens hides is hidden for everybody ----

const PLAIN = "everything";

/** Looks through a lens; the style sheet does the hiding, also of what is drawn later. */
function useLens(board, lens, keep = false) {
  const choice = part(board, "lens");
  const option = [...choice.options].find((one) => one.value === lens) || choice.options[0];
  const same = board.root.dataset.lens === option.value;
  board.root.dataset.lens = option.value;
  choice.value = option.value;
  const line = part(board, "lensed");
  line.hidden = option.value === PLAIN;
  line.replaceChildren(`${option.textContent.trim()} lens: ${option.dataset.said} `, textButton("Show everything", () => {
    useLens(board, PLAIN, true);
    choice.focus();
  }));
  if (keep && !same) {
    send(board, { do: "prefer", lens: option.value });
    say(board, option.value === PLAIN ? "Everything is shown." : `${option.textContent.trim()}: ${option.dataset.said}`);
  }
  settleLens(board);
}

/** The drawing keeps a tab stop that can be seen, and an empty board says why it is empty. */
function settleLens(board) {
  const stop = board.stage.querySelector(STOPS);
  if (stop && !isShown(stop)) moveStop(board, [...board.stage.querySelectorAll(NEAR)].find(isShown));
  for (const sheet of sheetsOf(board)) {
    const empty = board.root.dataset.lens !== PLAIN && sheet.firstElementChild && ![...sheet.querySelectorAll("[data-at], [data-new]")].some(isShown);
    const note = sheet.querySelector(":scope > .cx-lens-none");
    if (!empty) note?.remove();
    else if (!note) sheet.append(nothingHere());
  }
}

function nothingHere() {
  const note = document.createElement("p");
  note.className = "cx-lens-none";
  note.textContent = "On this board the lens shows nothing; another board, or another lens, does.";
  return note;
}

/** What was gone to must be seen: a lens that hides it is taken away. */
function seeThrough(board, at) {
  if (!at || board.root.dataset.lens === PLAIN) return;
  const items = [...board.stage.querySelectorAll(`[data-at=${quoted(at)}]`)];
  if (!items.length || items.some(isShown)) return;
  useLens(board, PLAIN, true);
  say(board, "The lens hid this; everything is shown now.");
  items[0].focus({ preventScroll: true });
}

topics.push((board, on, life) => {
  if (!isStudio(board)) return;
  const choice = part(board, "lens");
  choice.addEventListener("change", () => useLens(board, choice.value, true), { signal: life.signal });
  board.root.dataset.lens = PLAIN;
  let first = true;
  board.after.state.push((_, state) => {
    if (first) useLens(board, state.lens || PLAIN);
    first = false;
  });
  board.after.drawing.push(() => board.root.dataset.lens !== PLAIN && settleLens(board));
  board.after.select.push(seeThrough);
});
