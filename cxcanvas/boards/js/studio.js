// ---- studio: the frame around the boards: tabs, panes, what is saved, links to elements ----

const QUIET = 400; // ms after the last change until guidance and lists are asked for again

const isStudio = (board) => board.root.classList.contains("cx-studio");
const tabOf = (board, view) => board.root.querySelector(`[data-tab=${quoted(view)}]`);

/** Shows one view, or two side by side. */
function showViews(board, views) {
  finishTyping(board);
  markTabs(board, views);
  return send(board, { do: "show", views }, { done: () => nameSheets(board) });
}

/** A tab shows its view in the place where somebody worked last. */
function showTab(board, view) {
  if (board.views.includes(view)) return markTabs(board, board.views, view);
  const place = Math.max(0, board.views.indexOf(board.active));
  const views = board.views.length > 1 ? board.views.map((old, at) => (at === place ? view : old)) : [view];
  board.active = view;
  return showViews(board, views);
}

function markTabs(board, views, active = board.active) {
  board.active = views.includes(active) ? active : views[0];
  for (const tab of board.root.querySelectorAll("[data-tab]")) {
    const shown = views.includes(tab.dataset.tab);
    const chosen = tab.dataset.tab === board.active;
    tab.setAttribute("aria-selected", String(shown));
    tab.classList.toggle("cx-second", shown && !chosen);
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) showWhole(tab);
  }
  board.root.querySelector("[role=tablist]").setAttribute("aria-multiselectable", String(views.length > 1));
  board.root.querySelector("[data-studio=beside]").setAttribute("aria-pressed", String(views.length > 1));
}

/** There may be more tabs than fit into their line: the chosen one is seen, and nothing else moves. */
function showWhole(tab) {
  const line = tab.parentElement;
  const [from, to] = [tab.offsetLeft - line.offsetLeft - 24, tab.offsetLeft - line.offsetLeft + tab.offsetWidth + 24];
  if (from < line.scrollLeft) line.scrollLeft = from;
  else if (to > line.scrollLeft + line.clientWidth) line.scrollLeft = to - line.clientWidth;
}

/** Each sheet is the panel of its tab, by name. */
function nameSheets(board) {
  const now = board.views.join(" ");
  if (board.named === now && sheetsOf(board).every((sheet) => sheet.getAttribute("role"))) return;
  board.named = now;
  for (const sheet of sheetsOf(board)) {
    sheet.setAttribute("role", "tabpanel");
    sheet.setAttribute("aria-label", tabOf(board, sheet.dataset.sheet)?.textContent.trim() || sheet.dataset.sheet);
  }
  markTabs(board, board.views);
}

/** A second board beside the first: the one that was looked at before, else the next tab. */
function toggleBeside(board) {
  if (board.views.length > 1) return showViews(board, [board.active]);
  const tabs = [...board.root.querySelectorAll("[data-tab]")].map((tab) => tab.dataset.tab);
  const other = tabs[(tabs.indexOf(board.active) + 1) % tabs.length];
  return showViews(board, [board.active, other]);
}

function tabKey(board, tab, event) {
  const tabs = [...board.root.querySelectorAll("[data-tab]")];
  const at = tabs.indexOf(tab);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (next === undefined) return;
  const wanted = tabs[(next + tabs.length) % tabs.length];
  stop(event, () => {
    wanted.focus();
    showTab(board, wanted.dataset.tab);
  });
}

/** Opens one part of the pane at the side, or closes it with "". */
function showSide(board, name) {
  const opener = !name && part(board, "side").contains(document.activeElement)
    && (board.root.querySelector(`.cx-ways [data-side-open=${quoted(board.root.dataset.side)}]`) || part(board, "search"));
  board.root.dataset.side = name;
  if (opener) opener.focus();
  for (const one of ["found", "trouble", "filters"]) part(board, one).hidden = one !== name;
  for (const button of board.root.querySelectorAll("[data-side-open]")) button.setAttribute("aria-expanded", String(button.dataset.sideOpen === name));
  part(board, "side").hidden = !name;
  if (!name) return board.root.dataset.pane === "find" && showPane(board, "board");
  reveal(board, part(board, name));
  return askPanes(board, [name], 0);
}

/** On a narrow screen one pane is seen at a time. */
function showPane(board, name) {
  board.root.dataset.pane = name;
  for (const button of board.root.querySelectorAll("[data-pane-open]")) button.setAttribute("aria-pressed", String(button.dataset.paneOpen === name));
  if (name === "find" && !board.root.dataset.side) showSide(board, "trouble");
}

/** Asks for what stands around the boards, once nothing has changed for a moment. */
function askPanes(board, names, wait = QUIET) {
  if (!isStudio(board)) return;
  for (const name of names) board.wanted.add(name);
  clearTimeout(board.asking);
  board.asking = setTimeout(() => {
    const want = [...board.wanted].filter((name) => name !== "found");
    board.wanted.clear();
    if (want.length && !board.closed && !board.away) send(board, { do: "panes", want });
  }, wait);
}

/** What Python drew for the places around the boards; what somebody is typing in there stays. */
function showPanes(board, panes) {
  for (const [name, html] of Object.entries(panes)) {
    const place = part(board, name);
    if (!place || place.cxHtml === html) continue;
    place.cxHtml = html;
    const mark = place.contains(document.activeElement) ? signature(document.activeElement) : null;
    const fresh = drawn(html);
    const opened = new Set([...place.querySelectorAll("details[open][data-kept]")].map((one) => one.dataset.kept));
    for (const one of fresh?.querySelectorAll("details[data-kept]") || []) one.open = opened.has(one.dataset.kept); // what is being read stays open
    place.replaceChildren(...(fresh ? [fresh] : []));
    if (mark) focusHeir(board, place, mark);
    for (const told of board.after.panes) told(board, name);
  }
}

/** Goes to an element wherever it is: on a board that is shown, or on the one where it is seen best. */
function jump(board, at) {
  reveal(board, board.stage);
  if (itemAt(board, at)) return goTo(board, at);
  if (!isStudio(board)) return select(board, at);
  return send(board, { do: "where", at }, { done: (answer) => {
    if (!answer.view) return undefined; // it has gone, and that is said
    if (board.views.includes(answer.view)) return select(board, at);
    board.goal = at;
    return showTab(board, answer.view);
  } });
}

const itemAt = (board, at) => board.stage.querySelector(`[data-at=${quoted(at)}]`) || board.stage.querySelector(`[data-at=${quoted(at.split(".")[0])}]`);

/** A view that was asked for because of an element has come. */
function reachGoal(board) {
  const at = board.goal;
  if (!at || !board.views.includes(board.active)) return;
  board.goal = null;
  if (itemAt(board, at)) goTo(board, at);
  else select(board, at);
}

function studioState(board, state) {
  const title = part(board, "title");
  if (title.textContent !== state.title) title.textContent = state.title || "Untitled";
  const version = part(board, "version");
  if (version.textContent !== state.version) version.textContent = version.title = state.version || "";
  const autosave = part(board, "autosave");
  autosave.checked = !!state.autosave;
  autosave.disabled = !!state.readOnly;
  const now = `${board.rev} ${state.dirty}`; // an answer that changed nothing asks for nothing
  if (now === board.paned) return;
  board.paned = now;
  askPanes(board, ["guide", board.root.dataset.side].filter((name) => name && name !== "trouble")); // trouble is told by the rules
}

function studioClick(board, event) {
  const { target } = event;
  const tab = target.closest("[data-tab]");
  if (tab) return showTab(board, tab.dataset.tab);
  const side = target.closest("[data-side-open]");
  if (side) return showSide(board, board.root.dataset.side === side.dataset.sideOpen ? "" : side.dataset.sideOpen);
  const pane = target.closest("[data-pane-open]");
  if (pane) return showPane(board, pane.dataset.paneOpen);
  const go = target.closest("[data-go]");
  if (go) return stop(event, () => jump(board, go.dataset.go));
  if (target.closest("[data-studio=beside]")) return toggleBeside(board);
  return undefined;
}

topics.push((board, on, life) => {
  if (!isStudio(board)) return undefined;
  board.wanted = new Set();
  on("click", studioClick);
  on("keydown", (_, event) => event.target.matches("[data-tab]") && tabKey(board, event.target, event));
  on("focusin", (_, event) => {
    const sheet = event.target.closest("[data-sheet]");
    if (sheet && sheet.dataset.sheet !== board.active) markTabs(board, board.views, sheet.dataset.sheet);
  });
  on("cx-go", (_, event) => jump(board, event.detail.at));
  part(board, "autosave").addEventListener("change", (event) => send(board, { do: "prefer", autosave: event.target.checked }), { signal: life.signal });
  board.after.state.push(studioState);
  board.after.drawing.push(() => {
    nameSheets(board);
    reachGoal(board);
  });
  board.after.select.push((_, at) => board.root.dispatchEvent(new CustomEvent("cx-selected", { bubbles: true, composed: true, detail: { at } })));
  showSide(board, "");
  showPane(board, "board");
  return () => clearTimeout(board.asking);
});
