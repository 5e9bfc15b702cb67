// ---- drag: cards between stages and storylines, with mouse, pen, finger or Alt + arrows ----

const HOLD = 350; // ms a finger rests before it drags instead of scrolling
const SLACK = 5; // px a pointer may tremble

function onPointerDown(board, event) {
  if (event.button !== 0 || board.drag || board.state.readOnly) return;
  const target = event.target;
  if (target.closest(".cx-handle")) return beginLink(board, target, event);
  if (target.closest(EDITING) || target.closest("a[href], summary")) return;
  const point = target.closest("[data-point]");
  if (point && board.stage.contains(point)) return startPoint(board, point, event);
  if (target.closest("button")) return;
  const card = target.closest("[data-drag]");
  if (card && board.stage.contains(card)) armDrag(board, card, event);
}

/** A press that may become a drag: by moving (mouse, pen) or by resting (finger). */
function armDrag(board, card, event) {
  const drag = { card, id: event.pointerId, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch", on: false };
  board.drag = drag;
  if (drag.touch) drag.timer = setTimeout(() => beginDrag(board), HOLD);
}

function onPointerMove(board, event) {
  const { drag } = board;
  if (!drag || event.pointerId !== drag.id) return;
  if (drag.point) return movePoint(board, event);
  if (drag.link) return moveLink(board, event);
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK;
  if (!drag.on && far) {
    if (drag.touch) return endDrag(board);
    beginDrag(board);
  }
  if (!drag.on) return;
  event.preventDefault();
  [drag.x, drag.y] = [event.clientX, event.clientY]; // the next frame follows
  return undefined;
}

function beginDrag(board) {
  const { drag } = board;
  finishTyping(board);
  drag.on = true;
  drag.ghost = ghostOf(board, drag.card);
  drag.marker = document.createElement("div");
  drag.marker.className = "cx-drop";
  drag.card.classList.add("cx-dragged");
  board.root.classList.add("cx-dragging");
  try { board.root.setPointerCapture(drag.id); } catch { /* the pointer has gone: the drag ends with the next event */ }
  drag.boxes = boxesAround(drag.card);
  board.carrier.append(drag.marker);
  drag.frame = requestAnimationFrame(() => autoScroll(board));
  follow(board);
}

/** A picture of the card under the pointer. */
function ghostOf(board, card) {
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true);
  ghost.removeAttribute("data-k");
  for (const part of ghost.querySelectorAll("[data-k]")) part.removeAttribute("data-k");
  ghost.removeAttribute("data-at");
  ghost.classList.add("cx-carried");
  ghost.classList.remove("cx-selected");
  ghost.setAttribute("aria-hidden", "true");
  ghost.style.width = `${box.width}px`;
  board.drag.dx = board.drag.x - box.left;
  board.drag.dy = board.drag.y - box.top;
  board.carrier.replaceChildren(ghost);
  return ghost;
}

/** Moves the picture with the pointer, and the marker to where the card would go; neither is part of the drawing, which stays as it is laid out. */
function follow(board) {
  const { drag } = board;
  const origin = board.carrier.getBoundingClientRect();
  drag.ghost.style.transform = `translate(${drag.x - drag.dx - origin.left}px, ${drag.y - drag.dy - origin.top}px)`;
  const below = board.root.getRootNode().elementsFromPoint(drag.x, drag.y);
  const cell = below.map((element) => element.closest("[data-cell]")).find((element) => element && board.stage.contains(element));
  drag.cell = cell || null;
  drag.marker.hidden = !cell;
  if (!cell) return;
  drag.before = cardAt(cell, drag.y, drag.card);
  const line = markerAt(cell, drag.before, drag.card);
  drag.marker.style.width = `${line.width}px`;
  drag.marker.style.transform = `translate(${line.left - origin.left}px, ${line.top - origin.top}px)`;
}

/** Where the marker lies: above the card that would follow, below the last one, or where the first would be. */
function markerAt(cell, before, card) {
  const last = keepers(cell, card).at(-1);
  const { left, width, top, bottom } = (before || last || slotOf(cell)).getBoundingClientRect();
  return { left, width, top: before ? top - 5 : last ? bottom + 1 : top };
}

const cardsOf = (cell) => [...cell.querySelectorAll("[data-drag]")];
const keepers = (cell, card) => cardsOf(cell).filter((other) => other !== card);
const cardAt = (cell, y, card) => keepers(cell, card).find((other) => {
  const box = other.getBoundingClientRect();
  return y < box.top + box.height / 2;
}) || null;

/** Puts a node behind the last card of a cell. */
function afterLastCard(cell, node) {
  const last = cardsOf(cell).filter((card) => card !== node).at(-1);
  const slot = slotOf(cell);
  if (last) last.after(node);
  else slot.prepend(node);
}

/** Near an edge, what can scroll scrolls. */
function autoScroll(board) {
  const { drag } = board;
  if (!drag?.on) return;
  for (const box of drag.boxes) scrollNear(box, drag);
  follow(board);
  drag.frame = requestAnimationFrame(() => autoScroll(board));
}

/** What scrolls around a card, from the inside out. */
function boxesAround(node) {
  const found = [];
  for (let box = node.parentElement; box; box = box.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(box);
    const wide = /auto|scroll/.test(overflowX) && box.scrollWidth > box.clientWidth;
    const high = /auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight;
    if (wide || high) found.push(box);
  }
  return document.scrollingElement && !found.includes(document.scrollingElement) ? [...found, document.scrollingElement] : found;
}

function scrollNear(box, { x, y }) {
  const page = box === document.scrollingElement;
  const edge = page ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : box.getBoundingClientRect();
  const speed = (low, high, at) => (at < low + 36 ? -10 : at > high - 36 ? 10 : 0);
  const [was, had] = [box.scrollLeft, box.scrollTop];
  box.scrollBy(speed(Math.max(0, edge.left), Math.min(innerWidth, edge.right), x), speed(Math.max(0, edge.top), Math.min(innerHeight, edge.bottom), y));
  return box.scrollLeft !== was || box.scrollTop !== had;
}

function onPointerUp(board, event) {
  const { drag } = board;
  if (!drag || event.pointerId !== drag.id) return;
  if (drag.point) return dropPoint(board);
  if (drag.link) return dropLink(board);
  if (drag.on) {
    [drag.x, drag.y] = [event.clientX, event.clientY];
    follow(board); // it goes where it is let go, and not where the last frame saw it
  }
  const { on, cell, before, card } = drag;
  endDrag(board);
  if (!on) return;
  board.swallow = true; // the click that follows a drag is none
  setTimeout(() => { board.swallow = false; }, 0);
  if (cell) sendPlace(board, card, cell, before);
}

function cancelDrag(board) {
  if (board.drag?.point) cancelPoint(board);
  else endDrag(board);
  say(board, "Put back.");
}

function endDrag(board) {
  const { drag } = board;
  if (!drag) return;
  board.drag = null;
  clearTimeout(drag.timer);
  cancelAnimationFrame(drag.frame);
  drag.target?.classList.remove("cx-target");
  board.root.classList.remove("cx-linking-now");
  drag.marker?.remove();
  drag.card?.classList.remove("cx-dragged");
  board.root.classList.remove("cx-dragging");
  board.carrier.replaceChildren();
}

/** The card is there at once; when Python refuses, it goes back. */
function sendPlace(board, card, cell, before) {
  const home = { parent: card.parentElement, next: card.nextElementSibling };
  if (cell.contains(card) && nextCard(card) === before) return;
  if (before) before.before(card);
  else afterLastCard(cell, card);
  const back = () => home.parent.insertBefore(card, home.next?.parentElement === home.parent ? home.next : null);
  const id = card.dataset.drag;
  select(board, card.dataset.at || id, card);
  if (isMany(board) && board.many.has(id)) return placeAllChosen(board, cell.dataset.cell, before?.dataset.drag, back);
  return send(board, { do: "place", at: id, cell: cell.dataset.cell, before: before?.dataset.drag ?? null }, { back });
}

function nextCard(card) {
  for (let next = card.nextElementSibling; next; next = next.nextElementSibling) if (next.dataset.drag) return next;
  return null;
}

/** Alt + arrows: up and down within a cell, then on into the next storyline; left and right to the next stage. */
function nudge(board, card, key) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  const cell = card.closest("[data-cell]");
  if (!cell) return undefined;
  const cards = cardsOf(cell);
  const at = cards.indexOf(card);
  if (key === "ArrowUp" && at > 0) return sendPlace(board, card, cell, cards[at - 1]);
  if (key === "ArrowDown" && at < cards.length - 1) return sendPlace(board, card, cell, cards[at + 2] || null);
  const next = neighbour(board, cell, key, "[data-cell]");
  if (!next) return say(board, "There is no further place in this direction.");
  sendPlace(board, card, next, key === "ArrowDown" ? cardsOf(next)[0] || null : null);
  card.focus({ preventScroll: true });
  return card.scrollIntoView({ block: "nearest", inline: "nearest" });
}
