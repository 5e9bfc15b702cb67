// ---- workshop: one step at a time for a room with a projector; a timer that the page counts ----

const FEW = 5 * 60; // seconds that are announced before the time of a step is over

const roomOf = (board) => part(board, "room");
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Shows a step over the boards; 0 is the one to go on with. */
function openRoom(board, step) {
  finishTyping(board);
  return askRoom(board, step, (said) => {
    const dialog = roomOf(board);
    part(board, "roomstrip").hidden = true;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[data-room=title]").focus({ preventScroll: true });
    dialog.scrollTop = 0;
    tell(board, said);
  });
}

/** What Python drew of a step takes the place of what stood there; whoever had the focus keeps it. */
function askRoom(board, step, then = () => {}) {
  const { room } = board;
  room.want = step;
  return send(board, { do: "room", step }, { done: (answer) => {
    if (!answer.room || (room.want && answer.room.step !== room.want)) return; // another step was asked for since
    const { step: number, title, minutes, html } = answer.room;
    room.want = number;
    room.rev = board.rev;
    if (room.step !== number) pause(board);
    Object.assign(room, { step: number, title, minutes });
    keepTime(board);
    const place = part(board, "roomstep");
    const held = place.contains(document.activeElement) ? document.activeElement.dataset : null;
    place.replaceChildren(drawn(html));
    if (held) (place.querySelector(held.room ? `[data-room=${quoted(held.room)}]` : `[data-room-step=${quoted(String(number))}]`) || place.querySelector("[data-room=title]")).focus({ preventScroll: true });
    showTime(board);
    then(`Step ${number}: ${title}. ${minutes} minutes.`);
  } });
}

function goStep(board, by) {
  const step = board.room.want + by;
  if (step < 1 || step > 16) return tell(board, by < 0 ? "This is the first step." : "This was the last step.");
  return askRoom(board, step, (said) => {
    roomOf(board).scrollTop = 0;
    tell(board, said);
  });
}

const tell = (board, sentence) => { part(board, "roomsay").textContent = sentence; };

/** The boards come back; the step and its time stay in a line above them. */
function leaveRoom(board) {
  if (roomOf(board).open) roomOf(board).close();
}

function showStrip(board) {
  const strip = part(board, "roomstrip");
  strip.querySelector("b").textContent = `Step ${board.room.step} of 16: ${board.room.title}`;
  strip.hidden = false;
  showTime(board);
}

function openBoard(board, view) {
  leaveRoom(board);
  reveal(board, board.stage);
  return Promise.resolve(showTab(board, view)).then(() => tabOf(board, view)?.focus({ preventScroll: true }));
}

function endRoom(board) {
  pause(board);
  board.room.step = 0;
  keepTime(board);
  part(board, "roomstrip").hidden = true;
  board.root.querySelector("[data-studio=workshop]").focus();
}

/** Ticks a step; the drawing and the presented step follow what Python says. */
function tickStep(board, step) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  return send(board, { do: "tick", step }, { done: (answer) => {
    if (roomOf(board).open) tell(board, answer.error || answer.say || "");
  }, wrong: (sentence) => (roomOf(board).open ? tell(board, sentence) : say(board, sentence)) });
}

/** The table of statements: how many groups gave which label; written as one step to undo. */
function askSorting(board) {
  if (board.state.readOnly) return say(board, board.state.readOnly);
  return send(board, { do: "sorted" }, { done: (answer) => {
    if (!answer.ratings) return;
    const form = drawn(answer.ratings);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const rows = [...form.querySelectorAll("[data-sort-row]")].map((row) => [...row.querySelectorAll("input")].map((input, at) => (at ? Number(input.value) || 0 : input.value)));
      closeDialog(board);
      send(board, { do: "sort", rows });
    });
    openDialog(board, form, "How the groups sorted the statements");
  } });
}

// -- the timer: each step keeps its own time; the tab remembers it over a reload, the canvas never --

const ROOM = "cxcanvas.room ";

function keepTime(board) {
  const { step, since, spent } = board.room;
  try {
    if (step) sessionStorage.setItem(ROOM + board.place, JSON.stringify({ step, since, spent: [...spent] }));
    else sessionStorage.removeItem(ROOM + board.place);
  } catch { /* a browser that keeps nothing forgets the time */ }
}

/** After a reload the step and its time are where they were, in the line above the boards. */
function findTime(board) {
  const { room } = board;
  room.found = true;
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(ROOM + board.place)); } catch { /* nothing that could be read */ }
  if (!Number.isInteger(kept?.step) || kept.step < 1 || kept.step > 16) return;
  room.spent = new Map((kept.spent || []).filter(([step, seconds]) => Number.isInteger(step) && seconds >= 0));
  room.step = kept.step;
  askRoom(board, kept.step, () => {
    if (Number.isFinite(kept.since) && room.since === null) runTime(board, Math.min(kept.since, Date.now()));
    if (!roomOf(board).open) showStrip(board);
  });
}

function runTime(board, since) {
  const { room } = board;
  clearInterval(room.clock);
  room.since = since;
  room.last = leftOf(room);
  room.clock = setInterval(() => tickTime(board), 1000);
}

function pause(board) {
  const { room } = board;
  clearInterval(room.clock);
  if (room.since !== null) room.spent.set(room.step, spentOn(room));
  room.since = null;
  keepTime(board);
}

function toggleTime(board) {
  const { room } = board;
  if (room.since === null) {
    runTime(board, Date.now());
    keepTime(board);
  } else pause(board);
  tell(board, `${room.since === null ? "Paused" : "The time runs"}: ${timeSaid(leftOf(room), true)}.`);
  showTime(board);
}

function resetTime(board) {
  pause(board);
  board.room.spent.delete(board.room.step);
  keepTime(board);
  showTime(board);
  tell(board, `From the beginning: ${timeSaid(leftOf(board.room), true)}.`);
}

/** What passed since the last look is told once: five minutes left, and the end. A sleeping page misses no moment. */
function tickTime(board) {
  const { room } = board;
  const left = leftOf(room);
  if (room.last > FEW && left <= FEW && left > 0) tell(board, "Five minutes left.");
  if (room.last > 0 && left <= 0) tell(board, "The time of this step is over.");
  room.last = left;
  showTime(board);
}

function showTime(board) {
  const { room } = board;
  if (!room.step) return;
  const left = leftOf(room);
  const said = timeSaid(left, isCalm());
  for (const line of board.root.querySelectorAll("[data-room-left]")) {
    if (line.textContent !== said) line.textContent = said;
    line.classList.toggle("cx-over", left < 0);
  }
  for (const button of board.root.querySelectorAll("[data-room=time]")) {
    const word = room.since !== null ? "Pause" : room.spent.get(room.step) ? "Go on" : "Start";
    if (button.textContent !== word) button.textContent = word;
    button.setAttribute("aria-label", `${word}: the time of this step`);
  }
  const share = Math.min(1, Math.max(0, 1 - left / (room.minutes * 60)));
  part(board, "room").querySelector(".cx-room-run > i").style.width = `${Math.round(share * (isCalm() ? 20 : 1000)) / (isCalm() ? 0.2 : 10)}%`;
}

// -- hands --

function roomClick(board, event) {
  const { target } = event;
  const step = target.closest("[data-room-step]");
  if (step) return openRoom(board, Number(step.dataset.roomStep));
  const to = target.closest("[data-board-open]");
  if (to) return openBoard(board, to.dataset.boardOpen);
  const tick = target.closest("[data-tick]");
  if (tick) return tickStep(board, Number(tick.dataset.tick));
  if (target.closest("[data-sort]")) return askSorting(board);
  const write = target.closest("[data-write]");
  if (write) return openField(board, write.dataset.write, "measure");
  const what = target.closest("[data-room]")?.dataset.room;
  const acts = { back: () => goStep(board, -1), next: () => goStep(board, 1), time: () => toggleTime(board), reset: () => resetTime(board), boards: () => leaveRoom(board), return: () => openRoom(board, board.room.step), end: () => endRoom(board) };
  return acts[what]?.();
}

/** The keys of a presenter: to the next step and back, the timer; Escape leads to the boards. */
function roomKey(board, event) {
  const { key, target } = event;
  event.stopPropagation(); // the keys of the board below are not for the room
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") return stop(event, () => send(board, { do: event.shiftKey ? "redo" : "undo" }, { done: (answer) => tell(board, answer.error || answer.say || "") }));
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const by = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[key];
  if (by) return stop(event, () => goStep(board, by));
  if (key === "t" || key === "T") return stop(event, () => toggleTime(board));
  if (key === " " && !target.matches("button")) return stop(event, () => goStep(board, 1));
  return undefined;
}

topics.push((board, on) => {
  if (!isStudio(board)) return on("click", (_, event) => event.target.closest("[data-tick]") && tickPlain(board, event));
  board.room = { step: 0, title: "", minutes: 1, spent: new Map(), since: null, clock: 0, last: 0, want: 0, rev: -1, found: false };
  const dialog = roomOf(board);
  on("click", (_, event) => {
    if (event.target.closest("[data-studio=workshop]")) return openRoom(board, board.room.step);
    return board.stage.contains(event.target) || part(board, "roomstrip").contains(event.target) ? roomClick(board, event) : undefined;
  });
  dialog.addEventListener("click", (event) => {
    event.stopPropagation();
    roomClick(board, event);
  });
  dialog.addEventListener("keydown", (event) => roomKey(board, event));
  dialog.addEventListener("close", () => {
    showStrip(board);
    board.stage.focus({ preventScroll: true });
  });
  board.after.state.push(() => {
    const { room } = board;
    if (!room.found && board.place) findTime(board);
    if (!dialog.open || room.rev === board.rev) return;
    room.rev = board.rev;
    askRoom(board, room.want);
  });
  return () => clearInterval(board.room.clock);
});

/** A board by itself presents nothing, but its steps can be ticked. */
function tickPlain(board, event) {
  const step = Number(event.target.closest("[data-tick]").dataset.tick);
  if (board.state.readOnly) return say(board, board.state.readOnly);
  return send(board, { do: "tick", step });
}
