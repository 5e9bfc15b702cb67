// ---- point: a comment is pinned to a place on a board, and the boards show where such comments are ----

/** The board that is pointed at: the one that was before one's eyes last. */
const pointedView = (board) => board.review.lastView || [...board.root.querySelectorAll("[data-tab]")].map((tab) => tab.dataset.tab).find((view) => !UNPOINTED.includes(view));
const UNPOINTED = ["review", "compare"];
const commentForm = (board) => reviewOf(board)?.querySelector("form[data-comment]");

function beginPointing(board) {
  const { about } = commentForm(board).elements;
  board.review.pointing = { about: fieldKey(about), before: board.views };
  board.root.classList.add("cx-pointing");
  if (!board.views.some((view) => !UNPOINTED.includes(view))) showTab(board, pointedView(board));
  banner(board, "Click the place that the comment is about; the tabs lead to other boards.", [["Not now", () => endPointing(board)]]);
}

function endPointing(board) {
  const { before } = board.review.pointing;
  board.review.pointing = null;
  board.root.classList.remove("cx-pointing");
  banner(board, "");
  board.review.goal = "form[data-comment] textarea";
  board.active = "review";
  return showViews(board, before); // also where the board that was asked for is still on its way
}

/** While somebody points, a board is a picture: nothing on it is chosen, dragged or opened. */
function pointAt(board, event) {
  const sheet = board.review.pointing && event.target.closest("[data-sheet]");
  if (!sheet || UNPOINTED.includes(sheet.dataset.sheet)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.type !== "click") return;
  const box = sheet.firstElementChild.getBoundingClientRect(), at = event.target.closest("[data-at]")?.dataset.at.split(".")[0];
  const share = (where, from, size) => Math.min(1, Math.max(0, (where - from) / size)).toFixed(4);
  board.review.spot = { view: sheet.dataset.sheet, x: share(event.clientX, box.left, box.width), y: share(event.clientY, box.top, box.height) };
  if (at) board.review.typed.set(board.review.pointing.about, at);
  endPointing(board);
}

/** The form to comment says which place was chosen. */
function showSpot(board) {
  const form = commentForm(board), hint = form?.querySelector("[data-scripted]"), { spot } = board.review;
  if (!hint || !isStudio(board)) return;
  if (hint.hidden) hint.firstChild.textContent = ""; // its words are of a picture beside the form
  hint.hidden = false;
  for (const name of ["view", "x", "y"]) form.elements[`place_${name}`].value = spot ? spot[name] : "";
  const told = form.querySelector("[data-spot]");
  told.textContent = spot ? `A place on the board ${tabOf(board, spot.view).firstChild.textContent.trim()} is chosen. ` : "";
  if (spot) told.insertAdjacentHTML("beforeend", '<button type="button" data-unpoint>Not there</button>');
}

/** Where people pointed, on the boards that are shown. */
function markPins(board) {
  for (const sheet of sheetsOf(board)) {
    for (const old of sheet.querySelectorAll(".cx-pin")) old.remove();
    const root = sheet.firstElementChild;
    for (const [view, x, y, id] of board.review.pins) {
      if (view !== sheet.dataset.sheet || !root) continue;
      const pin = document.createElement("button");
      Object.assign(pin, { type: "button", className: "cx-pin", title: "A comment at this place: show it" });
      pin.dataset.saidId = id;
      pin.setAttribute("aria-label", pin.title);
      pin.style.left = `${root.offsetLeft + x * root.offsetWidth}px`;
      pin.style.top = `${root.offsetTop + y * root.offsetHeight}px`;
      sheet.append(pin);
    }
  }
}

topics.push((board, on, life) => {
  for (const name of ["pointerdown", "pointerup", "click", "dblclick"]) on(name, pointAt, { capture: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && board.review.pointing && stop(event, () => endPointing(board)), { signal: life.signal, capture: true });
  on("click", (_, event) => {
    if (event.target.closest("[data-pinpoint]")) return beginPointing(board);
    if (event.target.closest("[data-unpoint]")) {
      board.review.spot = null;
      return showSpot(board);
    }
    const pin = event.target.closest("[data-said-id]");
    return pin ? showComments(board, `[id=${quoted(`c-${pin.dataset.saidId}`)}]`) : undefined;
  });
  board.after.drawing.push(() => {
    board.review.lastView = board.views.find((view) => !UNPOINTED.includes(view)) || board.review.lastView;
    showSpot(board);
    markPins(board);
  });
  window.addEventListener("resize", () => markPins(board), { signal: life.signal });
});
