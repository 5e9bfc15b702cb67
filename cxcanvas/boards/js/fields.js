// ---- fields: the inspector that Python drew: inputs, lists to choose from, numbers as a curve, pictures ----

const LOOKING = 120; // ms without a key until the list under a reference is asked for
const LARGEST_PICTURE = 5e6;

/** For another element the inspector comes at once; for the same one, typing in it comes first. */
function showInspector(board, message, entry) {
  const panel = part(board, "inspector");
  if (message.gone) return leaveGone(board, message.gone);
  if ((message.inspected || null) !== board.selected) return undefined;
  const form = panel.querySelector("form");
  const same = panel.cxShows === message.inspected;
  panel.cxShows = message.inspected;
  if (form && message.inspector && entry?.message.do !== "select") {
    patch(board, panel, [["put", "i", message.inspector]], true);
    drawCurves(panel);
    return undefined;
  }
  const fresh = message.inspector ? drawn(message.inspector) : null;
  if (form && fresh && same) fillFolds(board, panel, fresh);
  else fillPanel(board, fresh);
  drawCurves(panel);
  goDecide(board);
  const words = board.wantsWords && panel.querySelector(`[data-field=${quoted(board.wantsWords.at)}]`);
  if (!words) return undefined;
  reveal(board, words);
  words.focus();
  return words.select();
}

/** Of an element that is shown already only what was opened comes in: nothing that is being written is drawn anew. */
function fillFolds(board, panel, fresh) {
  for (const fold of fresh.querySelectorAll("details[data-more]")) {
    const here = panel.querySelector(`details[data-more=${quoted(fold.dataset.more)}]`);
    if (!here) continue;
    if (fold.children.length === 1) here.replaceChildren(here.firstElementChild);
    else if (here.children.length === 1) here.append(...[...fold.children].slice(1));
    if (fold.open && board.opened.includes(fold.dataset.more)) here.open = true;
  }
}

/** In the inspector, Enter takes a line over, Escape gives it up; after a new sign both lead back to its card. */
function inspectorKey(board, event) {
  const input = event.target;
  if (input.matches("[data-choose]")) return chooseKey(board, input, event);
  if (input.matches("[data-entry]")) return entryKey(board, input, event);
  const leaves = event.key === "Escape" || (event.key === "Enter" && input.matches("input"));
  if (!leaves || !input.matches("input[type=text], textarea")) return undefined;
  if (event.key === "Escape") input.value = input.defaultValue;
  const from = board.wantsWords?.from;
  board.wantsWords = null;
  stop(event, () => input.blur());
  if (from) select(board, from);
  return undefined;
}

/** What lies deeper is asked for when somebody opens it. */
function onToggle(board, event) {
  const fold = event.target.closest?.("details[data-more]");
  if (!fold) return;
  const { more } = fold.dataset;
  board.opened = fold.open ? [...new Set([...board.opened, more])] : board.opened.filter((one) => one !== more);
  if (fold.open && fold.children.length === 1) send(board, { do: "select", at: board.selected, open: board.opened });
}

/** Sets the input of a field to what stands in the canvas now. */
function setValue(row, value) {
  for (const input of row.querySelectorAll("[data-field]")) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = [value].flat().includes(input.value);
    else input.value = input.defaultValue = value;
  }
  const curve = row.closest("[data-estimate]");
  if (curve) drawCurve(curve);
  return true;
}

/** The value of one field: a word, a list, a truth, or null for nothing. */
function fieldValue(input) {
  if (input.type === "checkbox" && input.dataset.many) {
    const group = input.closest("[data-fieldset]");
    return [...group.querySelectorAll("input:checked")].map((box) => box.value);
  }
  if (input.type === "checkbox") return input.checked;
  if (input.multiple) return [...input.selectedOptions].map((option) => option.value);
  return input.value === "" ? null : input.value;
}

function onChange(board, event) {
  const input = event.target.closest("[data-field]");
  if (!input || !part(board, "inspector").contains(input)) return;
  markField(board, input, "");
  const value = fieldValue(input);
  send(board, { do: "field", at: input.dataset.field, value }, {
    seen: input.cxSeen, // what stood there when somebody began to write
    wrong: (sentence) => refuseField(board, input, value, sentence),
  });
}

/** A sentence at the field says what is wrong; what was typed stays. */
function markField(board, input, sentence) {
  const row = input.closest(".cx-field, .cx-entries");
  const old = row?.querySelector(":scope > .cx-fault");
  for (const other of row?.querySelectorAll("[aria-invalid]") || []) if (!old || other.getAttribute("aria-describedby")?.includes(old.id)) other.removeAttribute("aria-invalid");
  old?.remove();
  const inputs = row?.matches("[data-fieldset]") ? row.querySelectorAll("[data-field]") : [input];
  if (sentence) {
    const line = document.createElement("span");
    line.className = "cx-fault";
    line.id = `fault-${board.page}-${row?.dataset.k ?? "here"}`;
    line.textContent = sentence;
    (row || input.parentElement).append(line);
    for (const other of inputs) other.setAttribute("aria-invalid", "true");
    say(board, sentence);
  }
  for (const other of inputs) describeField(board, other);
}

/** A screen reader hears with a field what is wrong with it, and what it is for. */
function describeField(board, input) {
  const row = input.closest(".cx-field, .cx-entries");
  const help = row?.querySelector(":scope > .cx-help");
  if (help && !help.id) help.id = `help-${board.page}-${row.dataset.k}`;
  const fault = input.hasAttribute("aria-invalid") && row?.querySelector(":scope > .cx-fault");
  const words = [fault, help].filter(Boolean).map((line) => line.id);
  if (words.length) input.setAttribute("aria-describedby", words.join(" "));
  else input.removeAttribute("aria-describedby");
}

/** Sends a change of the inspector that is no input's own; afterwards the focus is where one goes on. */
function change(board, message, focus, input, buffers) {
  if (document.activeElement && part(board, "inspector").contains(document.activeElement)) document.activeElement.blur(); // what is typed in waits for no answer
  send(board, message, {
    buffers,
    wrong: (sentence) => {
      if (!input?.isConnected) return say(board, sentence);
      markField(board, input, sentence);
      return input.focus();
    },
    done: (answer) => {
      board.changing = 0;
      if (!answer.error) afterPatch(() => focusAgain(board, focus));
    },
  });
}

/** The answer is told before its patch is in the page; what comes after both waits for the end of this turn. */
const afterPatch = (then) => queueMicrotask(then);

function focusAgain(board, selector) {
  const found = selector && part(board, "inspector").querySelector(selector);
  if (found) found.focus({ preventScroll: false });
}

// -- references --

const optionsOf = (input) => [...(input.parentElement.querySelector("[role=listbox]")?.querySelectorAll("[data-choice], [data-new-kind]") || [])];

/** Asks what fits, a moment after the last key. */
function lookFor(board, input, wait = LOOKING) {
  clearTimeout(input.cxLooking);
  input.cxLooking = setTimeout(() => {
    const words = input.value;
    send(board, { do: "choices", at: input.dataset.choose, words }, { done: (answer) => answer.choices && showChoices(board, input, answer.choices, words) });
  }, wait);
}

function showChoices(board, input, html, words) {
  if (!input.isConnected || document.activeElement !== input || words !== input.value) return;
  const takes = input.cxTakes === words && !!words.trim();
  closeChoices(input);
  const list = drawn(html);
  list.dataset.words = words;
  list.id = `choices-${board.page}`;
  optionsIn(list).forEach((row, place) => { row.id = `${list.id}-${place}`; });
  input.after(list);
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
  chooseOption(input, input.value.trim() ? optionsOf(input)[0] : null);
  if (takes && optionsOf(input)[0]) {
    takeOption(board, input, optionsOf(input)[0]);
    return;
  }
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-choice], [data-new-kind]");
    if (row) takeOption(board, input, row);
  });
}

const optionsIn = (list) => [...list.querySelectorAll("[data-choice], [data-new-kind]")];

function closeChoices(input) {
  clearTimeout(input.cxLooking);
  input.cxTakes = null;
  input.parentElement?.querySelector("[role=listbox]")?.remove();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function chooseOption(input, row) {
  for (const other of optionsOf(input)) other.setAttribute("aria-selected", String(other === row));
  if (!row) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", row.id);
  return row.scrollIntoView({ block: "nearest" });
}

function chooseKey(board, input, event) {
  if (event.isComposing) return undefined;
  const rows = optionsOf(input);
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" && !rows.length) return stop(event, () => lookFor(board, input, 0));
  if (event.key === "ArrowDown") return stop(event, () => chooseOption(input, rows[Math.min(at + 1, rows.length - 1)]));
  if (event.key === "ArrowUp") return stop(event, () => chooseOption(input, rows[Math.max(at - 1, 0)]));
  if (event.key === "Enter") return stop(event, () => enterChoice(board, input, rows[at]));
  if (event.key === "Escape" && (rows.length || input.value)) {
    return stop(event, () => {
      input.value = "";
      closeChoices(input);
    });
  }
  if (event.key === "Escape") return stop(event, () => input.blur());
  return undefined;
}

/** Enter takes what is chosen; straight after the last key, the best of what fits the words as they are now. */
function enterChoice(board, input, row) {
  const list = input.parentElement.querySelector("[role=listbox]");
  if (row && list.dataset.words === input.value) return takeOption(board, input, row);
  lookFor(board, input, 0);
  input.cxTakes = input.value;
  return undefined;
}

/** Points the field at what was chosen, or at a new element of that name. */
function takeOption(board, input, row) {
  const at = input.dataset.choose;
  const words = input.value;
  const field = input.closest("[data-ref]");
  closeChoices(input);
  input.value = "";
  const focus = `[data-choose=${quoted(at)}]`;
  if (row.dataset.newKind) return change(board, { do: "new", at, kind: row.dataset.newKind, name: words }, focus, input);
  const there = field.dataset.many ? [...field.querySelectorAll("[data-to]")].map((chip) => chip.dataset.to) : [];
  const value = field.dataset.many ? [...new Set([...there, row.dataset.choice])] : row.dataset.choice;
  return change(board, { do: "field", at, value }, focus, input);
}

// -- entries --

function entryKey(board, input, event) {
  if (event.isComposing) return undefined;
  if (event.key === "Enter") return stop(event, () => addEntry(board, input));
  if (event.key !== "Escape") return undefined;
  return stop(event, () => {
    if (!input.value) return input.blur();
    input.value = "";
    return markField(board, input, "");
  });
}

function addEntry(board, input) {
  const at = input.dataset.entry;
  const name = input.value.trim();
  if (!name) {
    markField(board, input, "Give it a name first.");
    return input.focus();
  }
  markField(board, input, "");
  return change(board, { do: "entry", at, name }, `[data-entry=${quoted(at)}]`, input);
}

// -- numbers --

const numberIn = (input) => (input?.value.trim() ? Number(input.value.replace(/[\u2212]/g, "-").replace(/[\s\u00a0]/g, "")) : NaN);

/** How likely which value is, between low and high, as the shape of the distribution; drawn while it is typed. */
function drawCurve(field) {
  const [low, mode, high] = [...field.querySelectorAll(".cx-three input")].map(numberIn);
  const svg = field.querySelector(".cx-curve");
  const whole = low < high && !(mode < low) && !(mode > high);
  svg.toggleAttribute("hidden", !whole);
  if (!whole) return;
  const top = Number.isNaN(mode) ? (low + high) / 2 : mode;
  const shape = densityOf(field.dataset.dist, (top - low) / (high - low));
  const points = Array.from({ length: 61 }, (_, step) => [step / 60, shape(step / 60)]);
  const most = Math.max(...points.map(([, y]) => y)) || 1;
  svg.firstElementChild.setAttribute("d", `M0 44 ${points.map(([x, y]) => `L${(x * 200).toFixed(1)} ${(43 - (y / most) * 40).toFixed(1)}`).join(" ")} L200 44 Z`);
}

/** Densities between 0 and 1 with their top at m; PERT is a beta distribution of weight 4 (Malcolm et al. 1959). */
function densityOf(dist, m) {
  if (dist === "uniform") return () => 1;
  if (dist === "triangular") return (x) => (x < m ? x / (m || 1) : (1 - x) / (1 - m || 1));
  if (dist === "normal") return (x) => Math.exp(-0.5 * ((x - m) / 0.26) ** 2);
  return (x) => x ** (4 * m) * (1 - x) ** (4 * (1 - m));
}

function drawCurves(panel) {
  for (const field of panel.querySelectorAll("[data-estimate]")) drawCurve(field);
}

// -- notes and pictures --

/** A note as it will be read, under it. */
function togglePreview(board, button) {
  const row = button.closest(".cx-field");
  const shown = row.querySelector(".cx-previewed");
  shown?.remove();
  button.setAttribute("aria-expanded", String(!shown));
  if (shown) return;
  send(board, { do: "preview", text: row.querySelector("textarea").value }, { done: (answer) => {
    if (answer.preview && row.isConnected && button.getAttribute("aria-expanded") === "true") button.after(drawn(answer.preview));
  } });
}

/** A note that is typed on is read anew. */
function renewPreview(board, input) {
  const row = input.closest(".cx-field");
  if (!row?.querySelector(":scope > .cx-previewed")) return;
  clearTimeout(input.cxReading);
  input.cxReading = setTimeout(() => send(board, { do: "preview", text: input.value }, { done: (answer) => {
    if (answer.preview) row.querySelector(":scope > .cx-previewed")?.replaceWith(drawn(answer.preview));
  } }), LOOKING);
}

/** Hands a picture's bytes to Python, which looks at what they really are. */
async function attachPicture(board, input) {
  const [file] = input.files;
  const at = input.dataset.attach;
  if (!file) return;
  markField(board, input, "");
  if (file.size > LARGEST_PICTURE) {
    input.value = "";
    markField(board, input, `This picture has ${(file.size / 1e6).toFixed(1)} MB; at most 5 MB fit into a canvas.`);
    return;
  }
  const bytes = await file.arrayBuffer().catch(() => null);
  input.value = ""; // the same file can be chosen again
  if (!bytes) return markField(board, input, "This file could not be read.");
  change(board, { do: "attach", at, name: file.name.slice(0, 200), alt: "" }, ".cx-pictures li:last-child input[type=text]", input, [bytes]); // next, its words
}

/** The address of an element as a link that leads there. */
function copyLink(board) {
  const address = new URL(location.href);
  address.hash = encodeURIComponent(board.selected || "");
  const done = () => say(board, "The link is copied.");
  const failed = () => say(board, `The link: ${address}`);
  if (navigator.clipboard?.writeText) navigator.clipboard.writeText(address.href).then(done, failed);
  else failed();
}

function fieldsClick(board, event) {
  const { target } = event;
  if (!part(board, "inspector").contains(target)) return undefined;
  const drop = target.closest("[data-drop]");
  const home = drop?.closest("[data-ref], .cx-pictures, .cx-entries");
  if (drop && Date.now() - board.changing < PATIENCE) return say(board, "One moment: the last one is being taken away."); // addresses count places
  if (drop) board.changing = Date.now();
  if (drop) return change(board, { do: "drop", at: drop.dataset.drop }, home && `[data-k=${quoted(home.dataset.k)}] :is(input, button)`);
  const begin = target.closest("[data-begin]");
  if (begin) return change(board, { do: "entry", at: begin.dataset.begin, name: part(board, "inspector").querySelector("h2")?.textContent.trim() || "" }, `[data-k=${quoted(`i/${begin.dataset.begin}`)}] input`);
  const add = target.closest("[data-add-entry]");
  if (add) return addEntry(board, add.parentElement.querySelector("[data-entry]"));
  const preview = target.closest("[data-preview]");
  if (preview) return togglePreview(board, preview);
  const go = target.closest("[data-go]");
  if (go) return stop(event, () => jump(board, go.dataset.go));
  return target.closest("[data-copy-link]") ? copyLink(board) : undefined;
}

topics.push((board, on) => {
  on("click", fieldsClick);
  on("input", (_, event) => {
    const { target } = event;
    if (target.matches("[data-choose]")) lookFor(board, target);
    if (target.matches("textarea[data-field]")) renewPreview(board, target);
    const estimate = target.closest(".cx-three") && target.closest("[data-estimate]");
    if (estimate) drawCurve(estimate);
  });
  on("focusin", (_, event) => {
    if (event.target.matches("[data-field], [data-choose], [data-entry], [data-attach]")) describeField(board, event.target);
    if (event.target.matches("[data-choose]")) lookFor(board, event.target);
  });
  on("focusout", (_, event) => event.target.matches("[data-choose]") && closeChoices(event.target));
  on("change", (_, event) => event.target.matches("[data-attach]") && attachPicture(board, event.target));
  on("submit", (_, event) => event.preventDefault());
});
