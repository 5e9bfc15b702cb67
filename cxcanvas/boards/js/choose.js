// ---- choose: what is selected, and the keys ----

const NEAR = "[data-at], [data-new], [data-point]";
const STOPS = "[data-at][tabindex='0'], [data-new][tabindex='0'], [data-point][tabindex='0']";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** One key for each sign. They are signs, not letters: letters start typing. */
const SIGN_KEYS = { "*": "star", "!": "pain", "+": "opportunity", '"': "quote", "/": "guess", ">": "link" };

/** Selects an element of the canvas, shows it in the inspector and gives it the focus. */
function select(board, at, focusOn) {
  board.wantsWords = null;
  const changed = at !== board.selected;
  board.selected = at;
  settle(board);
  const item = focusOn || board.stage.querySelector(`[data-at=${quoted(at)}]`);
  if (item && document.activeElement !== item) {
    reveal(board, item);
    item.focus({ preventScroll: !!focusOn });
  }
  showSigns(board);
  if (changed) send(board, { do: "select", at, open: board.opened });
  if (changed) for (const told of board.after.select) told(board, at);
}

function onClick(board, event) {
  const target = event.target;
  const button = target.closest("[data-do]");
  if (button) return doButton(board, button);
  const add = target.closest("[data-new]");
  if (add) return startDraft(board, add);
  const link = target.closest("a[href^='#']");
  if (link && board.stage.contains(link) && !link.closest(".cx-review")) return stop(event, () => jump(board, decodeURIComponent(link.hash.slice(1))));
  if (target.closest(EDITING) || target.closest("a[href], summary, .cx-inspector, .cx-banner")) return undefined;
  const item = target.closest("[data-at]");
  if (!item || !board.stage.contains(item)) return undefined;
  if (event.shiftKey || event.ctrlKey || event.metaKey) return chooseAlso(board, item, event.shiftKey);
  chooseOnly(board);
  const text = target.closest("[data-edit]");
  const again = board.selected === item.dataset.at;
  select(board, item.dataset.at, item);
  if (again && text && item.contains(text)) startTyping(board, text);
  return undefined;
}

/** Follows a link inside the drawing: to the element, not to another page. */
function goTo(board, at) {
  const item = board.stage.querySelector(`[data-at=${quoted(at)}]`) || board.stage.querySelector(`[data-at=${quoted(at.split(".")[0])}]`);
  if (!item) return;
  select(board, item.dataset.at, item);
  item.scrollIntoView({ block: "center", inline: "center" });
}

function onDoubleClick(board, event) {
  const text = event.target.closest("[data-edit]") || event.target.closest("[data-at]")?.querySelector("[data-edit]");
  if (text && board.stage.contains(text)) startTyping(board, text);
}

/** A button with data-do: for the element it stands in, else for the selected one. */
function doButton(board, button) {
  const what = button.dataset.do;
  if (button.getAttribute("aria-disabled") === "true") return say(board, button.title || "There is nothing to save.");
  if (["undo", "redo", "save"].includes(what)) return command(board, what);
  const here = board.stage.contains(button) && button.closest("[data-at]")?.dataset.at;
  if (!here && board.selected && !isMany(board) && !isInSight(board, board.selected)) return say(board, "What is chosen is not on this board. Choose what you mean here first.");
  return gesture(board, what, here || board.selected);
}

/** Whether an element, or a part of it, is drawn where somebody can see it: nothing is done to what is not. */
function isInSight(board, at) {
  const id = at.split(".")[0];
  return [...board.stage.querySelectorAll(`[data-at=${quoted(id)}], [data-at^=${quoted(`${id}.`)}], [data-at=${quoted(at)}], [data-point^=${quoted(`${id}.`)}], [data-point=${quoted(id)}]`)].some(isShown);
}

function command(board, what) {
  finishTyping(board);
  send(board, { do: what });
}

/** A sign on, or the end of, an element. */
function gesture(board, what, at) {
  if (!at) return say(board, "Select an element first.");
  if (what === "link") return findTarget(board, at.split(".")[0]);
  if (isMany(board) && board.many.has(at.split(".")[0])) return actOnAll(board, what);
  const id = at.split(".")[0];
  if (what === "remove" && chosenCell(board)?.dataset.at === at) return rate(board, chosenCell(board), null);
  if (what === "remove") return removeElement(board, at.includes(".emotions.") ? at : id);
  if (what === "star") return send(board, { do: "star", at: id });
  return send(board, { do: "mark", at, sign: what }, { done: (answer) => answer.error || askItsWords(board, answer.at, at, what) });
}

/** A new sign wants its words: the inspector opens on them, and Enter leads back to where it was set. */
function askItsWords(board, sign, from, what) {
  if (isTyping(board) || board.selected?.split(".")[0] !== from.split(".")[0]) return;
  board.wantsWords = { at: `${sign}.${what === "quote" ? "text" : "name"}`, from: board.selected };
  board.selected = sign;
  settle(board);
  send(board, { do: "select", at: sign, open: board.opened });
}

function removeElement(board, at) {
  const item = board.stage.querySelector(`[data-at=${quoted(at)}]`);
  const next = item && ["ArrowDown", "ArrowUp", "ArrowLeft"].map((key) => neighbour(board, item, key, "[data-at]")).find(Boolean);
  const heir = next?.dataset.at;
  if (item) item.classList.add("cx-going");
  send(board, { do: "remove", at }, {
    back: () => item?.classList.remove("cx-going"),
    done: (answer) => answer.error || (heir && select(board, heir)),
  });
}

function isShown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.getClientRects().length > 0;
}

/** The element around a smaller one, such as the card of a sign. */
const hostOf = (board, item) => {
  const host = item.parentElement?.closest(NEAR);
  return host && board.stage.contains(host) ? host : null;
};

/** The nearest element in a direction, by where things are on the screen. Up and down pass by the points, which they would move. */
function neighbour(board, from, key, selector = NEAR) {
  const [dx, dy] = STEPS[key];
  const here = from.getBoundingClientRect();
  let best = null;
  let least = Infinity;
  for (const other of board.stage.querySelectorAll(selector)) {
    if (other === from || other.contains(from) || from.contains(other) || (selector === NEAR && (hostOf(board, other) || (dy && other.dataset.point)))) continue;
    const distance = distanceBetween(here, other.getBoundingClientRect(), dx, dy);
    if (distance < least && isShown(other)) [best, least] = [other, distance];
  }
  return best;
}

/** Where an arrow leads: down into the signs of a card and out of them again, else to the nearest. */
function nextOf(board, item, key) {
  if (item.dataset.point && STEPS[key][0]) return neighbour(board, item, key, "[data-point]");
  const inner = [...item.querySelectorAll(NEAR)].filter(isShown);
  if (key === "ArrowDown" && inner.length) return inner[0];
  const host = hostOf(board, item);
  if (!host) return neighbour(board, item, key);
  const beside = [...host.querySelectorAll(NEAR)].filter(isShown);
  const at = beside.indexOf(item);
  if (key === "ArrowUp") return at > 0 ? beside[at - 1] : host;
  if (key === "ArrowDown" && at < beside.length - 1) return beside[at + 1];
  return neighbour(board, host, key);
}

/** How far `there` is from `here` when one goes in a direction; what lies aside counts more. */
function distanceBetween(here, there, dx, dy) {
  const [along, gap] = dx
    ? [dx > 0 ? there.left - here.right : here.left - there.right, overlapGap(here.top, here.bottom, there.top, there.bottom)]
    : [dy > 0 ? there.top - here.bottom : here.top - there.bottom, overlapGap(here.left, here.right, there.left, there.right)];
  if (along < -6) return Infinity;
  const offset = dx ? Math.abs(there.top - here.top) : Math.abs(there.left - here.left);
  return Math.max(0, along) + 4 * gap + 0.2 * offset;
}

const overlapGap = (a1, a2, b1, b2) => Math.max(0, b1 - a2, a1 - b2);

function onKey(board, event) {
  if (event.isComposing || event.keyCode === 229 && isTyping(board)) return undefined;
  if (shortcut(board, event)) return undefined;
  const target = event.target;
  if (part(board, "inspector").contains(target)) return inspectorKey(board, event);
  if (target.matches(EDITING) || !board.stage.contains(target)) return undefined;
  if (board.drag && event.key === "Escape") return stop(event, () => cancelDrag(board));
  if (target.matches("[data-speaks]") && (event.key === "Enter" || event.key === " ")) return undefined; // a button is pressed
  const item = target.closest(NEAR);
  return item ? itemKey(board, item, event) : undefined;
}

function stop(event, action) {
  event.preventDefault();
  event.stopPropagation();
  action();
}

function shortcut(board, event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === "s") stop(event, () => command(board, "save"));
  else if (event.target.matches(EDITING)) return false;
  else if (key === "d" && inStage(board, event)) stop(event, () => actOnAll(board, "duplicate"));
  else if (key === "a" && inStage(board, event)) stop(event, () => chooseAll(board, event.target));
  else if (key === "z") stop(event, () => command(board, event.shiftKey ? "redo" : "undo"));
  else if (key === "y") stop(event, () => command(board, "redo"));
  else return false;
  return true;
}

function itemKey(board, item, event) {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return undefined;
  if (key in STEPS) {
    if (event.shiftKey && !event.altKey) return stop(event, () => extend(board, item, key));
    if (event.altKey && isMany(board)) return stop(event, () => moveAll(board, item, key));
    if (event.altKey) return item.dataset.drag ? stop(event, () => nudge(board, item, key)) : undefined;
    if (item.dataset.point && (key === "ArrowUp" || key === "ArrowDown")) return stop(event, () => nudgePoint(board, item, key));
    return stop(event, () => walk(board, item, key));
  }
  if (key === "?") return stop(event, () => showKeys(board));
  if (key in SIGN_KEYS && item.matches("[data-new]")) return stop(event, () => say(board, "A sign belongs to a card: choose one first."));
  if (event.altKey || item.matches("[data-new]")) return undefined;
  if (item.matches("[data-rated]") && rateKey(board, item, event)) return undefined;
  const at = item.dataset.at || item.dataset.point;
  if (key in SIGN_KEYS) {
    stop(event, () => {
      if (at !== board.selected && item.dataset.at) select(board, at, item);
      gesture(board, SIGN_KEYS[key], at);
    });
  } else if (key === "PageUp" || key === "PageDown") feelKey(board, item, event);
  else if (key === "Delete" || key === "Backspace") stop(event, () => gesture(board, "remove", at));
  else if (key === "Escape") stop(event, () => (isMany(board) ? chooseOnly(board, true) : select(board, item.dataset.point ? at.split(".")[0] : at)));
  else typeKey(board, item, event);
  return undefined;
}

/** Page up and page down: how it feels at a card, without leaving it. */
function feelKey(board, item, event) {
  const id = (item.dataset.at || item.dataset.point).split(".")[0];
  const point = [...board.stage.querySelectorAll("[data-point]")].find((one) => one.dataset.point.split(".")[0] === id && isShown(one));
  if (point) stop(event, () => nudgePoint(board, point, event.key === "PageUp" ? "ArrowUp" : "ArrowDown"));
}

const inStage = (board, event) => board.stage.contains(event.target) && !!event.target.closest(NEAR);

function walk(board, item, key) {
  const next = nextOf(board, item, key);
  if (!next) return;
  chooseOnly(board);
  if (next.dataset.at && !next.dataset.point) select(board, next.dataset.at, next);
  else next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Enter and F2 go on where the text is; a letter writes it anew. */
function typeKey(board, item, event) {
  const text = item.matches("[data-edit]") ? item : item.querySelector("[data-edit]");
  if (!text) return;
  if (event.key === "Enter" || event.key === "F2") stop(event, () => startTyping(board, text));
  else if (event.key.length === 1 && event.key !== " " || event.key === "Process" || event.keyCode === 229) startTyping(board, text, "");
}
