// ---- rate: the answers of a diagnosis, cell by cell; buttons that put a value; what shows a gate ----

const RATINGS = { 0: "don't know", 1: "not at all", 2: "hardly", 3: "partly", 4: "largely", 5: "fully" };
const HOW = "Press 1 to 5, 0 for “don’t know”, Delete to clear; arrows walk.";

/** Whether a cell holds an answer of the diagnosis, where 0 is "don't know"; elsewhere it is a number as any other. */
const isAnswer = (cell) => cell.dataset.at.startsWith("diagnosis.");

/** The cell that is chosen, where it is seen. */
const chosenCell = (board) => [...board.stage.querySelectorAll("[data-rated].cx-selected")].find(isShown) || null;

/** The keys of a cell: a number rates, Delete clears, Enter goes on to the next sign. True where it was one. */
function rateKey(board, cell, event) {
  const { key } = event;
  if (key === "F2" || key === "Escape" || (key.length > 1 && !["Enter", "Delete", "Backspace"].includes(key))) return false;
  if (key === " ") return false;
  if (key === "Enter") stop(event, () => nextCell(board, cell, event.shiftKey));
  else if (key in RATINGS) stop(event, () => rate(board, cell, Number(key)));
  else if (key === "Delete" || key === "Backspace") stop(event, () => rate(board, cell, null));
  else stop(event, () => say(board, isAnswer(cell) ? HOW : "Press 0 to 5, Delete to clear; arrows walk."));
  return true;
}

/** On screen at once; Python confirms, or says why not. */
function rate(board, cell, value) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  const at = cell.dataset.at;
  if (board.selected !== at) select(board, at, cell);
  const words = cell.querySelector("[data-edit]");
  const old = words.textContent;
  words.textContent = value === null ? "" : value === 0 && isAnswer(cell) ? "?" : String(value);
  return send(board, { do: "set", at, value }, {
    back: () => { words.textContent = old; },
    done: (answer) => { if (!answer.error) queueMicrotask(() => showChosenCell(board)); },
  });
}

/** The next sign below, or above, in the same column. */
function nextCell(board, cell, back = false) {
  const column = cell.dataset.at.split(".")[2];
  const cells = [...cell.closest("table").querySelectorAll("[data-rated]")].filter((one) => one.dataset.at.split(".")[2] === column);
  const next = cells[cells.indexOf(cell) + (back ? -1 : 1)];
  if (!next) return say(board, back ? "This is the first sign." : "This was the last sign.");
  select(board, next.dataset.at, next);
  return next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The bar says which cell it rates, and what stands there. */
function showChosenCell(board) {
  const cell = chosenCell(board);
  for (const bar of board.stage.querySelectorAll(".cv-dg-rate")) {
    const line = bar.querySelector("[data-rate-of]");
    line.cxHow ??= line.textContent;
    const said = cell && bar.closest("section").contains(cell) ? cell.getAttribute("aria-label") : line.cxHow;
    if (line.textContent !== said) line.textContent = said;
    for (const button of bar.querySelectorAll("[data-rate]")) button.setAttribute("aria-pressed", String(!!cell && cell.dataset.rated === button.dataset.rate));
  }
}

function tapRate(board, button) {
  const cell = chosenCell(board);
  if (!cell) return say(board, "Choose a cell first.");
  if (button.matches("[data-rate-next]")) return nextCell(board, cell);
  return rate(board, cell, button.dataset.rate === "" ? null : Number(button.dataset.rate));
}

/** A function is asked: its first cell is chosen, so that the answers can be typed down the column. */
function askFunction(board, name) {
  send(board, { do: "ask", function: name }, { done: (answer) => answer.error || queueMicrotask(() => {
    const first = [...board.stage.querySelectorAll("[data-rated]")].find((one) => one.dataset.at.split(".")[2] === name);
    if (!first) return;
    select(board, first.dataset.at, first);
    first.scrollIntoView({ block: "nearest", inline: "nearest" });
  }) });
}

/** Where what shows a gate is found: the search in its fields. */
function askWhatShows(board, at) {
  board.selected = at;
  settle(board);
  showSigns(board);
  send(board, { do: "select", at, open: board.opened }, { done: () => queueMicrotask(() => focusField(board, `${at}.evidence`)) });
}

function rateClick(board, event) {
  const button = event.target.closest("[data-rate], [data-rate-next], [data-ask], [data-unask], [data-put], [data-shows]");
  if (!button || !board.stage.contains(button)) return undefined;
  if (board.state.readOnly) return say(board, board.state.readOnly);
  const { ask, unask, put, value, shows } = button.dataset;
  if (ask) return askFunction(board, ask);
  if (unask) return send(board, { do: "unask", function: unask }, { done: (answer) => answer.error || select(board, "diagnosis") });
  if (put) return send(board, { do: "set", at: put, value: JSON.parse(value) });
  if (shows) return askWhatShows(board, shows);
  return tapRate(board, button);
}

topics.push((board, on) => {
  on("click", rateClick);
  board.after.drawing.push(showChosenCell);
});
