// ---- wire: messages to Python and back; nothing is sent twice, nothing typed is lost ----

const PATIENCE = 3000; // ms without an answer before the board says so
const EDITS = ["set", "add", "remove", "place", "star", "mark", "feel", "rename", "undo", "redo", "field", "entry", "drop", "new", "attach", "link", "several", "paste", "ask", "unask", "mend", "waive", "unwaive", "resolve"];
const BYTES_LOST = ["attach"]; // cannot be done again from what the page remembers

/** Work that Python has taken but no file holds yet, by canvas: it outlives a kernel, not the page. */
const kept = (window[Symbol.for("cxcanvas.kept")] ??= new Map());

/**
 * Sends one gesture. `hooks.back` takes an echo back when Python refuses; `hooks.done` runs on the answer;
 * `hooks.seen` is the revision that the person had before their eyes, where that is not the latest; `hooks.buffers` are bytes to go with it.
 */
function send(board, message, hooks = {}) {
  const whole = { ...message, n: ++board.n, page: board.page, rev: hooks.seen ?? board.rev };
  const entry = { message: whole, hooks, sent: 0, answered: false };
  board.outbox.push(entry);
  remember(board, entry);
  flush(board);
  return whole.n;
}

function flush(board) {
  if (!board.away) for (const entry of board.outbox) if (!entry.sent) post(board, entry);
  watch(board);
}

function post(board, entry) {
  entry.sent = performance.now();
  board.channel.send(entry.message, entry.hooks.buffers);
}

/** Keeps an eye on the oldest unanswered message. */
function watch(board) {
  clearTimeout(board.timer);
  board.root.dataset.waiting = board.outbox.length > 0;
  if (!board.outbox.length || board.closed) return;
  if (!board.channel.alive()) return showAway(board);
  const oldest = Math.min(...board.outbox.map((entry) => entry.sent || Infinity));
  if (oldest === Infinity) return;
  board.timer = setTimeout(() => showAway(board), Math.max(0, oldest + PATIENCE - performance.now()));
}

function showAway(board) {
  if (board.closed) return;
  board.away = true;
  const dead = !board.channel.alive();
  const waiting = board.outbox.filter((entry) => EDITS.includes(entry.message.do)).length;
  const safe = waiting ? ` ${counted(waiting, "change")} kept here.` : "";
  if (waiting) part(board, "saved").textContent = "Not saved";
  banner(board, `${dead ? stoppedWords() : silentWords()}${safe}`, dead ? [] : [["Reconnect", () => reconnect(board)]]);
}

/** In a notebook people know cells and kernels; on a page of their own they know the page and its server. */
const inNotebook = () => !!document.querySelector(".jp-NotebookPanel");
const stoppedWords = () => (inNotebook() ? "The kernel of this board was stopped. Run the cell again." : "The server has ended this page's work. Load the page again.");
const silentWords = () => (inNotebook() ? "The kernel does not answer. It may be busy or stopped." : "The server does not answer. It may be busy, or the connection is gone.");

const counted = (number, noun) => `${number} ${noun}${number === 1 ? " is" : "s are"}`;

/** Asks for the whole drawing; what was not answered is sent again after it. */
function reconnect(board) {
  banner(board, "Asking again …", [["Reconnect", () => reconnect(board)]]);
  pull(board, true);
}

/** Asks for everything as it is now; once is enough, unless the line was gone meanwhile. */
function pull(board, again = false) {
  if (board.pulling && !again) return;
  board.pulling = ++board.n;
  board.channel.send({ do: "pull", n: board.n, page: board.page, rev: board.rev, ...(board.views.length ? { views: board.views } : {}) });
  clearTimeout(board.timer);
  board.timer = setTimeout(() => showAway(board), PATIENCE);
}

/** An answer or news from Python. */
function receive(board, message) {
  if (board.closed || !message || typeof message !== "object" || !("rev" in message)) return;
  const entry = settleEntry(board, message);
  const mine = entry !== null;
  if (message.page === board.page && message.ack === board.pulling) board.pulling = 0;
  if (mine || message.page === board.page) comeBack(board);
  if (entry && message.error) {
    entry.hooks.back?.();
    forget(board, (other) => other === entry);
  } else if (entry?.message.form) forget(board, (other) => other === entry); // it is in the log
  if (message.html !== undefined) takeWhole(board, message);
  else if (message.ops) takeOps(board, message, mine);
  else if (entry?.message.do === "hello" && message.rev > board.rev && !board.pulling) pull(board);
  if (message.marks) takeMarks(board, message);
  if (message.state) takeState(board, message.state);
  if (message.came && (message.came.by || message.page !== board.page)) showCame(board, message.came);
  if (message.say && (mine || !message.page)) say(board, message.say);
  if (entry) {
    if (message.private) askPrivate(board, message, entry);
    else if (message.error) complain(board, message.error, entry);
    entry.hooks.done?.(message);
  } else if (message.error && message.page === board.page) complain(board, message.error, null);
  if (message.said) showSaid(board, message.said, message.pins);
  if (message.page !== board.page) return;
  if (message.inspector !== undefined) showInspector(board, message, entry);
  if (message.panel) patch(board, part(board, "inspector"), message.panel, mine);
  if (message.faded !== undefined) fade(board, message.faded);
  if (message.count !== undefined) countTrouble(board, message.count);
  if (message.panes) showPanes(board, message.panes);
}

function settleEntry(board, { ack, page }) {
  const at = board.outbox.findIndex((entry) => entry.message.n === ack && entry.message.page === page);
  if (at < 0) return null;
  const [entry] = board.outbox.splice(at, 1);
  entry.answered = true;
  watch(board);
  return entry;
}

/** The kernel is there again: the rest of the queue follows. */
function comeBack(board) {
  if (!board.away) return;
  board.away = false;
  banner(board, "");
  for (const entry of board.outbox) entry.sent = 0;
  flush(board);
}

function takeWhole(board, message) {
  if ((message.ack === undefined || message.page !== board.page) && message.rev < board.rev) return;
  if (board.typing) {
    board.later = message;
    return;
  }
  board.rev = message.rev;
  placeAll(board, ofThisPage(board, message));
}

/** An answer to this page says what it shows; other news may bring views that only other pages show. */
function ofThisPage(board, message) {
  if (message.page === board.page || !board.views.length) return message.html;
  return Object.fromEntries(Object.entries(message.html).filter(([view]) => board.views.includes(view)));
}

function takeOps(board, message, mine) {
  if (message.rev <= board.rev) return;
  if (message.base !== board.rev || board.later) return pull(board);
  board.rev = message.rev;
  for (const [view, ops] of Object.entries(message.ops)) {
    const sheet = sheetOf(board, view);
    if (sheet && !patch(board, sheet, ops, mine)) return pull(board);
  }
  return undefined;
}

/** After typing: the drawing that waited, then the parts that waited. */
function catchUp(board) {
  if (board.later && !board.typing) {
    const message = board.later;
    board.later = null;
    board.rev = message.rev;
    placeAll(board, ofThisPage(board, message));
  }
  release(board);
  if (board.gone) leaveGone(board, board.gone);
}

/** What can be sent again, by a later page, too: edits, and what is said in a review, which has a key by which it counts once. */
const isLasting = (message) => Boolean(message.form?.once) || (EDITS.includes(message.do) && !BYTES_LOST.includes(message.do));

/** Work since the last save is remembered by the page: a kernel that dies does not take it along. */
function remember(board, entry) {
  const book = kept.get(board.place);
  if (isLasting(entry.message) && book?.born === board.born && book.entries.length < 2000 && !book.entries.includes(entry)) book.entries.push(entry);
}

function forget(board, isDone) {
  const book = kept.get(board.place);
  if (book?.born === board.born) book.entries = book.entries.filter((entry) => !isDone(entry));
}

/** Finds out whether an earlier kernel took unsaved work with it, and offers to do that work again. */
function openBook(board, state) {
  board.place = state.place;
  board.born = state.born;
  const old = kept.get(state.place);
  const adrift = takeAdrift(state.place);
  if (old?.born === state.born) return adopt(board, old.entries.filter((entry) => entry.adrift));
  kept.set(state.place, { born: state.born, entries: [] });
  if (adrift?.born === state.born) return adopt(board, adrift.messages.map((message) => ({ message, hooks: {}, sent: 0, answered: false })));
  const lost = old?.entries.map((entry) => entry.message) || adrift?.messages || [];
  if (lost.length) offerAgain(board, lost);
  return undefined;
}

// -- a page that goes before it was answered: its successor goes on asking; Python does nothing twice --

const ADRIFT = "cxcanvas.adrift ";

/** What was sent and not answered when this board goes. */
function unanswered(board) {
  return board.outbox.filter(({ message }) => isLasting(message));
}

function setAdrift(board) {
  const waiting = unanswered(board);
  for (const entry of waiting) entry.adrift = true;
  return waiting.length > 0;
}

/** The page itself goes, by a reload or a closed lid: what is being typed is sent, and kept in the tab until it is answered. */
function beforePageGoes(board) {
  const field = document.activeElement;
  if (part(board, "inspector").contains(field) && field.matches(EDITING)) field.blur();
  finishTyping(board);
  const messages = unanswered(board).map((entry) => entry.message);
  try {
    if (messages.length) sessionStorage.setItem(ADRIFT + board.place, JSON.stringify({ born: board.born, messages }));
  } catch { /* no storage, or no room in it: the wire may still have been faster */ }
}

function takeAdrift(place) {
  try {
    const found = JSON.parse(sessionStorage.getItem(ADRIFT + place));
    sessionStorage.removeItem(ADRIFT + place);
    return Array.isArray(found?.messages) ? found : null;
  } catch {
    return null;
  }
}

/** Goes on asking for what an earlier page of the same kernel was not answered. */
function adopt(board, entries) {
  for (const entry of entries) {
    const words = [entry.message.value, entry.message.name].find((one) => typeof one === "string" && one);
    entry.hooks = words ? { retry: [words, () => retype(board, entry.message.at || "", words)] } : {};
    entry.adrift = false;
    entry.sent = 0;
    board.outbox.push(entry);
    remember(board, entry);
  }
  if (entries.length) flush(board);
}

function offerAgain(board, messages) {
  const again = () => {
    banner(board, "");
    for (const { n, page, rev, ...message } of messages) send(board, message);
  };
  banner(board, `${counted(messages.length, "change")} not in the file: the work behind this page was started again before a save.`,
    [["Apply again", again], ["Forget", () => banner(board, "")]]);
}
