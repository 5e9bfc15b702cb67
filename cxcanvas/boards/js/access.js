// ---- access: the focus is never lost, bars are one tab stop, and what others do is said ----

const WAYS = ".cx-head, .cx-notice, .cx-hands, .cx-tools, .cx-side, .cx-stage, .cx-inspector, .cx-panes";
const ITEMS = "button, input, select, textarea, summary, a[href], [tabindex]";
const HOMES = "[data-sheet], .cx-inspector, .cx-side, .cx-tools, .cx-banner, .cx-notice, .cx-dialog";
const LOST = 60; // ms after which a focus that nobody took counts as lost
const OTHERS = 1200; // ms in which the changes of others become one sentence

// -- bars: Tab comes to a bar once, arrows walk in it --

const allItems = (bar) => [...bar.querySelectorAll("button, input, select")];
const barItems = (bar) => allItems(bar).filter((item) => isShown(item) && !item.disabled);

/** One tab stop in each bar: where somebody was last, else the first that is there. */
function settleBars(board) {
  for (const bar of board.root.querySelectorAll("[role=toolbar]")) {
    const items = barItems(bar);
    const stop = items.find((item) => item.dataset.stop) || items[0] || allItems(bar)[0];
    for (const item of allItems(bar)) item.tabIndex = item === stop ? 0 : -1;
  }
}

function stopAt(bar, item) {
  for (const other of bar.querySelectorAll("[data-stop]")) delete other.dataset.stop;
  item.dataset.stop = "true";
  for (const other of allItems(bar)) other.tabIndex = other === item ? 0 : -1;
}

function barKey(board, event) {
  const bar = event.target.closest("[role=toolbar]");
  if (!bar || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.target.matches("input[type=search], input[type=text]")) return;
  const items = barItems(bar);
  const at = items.indexOf(event.target);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (at < 0 || next === undefined) return;
  stop(event, () => items[(next + items.length) % items.length].focus());
}

// -- panes: on a narrow screen what should have the focus comes into sight first --

/** Brings the pane into sight in which an element is, where only one is seen at a time. */
function reveal(board, item) {
  if (!isStudio(board) || !item || isShown(item)) return;
  const pane = item.closest(".cx-inspector") ? "fields" : item.closest(".cx-side, .cx-ways") ? "find" : "board";
  showPane(board, pane);
}

/** F6 goes on to the next part of the board, Shift+F6 back. */
function nextWay(board, back) {
  const ways = [...board.root.querySelectorAll(WAYS)].filter((way) => isShown(way) && doorOf(board, way));
  const here = ways.findIndex((way) => way.contains(document.activeElement));
  const there = ways[(here + (back ? -1 : 1) + ways.length) % ways.length] || ways[0];
  doorOf(board, there)?.focus();
}

/** Where one comes in: at the tab stop of the drawing, else at the first thing that can be used. */
function doorOf(board, way) {
  if (way === board.stage) return board.stage.querySelector(STOPS) || board.stage;
  return [...way.querySelectorAll(ITEMS)].find((item) => item.tabIndex >= 0 && isShown(item) && !item.disabled);
}

// -- the focus --

/** Who had the focus is remembered, until somebody goes elsewhere on purpose. */
function noteFocus(board, event) {
  const { target } = event;
  const bar = target.closest("[role=toolbar]");
  if (bar && target !== bar) stopAt(bar, target);
  board.had = { target, mark: signature(target), home: target.closest(HOMES), cell: target.closest("[data-cell]")?.dataset.cell };
}

/** The focus fell out of the page because what had it went away: it goes to what came in its place. */
function guardFocus(board) {
  if (!board.had || board.guarding || board.closed) return;
  board.guarding = setTimeout(() => {
    board.guarding = 0;
    const active = document.activeElement;
    if (!board.had || board.closed || (active && active !== document.body) || !document.hasFocus()) return;
    heirOf(board)?.focus({ preventScroll: true });
  }, LOST);
}

/** What stands where it stood; else what is selected, what is near it on the board, the board. A field that was left leads back to its card. */
function heirOf(board) {
  const { target, mark, home, cell } = board.had;
  const left = target.isConnected && home?.matches(".cx-inspector");
  const same = mark && home?.isConnected ? home.querySelector(mark.selector) : null;
  const near = cell && board.stage.querySelector(`[data-cell=${quoted(cell)}]`)?.querySelector(NEAR);
  const heirs = [...(left ? [] : [target, same]), board.selected && itemAt(board, board.selected), near, board.stage.querySelector(STOPS), board.stage];
  return heirs.find((item) => item?.isConnected && isShown(item)) || [...board.root.querySelectorAll(ITEMS)].find((item) => item.tabIndex >= 0 && isShown(item));
}

// -- what others do --

/** What somebody else changed is said after a moment, several changes in one sentence. */
function sayOfOthers(board, said, by) {
  board.others = [...(board.others || []), [said.replace(/\.$/, ""), !!by]];
  clearTimeout(board.telling);
  board.telling = setTimeout(() => {
    const { others } = board;
    board.others = [];
    const [last, named] = others.at(-1);
    if (!board.closed) say(board, others.length > 1 ? `Elsewhere: ${others.length} changes, the last: ${last}.` : named ? `${last}.` : `Elsewhere: ${last}.`);
  }, OTHERS);
}

topics.push((board, on, life) => {
  on("focusin", noteFocus);
  on("focusout", guardFocus);
  on("keydown", barKey);
  on("keydown", (_, event) => event.key === "F6" && stop(event, () => nextWay(board, event.shiftKey)));
  const elsewhere = (event) => { if (!board.root.contains(event.target)) board.had = null; };
  document.addEventListener("focusin", elsewhere, { signal: life.signal });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest?.(ITEMS)) board.had = null;
  }, { signal: life.signal, capture: true });
  const watcher = new MutationObserver(() => document.activeElement === document.body && guardFocus(board));
  watcher.observe(board.root, { childList: true, subtree: true });
  const sizes = new ResizeObserver(() => settleBars(board));
  sizes.observe(board.root);
  board.after.state.push(() => settleBars(board));
  return () => {
    watcher.disconnect();
    sizes.disconnect();
    clearTimeout(board.telling);
    clearTimeout(board.guarding);
  };
});
