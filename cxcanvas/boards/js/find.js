// ---- find: search as you type, and what is filtered ----

const PAUSE = 140; // ms without a key until a search is sent

const hitsOf = (board) => [...part(board, "found").querySelectorAll("[role=option]")];
const chosenHit = (board) => part(board, "found").querySelector("[role=option][aria-selected=true]");

/** `board.searched` are the words that the lines on show answer. */
function searchFor(board, words, then = () => undefined) {
  clearTimeout(board.searching);
  if (!words.trim()) return undefined;
  if (board.root.dataset.side !== "found") showSide(board, "found");
  else reveal(board, part(board, "found"));
  return send(board, { do: "find", words }, { done: () => {
    board.searched = words;
    then();
  } });
}

/** Names the lines for the search field, which keeps the focus while the arrows walk through them. */
function nameHits(board, name) {
  if (name !== "found") return;
  const list = part(board, "found").querySelector("[role=listbox]");
  const search = part(board, "search");
  if (!list) return;
  list.id = `found-${board.page}`;
  hitsOf(board).forEach((hit, place) => { hit.id = `${list.id}-${place}`; });
  search.setAttribute("aria-controls", list.id);
  chooseHit(board, hitsOf(board)[0]);
}

function chooseHit(board, hit) {
  const search = part(board, "search");
  chosenHit(board)?.setAttribute("aria-selected", "false");
  search.setAttribute("aria-expanded", String(hitsOf(board).length > 0));
  if (!hit) return search.removeAttribute("aria-activedescendant");
  hit.setAttribute("aria-selected", "true");
  search.setAttribute("aria-activedescendant", hit.id);
  return hit.scrollIntoView({ block: "nearest" });
}

function searchKey(board, event) {
  if (event.isComposing) return undefined;
  const hits = hitsOf(board);
  const at = hits.indexOf(chosenHit(board));
  const next = { ArrowDown: Math.min(at + 1, hits.length - 1), ArrowUp: Math.max(at - 1, 0) }[event.key];
  if (next !== undefined && hits.length) return stop(event, () => chooseHit(board, hits[next]));
  if (event.key === "Enter") return stop(event, () => takeHit(board));
  if (event.key === "Escape") return stop(event, () => leaveSearch(board));
  return undefined;
}

/** Enter goes to the chosen line; where the search has not been answered yet, to the first that comes. */
function takeHit(board) {
  const words = part(board, "search").value;
  const go = () => {
    const hit = chosenHit(board);
    if (hit) jump(board, hit.dataset.go);
  };
  if (board.searched === words) return go();
  return searchFor(board, words, () => queueMicrotask(go)); // after the lines have been placed
}

function leaveSearch(board) {
  const search = part(board, "search");
  search.value = "";
  board.searched = "";
  chooseHit(board, null);
  showSide(board, "");
  const item = board.stage.querySelector(STOPS);
  if (item) item.focus({ preventScroll: true });
}

/** What is chosen in the filters: {party: [id …], tag: [word …]}. */
function chosenFilters(board) {
  const by = {};
  for (const box of part(board, "filters").querySelectorAll("[data-filter]:checked")) (by[box.dataset.filter] ??= []).push(box.value);
  return by;
}

function filterBy(board, by) {
  const pane = part(board, "filters");
  for (const box of pane.querySelectorAll("[data-filter]")) box.checked = (by[box.dataset.filter] || []).includes(box.value);
  const all = pane.querySelector("[data-guide=unfilter]");
  if (all) disable(all, !Object.keys(by).length);
  send(board, { do: "filter", by });
}

/** Elements that the filters do not let through step back; null brings all of them forward. */
function fade(board, ids) {
  if (!ids && !board.faded) return;
  board.faded = ids && new Set(ids);
  board.root.classList.toggle("cx-filtered", !!ids);
  board.root.querySelector(".cx-ways [data-side-open=filters]")?.classList.toggle("cx-on", !!ids);
  showFaded(board);
}

function showFaded(board) {
  if (!board.faded) {
    for (const item of board.stage.querySelectorAll(".cx-faded")) item.classList.remove("cx-faded");
    return;
  }
  for (const item of board.stage.querySelectorAll("[data-at], [data-point]")) {
    const id = (item.dataset.at || item.dataset.point).split(".")[0];
    const off = board.faded.has(id);
    if (off !== item.classList.contains("cx-faded")) item.classList.toggle("cx-faded", off);
  }
}

topics.push((board, on, life) => {
  if (!isStudio(board)) return undefined;
  const search = part(board, "search");
  const hear = (name, action) => search.addEventListener(name, action, { signal: life.signal });
  search.setAttribute("role", "combobox");
  search.setAttribute("aria-autocomplete", "list");
  search.setAttribute("aria-expanded", "false");
  hear("input", () => {
    clearTimeout(board.searching);
    board.searching = setTimeout(() => searchFor(board, search.value), PAUSE);
  });
  hear("keydown", (event) => searchKey(board, event));
  hear("focus", () => search.select());
  const asksForSearch = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  const goSearch = () => {
    reveal(board, search);
    search.focus();
  };
  on("keydown", (_, event) => asksForSearch(event) && stop(event, goSearch));
  // On a page where nothing has the focus yet, the key is the studio's as well.
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body && asksForSearch(event) && isShown(board.root)) stop(event, goSearch);
  }, { signal: life.signal });
  on("change", (_, event) => event.target.matches("[data-filter]") && filterBy(board, chosenFilters(board)));
  board.after.panes.push(nameHits);
  board.after.drawing.push(() => board.faded && showFaded(board));
  return () => clearTimeout(board.searching);
});
