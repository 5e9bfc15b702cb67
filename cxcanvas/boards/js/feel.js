// ---- feel: the points of the emotion curve, dragged up and down ----

const LOW = -3;
const HIGH = 3;
const clamp = (value) => Math.max(LOW, Math.min(HIGH, value));
const valenceOf = (point) => Number(point.dataset.valence || 0);

/** A point is a slider to everybody who does not see it. */
function armPoint(board, point) {
  point.tabIndex = -1;
  if (point.getAttribute("role") === "slider") return;
  point.setAttribute("role", "slider");
  point.setAttribute("aria-orientation", "vertical");
  point.setAttribute("aria-valuemin", LOW);
  point.setAttribute("aria-valuemax", HIGH);
  point.setAttribute("aria-valuenow", valenceOf(point));
  if (!point.getAttribute("aria-label")) point.setAttribute("aria-label", `Feeling: ${point.textContent.replace(/\s+/g, " ").trim()}`);
}

function startPoint(board, point, event) {
  finishTyping(board);
  board.drag = { id: event.pointerId, point, from: valenceOf(point), faint: point.classList.contains("cx-faint"), at: point.dataset.point };
  try { board.root.setPointerCapture(event.pointerId); } catch { /* gone already */ }
  board.root.classList.add("cx-dragging");
  event.preventDefault();
  point.focus({ preventScroll: true });
}

/** Height in the scale, from +3 at the top to -3 at the bottom, in whole steps. */
function movePoint(board, event) {
  const { point } = board.drag;
  const box = (point.closest("[data-scale]") || point.parentElement).getBoundingClientRect();
  const share = (event.clientY - box.top) / (box.height || 1);
  event.preventDefault();
  showValence(point, clamp(Math.round(HIGH - share * (HIGH - LOW))));
  board.drag.moved = true;
}

/** On screen at once: the style sheet takes a point's height from data-v. */
function showValence(point, valence, faint = false) {
  point.dataset.valence = valence;
  point.dataset.v = valence;
  point.classList.toggle("cx-faint", faint);
  point.style.setProperty("--v", valence);
  point.setAttribute("aria-valuenow", valence);
}

function dropPoint(board) {
  const { point, from, faint, at, moved } = board.drag;
  endDrag(board);
  board.swallow = true;
  setTimeout(() => { board.swallow = false; }, 0);
  if (moved && (faint || valenceOf(point) !== from)) sendFeeling(board, point, at, from, faint);
  else select(board, at.split(".")[0], point);
}

function cancelPoint(board) {
  const { point, from, faint } = board.drag;
  endDrag(board);
  showValence(point, from, faint);
}

function sendFeeling(board, point, at, from, faint) {
  send(board, { do: "feel", at, valence: valenceOf(point) }, { back: () => showValence(point, from, faint) });
}

/** The height of a point as it was asked for last: an answer to an earlier key may have set it back. */
function heightOf(board, point) {
  const asked = board.outbox.filter(({ message }) => message.do === "feel" && message.at.split(".")[0] === point.dataset.point.split(".")[0]).at(-1);
  return asked ? asked.message.valence : valenceOf(point);
}

function nudgePoint(board, point, key) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  const from = heightOf(board, point);
  const faint = point.classList.contains("cx-faint");
  const valence = clamp(from + (key === "ArrowUp" ? 1 : -1));
  if (valence === from) return undefined;
  showValence(point, valence);
  return sendFeeling(board, point, point.dataset.point, from, faint);
}
