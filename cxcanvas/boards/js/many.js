// ---- many: several elements chosen at once, and what is done to all of them ----

const isMany = (board) => board.many.size > 1;
const idOf = (item) => item.dataset.at.split(".")[0];
const chosenIds = (board) => (isMany(board) ? [...board.many] : board.selected ? [board.selected.split(".")[0]] : []);

/** The cards among which a range goes: those of a cell, or of a list. */
function peersOf(board, item) {
  const place = item.closest("[data-cell]") || item.parentElement?.closest("[data-k]") || board.stage;
  return [...place.querySelectorAll("[data-at]")].filter((other) => !other.dataset.at.includes(".") && !hostOf(board, other)?.matches("article[data-at]") && isShown(other));
}

/** One more of several: with Shift all from the last chosen to here, else this one or not. */
function chooseAlso(board, item, range) {
  if (item.dataset.at.includes(".")) return select(board, item.dataset.at, item);
  const from = board.selected && board.stage.querySelector(`[data-at=${quoted(board.selected)}]`);
  if (!board.many.size && board.selected) board.many.add(board.selected.split(".")[0]);
  const peers = range ? peersOf(board, item) : [];
  const ends = [peers.indexOf(item), peers.findIndex((one) => from && idOf(one) === idOf(from))];
  if (range && ends[1] >= 0) for (const one of peers.slice(Math.min(...ends), Math.max(...ends) + 1)) board.many.add(idOf(one));
  else if (board.many.has(idOf(item)) && board.many.size > 1) return unchoose(board, item);
  else board.many.add(idOf(item));
  select(board, item.dataset.at, item);
  return showChosen(board, true);
}

function unchoose(board, item) {
  board.many.delete(idOf(item));
  unmark(item);
  if (board.selected?.split(".")[0] === idOf(item)) select(board, [...board.many].at(-1));
  return showChosen(board, true);
}

/** Shift and an arrow: the next one as well; back again, one less. */
function extend(board, item, key) {
  const next = neighbour(board, item, key, "[data-at]");
  if (!next || next.dataset.at.includes(".")) return;
  if (!board.many.size && item.dataset.at) board.many.add(idOf(item));
  if (board.many.has(idOf(next))) {
    board.many.delete(idOf(item));
    unmark(item);
  }
  board.many.add(idOf(next));
  select(board, next.dataset.at, next);
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  showChosen(board, true);
}

/** All cards of the place where the focus is. */
function chooseAll(board, target) {
  const item = target.closest("[data-at]") || target.closest("[data-cell]")?.querySelector("[data-at]");
  if (!item) return;
  for (const one of peersOf(board, item)) board.many.add(idOf(one));
  select(board, item.dataset.at, item);
  showChosen(board, true);
}

/** One element only again. */
function chooseOnly(board, aloud = false) {
  if (!board.many.size) return;
  board.many.clear();
  for (const item of board.stage.querySelectorAll(".cx-also")) item.classList.remove("cx-also");
  settle(board);
  showChosen(board, aloud);
}

/** Marks all that are chosen, wherever they appear, and shows what can be done to all. */
function showChosen(board, aloud = false) {
  for (const item of board.stage.querySelectorAll(".cx-also")) if (!board.many.has(idOf(item))) item.classList.remove("cx-also");
  if (isMany(board)) for (const id of board.many) for (const item of board.stage.querySelectorAll(`[data-at=${quoted(id)}]`)) item.classList.add("cx-also");
  const bar = part(board, "chosen");
  bar.hidden = !isMany(board);
  bar.querySelector("[data-many=count]").textContent = `${board.many.size} chosen`;
  if (aloud) say(board, isMany(board) ? `${board.many.size} chosen.` : "One chosen.");
}

/** A gesture for all that are chosen: one step to undo. */
function actOnAll(board, what, more = {}, ats = chosenIds(board)) {
  if (!ats.length) return say(board, "Select an element first.");
  const signs = { pain: "mark", opportunity: "mark", quote: "mark", guess: "mark" };
  const message = { do: "several", ats, act: signs[what] || what, ...(signs[what] ? { sign: what } : {}), ...more };
  const heir = what === "remove" ? heirOfAll(board, ats) : null;
  return send(board, message, { done: (answer) => followAll(board, what, answer, heir) });
}

/** What is chosen when these have gone: something beside them that stays. */
function heirOfAll(board, ats) {
  const item = board.stage.querySelector(`[data-at=${quoted(board.selected || ats[0])}]`);
  const near = item ? Object.keys(STEPS).map((key) => neighbour(board, item, key, "[data-at]")) : [];
  return near.find((other) => other && !ats.includes(idOf(other)))?.dataset.at;
}

/** After a duplicate the copies are chosen; after a deletion, what stood beside. */
function followAll(board, what, answer, heir) {
  if (answer.error) return;
  if (what === "remove") chooseOnly(board);
  if (heir) select(board, heir);
  if (answer.ats?.length) chooseThese(board, answer.ats);
}

function chooseThese(board, ids) {
  chooseOnly(board);
  if (ids.length > 1) for (const id of ids) board.many.add(id);
  const item = board.stage.querySelector(`[data-at=${quoted(ids[0])}]`);
  select(board, ids[0], item);
  item?.scrollIntoView({ block: "nearest", inline: "nearest" });
  showChosen(board);
}

function placeAllChosen(board, cell, before, back) {
  const beside = before && board.many.has(before) ? null : before ?? null;
  return send(board, { do: "several", ats: chosenIds(board), act: "place", cell, before: beside }, { back });
}

/** Alt and an arrow: all that are chosen, to the next place. */
function moveAll(board, item, key) {
  const cell = item.closest("[data-cell]");
  const next = cell && neighbour(board, cell, key, "[data-cell]");
  if (!next) return say(board, "There is no further place in this direction.");
  return placeAllChosen(board, next.dataset.cell);
}

/** What stands in a text area or is selected as text is the browser's to copy. */
const isTextsOwn = (board, event) => event.target.closest?.(EDITING) || !document.getSelection()?.isCollapsed || !board.stage.contains(document.activeElement);

/** Copied elements go to the clipboard as text; the text comes from Python, so that names stand there until it has come. */
function onCopy(board, event, cut) {
  const ats = chosenIds(board);
  if (!ats.length || isTextsOwn(board, event)) return;
  const names = ats.map((id) => board.stage.querySelector(`[data-at=${quoted(id)}] [data-edit]`)?.textContent.trim() || id).join("\n");
  event.clipboardData.setData("text/plain", names);
  event.preventDefault();
  send(board, { do: "copy", ats }, { done: (answer) => {
    if (!answer.clip) return;
    keepClip(names, answer.clip);
    navigator.clipboard?.writeText?.(answer.clip).catch(() => {}); // not allowed here: other boards of this site find it all the same
    if (cut) actOnAll(board, "remove", {}, ats); // what was copied, whatever has been chosen since
  } });
}

const CLIP = "cxcanvas.clip";

function keepClip(names, clip) {
  try {
    localStorage.setItem(CLIP, JSON.stringify({ names, clip }));
  } catch { /* no room, or not allowed: the clipboard has it */ }
}

/** What was copied from a board, where the clipboard holds only its names. */
function clipOf(text) {
  try {
    const kept = JSON.parse(localStorage.getItem(CLIP) || "null");
    return kept?.names === text.replace(/\r\n/g, "\n") && typeof kept.clip === "string" ? kept.clip : text;
  } catch {
    return text;
  }
}

topics.push((board, on) => {
  board.many = new Set();
  on("copy", (_, event) => onCopy(board, event, false));
  on("cut", (_, event) => onCopy(board, event, true));
  on("click", (_, event) => event.target.closest("[data-many=duplicate]") && actOnAll(board, "duplicate"));
  on("change", (_, event) => {
    const { target } = event;
    if (!target.matches("[data-many]") || !target.value.trim()) return;
    actOnAll(board, target.dataset.many, { word: target.value.trim() });
    target.value = "";
  });
  board.after.drawing.push(() => {
    if (!board.many.size) return;
    if (isMany(board)) showChosen(board);
  });
});
