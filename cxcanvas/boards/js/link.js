// ---- link: one edge between two elements, drawn from one to the other or found by search ----

const SVG = "http://www.w3.org/2000/svg";

/** Asks how two elements can be linked; where there is one way, that is done. */
function linkThem(board, from, to) {
  send(board, { do: "ways", from, to }, { done: (answer) => {
    if (answer.error) return;
    if (!answer.ways.length) return sendLink(board, [from, to]); // Python says why not
    if (answer.ways.length === 1) return sendLink(board, answer.ways[0]);
    const choice = drawn(answer.choose);
    openDialog(board, choice, "How are they linked?");
    choice.addEventListener("click", (event) => {
      const button = event.target.closest("[data-way]");
      if (!button) return;
      closeDialog(board);
      sendLink(board, answer.ways[Number(button.dataset.way)]);
    });
  } });
}

const sendLink = (board, [from, to, relation]) => send(board, { do: "link", from, to, ...(relation ? { relation } : {}) });

// -- by search --

/** What was seen or heard becomes evidence in two clicks: what it does, and of what. */
const SPEAKS = { supports: "What does it speak for?", contradicts: "What does it speak against?" };

function speaksClick(board, event) {
  const button = event.target.closest("[data-speaks]");
  if (!button || !board.stage.contains(button)) return undefined;
  if (board.state.readOnly) return say(board, board.state.readOnly);
  return findTarget(board, button.dataset.speaksOf, "", button.dataset.speaks);
}

/** A dialog that finds what to link with: type, walk with the arrows, Enter. With a relation, it is what is asked for. */
function findTarget(board, from, words = "", relation = "") {
  send(board, { do: "targets", at: from, words }, { done: (answer) => {
    if (!answer.targets) return;
    const fresh = drawn(answer.targets);
    const open = part(board, "dialog").querySelector("[data-linking]");
    if (!open) return showTargets(board, from, fresh, relation);
    const home = open.closest(".cx-linking");
    for (const selector of ["[role=listbox]", "[role=status]"]) home.querySelector(selector).replaceWith(fresh.querySelector(selector));
    nameTargets(board, home);
  } });
}

function showTargets(board, from, home, relation) {
  if (SPEAKS[relation]) home.querySelector("h2").textContent = SPEAKS[relation];
  openDialog(board, home, "Link");
  const input = home.querySelector("[data-linking]");
  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => findTarget(board, from, input.value, relation), PAUSE);
  });
  input.addEventListener("keydown", (event) => targetKey(board, from, home, event, relation));
  home.addEventListener("click", (event) => {
    const row = event.target.closest("[data-target]");
    if (row) takeTarget(board, from, row, relation);
  });
  nameTargets(board, home);
}

function nameTargets(board, home) {
  const list = home.querySelector("[role=listbox]");
  list.id = `targets-${board.page}`;
  [...list.children].forEach((row, place) => { row.id = `${list.id}-${place}`; });
  home.querySelector("[data-linking]").setAttribute("aria-controls", list.id);
  markTarget(home, list.firstElementChild);
}

function markTarget(home, row) {
  for (const other of home.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
  const input = home.querySelector("[data-linking]");
  if (!row) return input.removeAttribute("aria-activedescendant");
  row.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", row.id);
  return row.scrollIntoView({ block: "nearest" });
}

function targetKey(board, from, home, event, relation) {
  if (event.isComposing) return undefined;
  const now = home.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown") return stop(event, () => markTarget(home, now?.nextElementSibling || now));
  if (event.key === "ArrowUp") return stop(event, () => markTarget(home, now?.previousElementSibling || now));
  if (event.key === "Enter") return stop(event, () => now && takeTarget(board, from, now, relation));
  if (event.key === "Escape") return stop(event, () => closeDialog(board)); // a search field would only empty itself
  return undefined;
}

function takeTarget(board, from, row, relation) {
  closeDialog(board);
  if (relation) return sendLink(board, [from, row.dataset.target, relation]);
  return linkThem(board, from, row.dataset.target);
}

// -- by drawing --

/** The chosen card carries a handle from which a line can be drawn. */
function showHandle(board) {
  const home = board.selected && !board.state.readOnly && !isMany(board)
    ? [...board.stage.querySelectorAll(`article[data-at=${quoted(board.selected)}]`)].find(isShown) : null;
  const old = board.stage.querySelector(".cx-handle");
  if (old?.parentElement === home && home) return;
  old?.remove();
  if (!home) return;
  const handle = document.createElement("span");
  handle.className = "cx-handle";
  handle.title = "Draw a line to what it is linked with";
  handle.setAttribute("aria-hidden", "true"); // by keyboard there is the search
  home.append(handle);
}

function beginLink(board, handle, event) {
  finishTyping(board);
  event.preventDefault();
  const card = handle.closest("[data-at]");
  const box = handle.getBoundingClientRect();
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add("cx-thread");
  const line = svg.appendChild(document.createElementNS(SVG, "line"));
  board.carrier.replaceChildren(svg);
  board.drag = { id: event.pointerId, link: true, on: true, card: null, svg, line, from: card.dataset.at, handle, boxes: boxesAround(card), x0: box.left + box.width / 2, y0: box.top + box.height / 2 };
  board.root.classList.add("cx-linking-now");
  try { board.root.setPointerCapture(event.pointerId); } catch { /* gone already */ }
  moveLink(board, event);
}

function moveLink(board, event) {
  const { drag } = board;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  drag.frame ??= requestAnimationFrame(() => followLink(board, drag));
}

function followLink(board, drag) {
  drag.frame = undefined;
  if (board.drag !== drag) return;
  if (drag.boxes.map((box) => scrollNear(box, drag)).some(Boolean)) {
    const box = drag.handle.getBoundingClientRect(); // the card scrolls away under the line
    if (drag.handle.isConnected) [drag.x0, drag.y0] = [box.left + box.width / 2, box.top + box.height / 2];
    drag.frame = requestAnimationFrame(() => followLink(board, drag));
  }
  const origin = board.carrier.getBoundingClientRect();
  const place = { x1: drag.x0 - origin.left, y1: drag.y0 - origin.top, x2: drag.x - origin.left, y2: drag.y - origin.top };
  for (const [name, value] of Object.entries(place)) drag.line.setAttribute(name, value);
  const target = linkTarget(board, drag);
  if (target === drag.target) return;
  drag.target?.classList.remove("cx-target");
  target?.classList.add("cx-target");
  drag.target = target;
}

/** The element under the pointer that a line may end at. */
function linkTarget(board, drag) {
  const below = board.root.getRootNode().elementsFromPoint(drag.x, drag.y);
  const found = below.map((element) => element.closest("[data-at]")).find((element) => element && board.stage.contains(element));
  return found && idOf(found) !== drag.from.split(".")[0] ? found : null;
}

function dropLink(board) {
  const { drag } = board;
  const target = linkTarget(board, drag);
  endDrag(board);
  board.swallow = true;
  setTimeout(() => { board.swallow = false; }, 0);
  if (target) linkThem(board, drag.from.split(".")[0], idOf(target));
}

topics.push((board, on) => {
  on("click", speaksClick);
  board.after.drawing.push(showHandle);
});
