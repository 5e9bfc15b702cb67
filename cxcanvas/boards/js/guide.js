// ---- guide: the next question, and how its answer begins ----

/** What a question's button says of it. */
const askOf = ({ dataset: { askAct: act, askView: view, askAt: at, askKind: kind, askPreset, askDepth: depth, askWord: word, askText: text } }) =>
  ({ act, view, at, kind, depth, word, text, preset: JSON.parse(askPreset || "{}") });

/** Begins an answer where it belongs; another board comes first where it can only be seen there. */
function beginAnswer(board, ask) {
  reveal(board, board.stage);
  if (board.views.includes(ask.view) || ask.act === "select") return begin(board, ask);
  board.begins = ask;
  return showTab(board, ask.view);
}

function begin(board, ask) {
  const id = itemOf(ask.at);
  if (ask.act === "write") return openField(board, ask.at, ask.depth);
  if (ask.act === "new") return beginNew(board, ask);
  if (ask.act === "feel") return takePoint(board, id);
  jump(board, id);
  if (ask.act === "sign") offerSign(board, ask.kind);
  return undefined;
}

/** What the inspector shows of an address: an element, or one part of a record such as the diagnosis. */
const itemOf = (at) => at.split(".").slice(0, /^(diagnosis|maturity|workshop)\./.test(at) ? 2 : 1).join(".");

/** A field: in the drawing where it can be written there, else in the inspector. */
function openField(board, at, depth = "sketch") {
  const text = [...board.stage.querySelectorAll(`[data-edit=${quoted(at)}]`)].find(isShown);
  if (text) {
    text.scrollIntoView({ block: "center", inline: "center" });
    const area = startTyping(board, text);
    area?.select?.(); // a name that stands for nobody gives way to the answer
    return area;
  }
  const item = itemAt(board, itemOf(at));
  const id = item ? item.dataset.at : itemOf(at);
  if (item) jump(board, id);
  else select(board, id);
  if (depth !== "sketch" && !board.opened.includes(depth)) board.opened = [...board.opened, depth];
  return send(board, { do: "select", at: id, open: board.opened }, { done: () => queueMicrotask(() => focusField(board, at)) }); // after the fields have been placed
}

function focusField(board, at) {
  const panel = part(board, "inspector");
  const ways = [`:is([data-field=${quoted(at)}], [data-choose=${quoted(at)}], [data-entry=${quoted(at)}], [data-begin=${quoted(at)}])`, `[data-fieldset=${quoted(at)}] input`, `[data-k=${quoted(`i/${at}`)}] :is(input, select, textarea, button)`];
  let field = null;
  for (let here = at; !field && here.includes("."); here = here.slice(0, here.lastIndexOf("."))) {
    field = ways.map((way) => panel.querySelector(way.replaceAll(CSS.escape(at), CSS.escape(here)))).find(Boolean);
  }
  if (!field) return say(board, "Its fields are shown beside the board.");
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  reveal(board, field);
  field.focus();
  field.scrollIntoView({ block: "center" });
  return undefined;
}

const fits = (wanted, given) => Object.entries(wanted).every(([name, value]) => JSON.stringify(given[name]) === JSON.stringify(value));

/** A new card at the button that makes just such a one; where no board has it, its name is asked for. */
function beginNew(board, ask) {
  const sheet = sheetOf(board, ask.view) || board.stage;
  const button = [...sheet.querySelectorAll(`[data-new=${quoted(ask.kind)}]`)]
    .find((one) => isShown(one) && fits(ask.preset, JSON.parse(one.dataset.preset || "{}")));
  if (!button) return askForName(board, ask);
  button.scrollIntoView({ block: "center", inline: "center" });
  return startDraft(board, button);
}

/** One line for the name of something that no board has a place for. */
function askForName(board, ask) {
  const form = document.createElement("form");
  form.className = "cx-answer";
  const label = document.createElement("label");
  const words = document.createElement("b");
  words.textContent = ask.text;
  const line = document.createElement("input");
  line.type = "text";
  line.maxLength = 400;
  line.required = true;
  line.setAttribute("autofocus", "");
  label.append(words, line);
  const add = document.createElement("button");
  add.textContent = `Add ${/^[aeiou]/.test(ask.word) ? "an" : "a"} ${ask.word}`;
  form.append(label, add);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = line.value.trim();
    if (!name) return;
    closeDialog(board);
    send(board, { do: "add", kind: ask.kind, preset: ask.preset, name }, { done: (answer) => answer.error || select(board, answer.at) });
  });
  openDialog(board, form, "Answer");
}

/** The point of the curve, ready for the arrows. */
function takePoint(board, id) {
  const point = [...board.stage.querySelectorAll("[data-point]")].find((one) => one.dataset.point.split(".")[0] === id && isShown(one));
  if (!point) return jump(board, id);
  point.scrollIntoView({ block: "center", inline: "center" });
  point.focus({ preventScroll: true });
  return say(board, "Drag the point, or press arrow up and arrow down.");
}

/** The sign's button, ready to be pressed. */
function offerSign(board, sign) {
  const button = board.root.querySelector(`.cx-signs [data-do=${quoted(sign)}]`);
  if (!button) return;
  button.focus({ preventScroll: true });
  say(board, `Press ${button.textContent.trim().replace(/\s+/g, " ")} to mark it here, or choose another card first.`);
}

function guideClick(board, event) {
  const button = event.target.closest("button[data-guide]");
  if (!button) return undefined;
  const { guide: what, question, depth } = button.dataset;
  if (what === "show") return beginAnswer(board, askOf(button));
  if (what === "later") return putOff(board, question);
  if (what === "depth") return goDeeper(board, depth);
  if (what === "unfilter") return filterBy(board, {});
  return undefined;
}

function putOff(board, question) {
  const inGuide = part(board, "guide").contains(document.activeElement);
  send(board, { do: "later", question }, { done: () => queueMicrotask(() => { // after the next question has been placed
    const strip = part(board, "guide");
    const next = strip.querySelector("[data-guide=later]") || strip.querySelector("button");
    if (inGuide && next) next.focus();
    if (board.root.dataset.side === "trouble") askPanes(board, ["trouble"], 0);
  }) });
}

function goDeeper(board, depth) {
  send(board, { do: "prefer", depth }, { done: () => {
    askPanes(board, ["guide", board.root.dataset.side].filter(Boolean), 0);
    askJudge(board, true);
  } });
}

topics.push((board, on) => {
  if (!isStudio(board)) return;
  on("click", guideClick);
  on("change", (_, event) => event.target.matches("select[data-guide=depth]") && goDeeper(board, event.target.value));
  board.after.drawing.push(() => {
    const ask = board.begins;
    if (!ask || !board.views.includes(ask.view)) return;
    board.begins = null;
    setTimeout(() => board.closed || begin(board, ask), 0);
  });
});
