// ---- parts: the drawing on the page, and how it changes without disturbing anybody ----
// Python draws; the page places what Python drew. A part is an element with data-k.
// An op is ["value", key, value] for an input of the inspector, ["put", key, html] | ["into", parent, before, html] | ["move", key, parent, before] | ["drop", key].

/** What each file adds to every board: topics.push((board, on, life) => …); a function that is returned is run at the end. */
const topics = [];

const EDITING = "input, textarea, select, [contenteditable=''], [contenteditable=true]";
const quoted = (text) => `"${CSS.escape(text)}"`;
/** A part by its key; keys are unique within a home: the sheet of one view, or the inspector. */
const partOf = (home, key) => home.querySelector(`[data-k=${quoted(key)}]`);
const sheetOf = (board, view) => board.stage.querySelector(`[data-sheet=${quoted(view)}]`);
const sheetsOf = (board) => [...board.stage.querySelectorAll("[data-sheet]")];

/** What Python drew, as one element. Only html that came from Python goes through here. */
function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** What holds the children of a part: its slot, or the part itself. */
function slotOf(part) {
  for (const slot of part.querySelectorAll("[data-slot]"))
    if (slot.closest("[data-k]") === part) return slot;
  return part;
}

/** Puts the first child into a part: after its heading, before its "add" button. */
function placeFirst(slot, node) {
  const heading = [...slot.children].filter((child) => child.matches("h1, h2, h3, h4, h5, h6, header, legend, summary")).at(-1);
  if (heading) heading.after(node);
  else slot.prepend(node);
}

/** Is somebody typing inside, or is text selected there that another person's change would lose? */
function isBusy(board, part, mine) {
  const active = document.activeElement;
  if (active && active.matches(EDITING) && part.contains(active)) return true;
  if (board.composing && part.contains(board.composing)) return true;
  if (mine) return false;
  const selection = document.getSelection();
  return !!selection && !selection.isCollapsed && selection.intersectsNode(part)
    && board.root.contains(selection.anchorNode);
}

const keysOf = ([name, key, parent]) => (name !== "move" ? [key] : [key, parent]);

/** May this op run now? Not while its part is typed in, nor before an op that it builds upon. */
function mustWait(board, home, op, mine) {
  const [name, key] = op;
  const part = partOf(home, key);
  if (part && name !== "into" && isBusy(board, part, mine)) return true;
  return board.held.some(([there, other]) => there === home && keysOf(other).some((k) => {
    if (keysOf(op).includes(k)) return true;
    const held = partOf(home, k);
    return held && part && name !== "into" && (held.contains(part) || part.contains(held));
  }) || (!part && other[0] !== "drop"));
}

/** Applies ops to a home in order; those that would disturb somebody wait. False when the page has lost its place. */
function patch(board, home, ops, mine) {
  for (const op of ops) {
    if (mustWait(board, home, op, mine)) board.held.push([home, op]);
    else if (!applyOp(board, home, op)) return false;
  }
  settle(board);
  return true;
}

/** Applies what waited, once nobody is in the way any more. */
function release(board) {
  if (!board.held.length) return;
  const waiting = board.held;
  board.held = [];
  for (const [home, op] of waiting) if (home.isConnected && !patch(board, home, [op], false)) return pull(board);
}

function applyOp(board, home, [name, key, ...rest]) {
  const part = partOf(home, key);
  if (name === "drop") {
    if (part) withFocusKept(board, home, part, () => part.remove());
    return true;
  }
  if (!part) return false;
  if (name === "put") return putPart(board, home, part, rest[0]);
  if (name === "value") return setValue(part, rest[0]);
  if (name === "into") return insertPart(board, home, part, rest[0], rest[1]);
  if (name === "move") return movePart(board, home, part, rest[0], rest[1]);
  return false;
}

/** What a fold of a field is about, in an old drawing and in a new one. */
const foldKey = (fold) => [fold.closest("[data-k]")?.dataset.k, fold.closest("li")?.querySelector("[data-to]")?.dataset.to, fold.firstElementChild?.textContent.replace(/\d/g, "")].join("|");

/** What somebody opened stays open in the new drawing. */
function keepOpen(part, fresh) {
  const open = [...part.querySelectorAll("details.cx-edge[open]")].map(foldKey);
  if (open.length) for (const fold of fresh.querySelectorAll("details.cx-edge")) if (open.includes(foldKey(fold))) fold.open = true;
  if (part.querySelector("details.cv-against[open]")) fresh.querySelector("details.cv-against")?.setAttribute("open", "");
}

function putPart(board, home, part, html) {
  const fresh = drawn(html);
  keepOpen(part, fresh);
  withFocusKept(board, home, part, () => {
    part.replaceWith(fresh);
    arm(board, fresh);
  });
  return true;
}

function insertPart(board, home, parent, before, html) {
  const fresh = drawn(html);
  const old = partOf(home, fresh.dataset.k);
  if (old) old.remove();
  if (!place(home, fresh, parent, before)) return false;
  arm(board, fresh);
  return true;
}

function movePart(board, home, part, parentKey, before) {
  const parent = partOf(home, parentKey);
  let placed = false;
  if (parent) withFocusKept(board, home, part, () => { placed = place(home, part, parent, before); });
  return placed;
}

/** Puts an element before a sibling part, or after the last one. */
function place(home, node, parent, before) {
  const slot = slotOf(parent);
  if (before) {
    const next = partOf(home, before);
    if (!next) return false;
    next.before(node);
    return true;
  }
  const last = [...slot.children].reverse().find((child) => child.dataset.k && child !== node);
  if (last) last.after(node);
  else placeFirst(slot, node);
  return true;
}

const HANDLES = ["data-edit", "data-point", "data-do", "data-new", "data-field", "data-choose", "data-entry", "data-attach", "data-drop", "data-preview", "data-begin", "data-add-entry", "data-copy-link", "data-at", "data-guide", "data-go", "data-claim", "data-ask", "data-shows", "data-tick", "data-room-step", "data-write", "data-speaks", "data-sort", "data-board-open", "data-against", "data-take"];

/** What the focused element is, so that its successor can be found in a new drawing. */
function signature(element) {
  const name = HANDLES.find((attribute) => element.hasAttribute(attribute));
  if (!name) return null;
  const key = element.closest("[data-k]")?.dataset.k;
  return { selector: `[${name}=${quoted(element.getAttribute(name))}]`, name, key };
}

/** Where a part and what is in it are scrolled to. */
function scrolls(part) {
  return [part, ...part.querySelectorAll("[data-k]")].filter((box) => box.scrollLeft || box.scrollTop)
    .map((box) => [box.dataset.k, box.scrollLeft, box.scrollTop]);
}

/** Runs a change of the drawing; whoever had the focus in it has it afterwards, and nothing scrolls. */
function withFocusKept(board, home, part, change) {
  const active = document.activeElement;
  const mark = active && part.contains(active) ? signature(active) : null;
  const inner = scrolls(part);
  const outer = [home.scrollLeft, home.scrollTop];
  change();
  if (mark) focusHeir(board, home, mark);
  for (const [key, left, top] of inner) partOf(home, key)?.scrollTo({ left, top, behavior: "instant" });
  [home.scrollLeft, home.scrollTop] = outer;
}

/** Gives the focus to what stands where the focused element stood. */
function focusHeir(board, home, mark) {
  const near = (mark.key && partOf(home, mark.key)) || home;
  const heir = [near.matches(mark.selector) && near, near.querySelector(mark.selector), board.root.querySelector(mark.selector),
    near !== home && near.querySelector(`[${mark.name}]`)].find(Boolean);
  if (heir && document.activeElement !== heir) heir.focus({ preventScroll: true });
}

/** Places whole drawings by view, keeping scroll and focus; a view that is not among them leaves the page. */
function placeAll(board, html) {
  board.held = board.held.filter(([home]) => !board.stage.contains(home));
  for (const sheet of sheetsOf(board)) if (!(sheet.dataset.sheet in html)) leaveSheet(board, sheet);
  for (const [view, drawing] of Object.entries(html)) {
    const sheet = sheetOf(board, view) || enterSheet(board, view);
    withFocusKept(board, sheet, sheet, () => {
      sheet.replaceChildren(drawn(drawing));
      arm(board, sheet);
    });
    const [left, top] = board.places.get(view) || [];
    if (left !== undefined) sheet.scrollTo({ left, top, behavior: "instant" });
    board.places.delete(view);
  }
  board.views = Object.keys(html);
  settle(board);
}

function enterSheet(board, view) {
  const sheet = document.createElement("div");
  sheet.className = "cx-sheet";
  sheet.dataset.sheet = view;
  sheet.tabIndex = -1;
  board.stage.append(sheet);
  return sheet;
}

/** A view goes; where it was scrolled to is kept for when it comes back. */
function leaveSheet(board, sheet) {
  board.places.set(sheet.dataset.sheet, [sheet.scrollLeft, sheet.scrollTop]);
  sheet.remove();
}

/** Makes new markup reachable by keyboard. */
function arm(board, node) {
  const all = (selector) => [...(node.matches(selector) ? [node] : []), ...node.querySelectorAll(selector)];
  for (const item of all("[data-at]:not([tabindex]):not(a):not(button)")) item.tabIndex = -1;
  for (const button of all("button[data-new], [data-k] button[data-do]")) button.tabIndex = -1;
  for (const point of all("[data-point]")) armPoint(board, point);
}

/** One tab stop in the drawing, on what is selected; the selection is shown wherever it appears. */
function settle(board) {
  for (const item of board.stage.querySelectorAll(".cx-selected")) if (item.dataset.at !== board.selected) unmark(item);
  const chosen = board.selected ? [...board.stage.querySelectorAll(`[data-at=${quoted(board.selected)}]`)] : [];
  for (const item of chosen) {
    item.classList.add("cx-selected");
    item.setAttribute("aria-current", "true");
  }
  const stop = chosen.includes(document.activeElement) ? document.activeElement
    : chosen[0] || board.stage.querySelector("article[data-at], [data-at], [data-new]");
  moveStop(board, stop);
  for (const told of board.after.drawing) told(board);
}

function moveStop(board, stop) {
  for (const old of board.stage.querySelectorAll(STOPS)) if (old !== stop) old.tabIndex = -1;
  if (stop) stop.tabIndex = 0;
}

function unmark(item) {
  item.classList.remove("cx-selected");
  item.removeAttribute("aria-current");
}
