// ---- review: its forms are sent as messages, its links lead over the boards, its comments are counted at the cards ----

const reviewOf = (board) => sheetOf(board, "review");
const tellReview = (board, form, hooks = {}) => send(board, { do: "review", form }, hooks);

/** What a form says, name by name. */
function spokenBy(form, button) {
  const said = {};
  for (const [name, value] of [...new FormData(form), ...(button?.name ? [[button.name, button.value]] : [])]) {
    if (name !== "_xsrf" && typeof value === "string") (said[name] ||= []).push(value);
  }
  return said;
}

/** What tells a form from the others of the review. */
const formKey = (form) => ["do", "to", "part", "about", "item", "condition", "event"].map((name) => form?.querySelector(`[type=hidden][name=${name}]`)?.value || "").join("|");

/** By this key a message counts once, however often it arrives; it is renewed when an answer has come. */
function onceOf(board, form) {
  const { once } = board.review, key = formKey(form);
  if (!once.has(key)) once.set(key, [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join(""));
  return once.get(key);
}

/** A field in an old drawing and in a new one: by its form, what that is about, and its name. */
function fieldKey(field) {
  const form = field.form;
  const given = formKey(form);
  const same = form ? [...form.elements].filter((one) => one.name === field.name) : [];
  return [given, field.name, same.indexOf(field)].join("|");
}

const TYPED = "input:not([type=hidden]), textarea, select";
const stateOf = (field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value);

/** What somebody wrote, chose and opened stays when the review is drawn again. */
function keepReview(board) {
  const sheet = reviewOf(board), { review } = board;
  if (!sheet || review.root === sheet.firstElementChild) return;
  review.root = sheet.firstElementChild;
  for (const field of sheet.querySelectorAll(TYPED)) {
    const kept = review.typed.get(fieldKey(field));
    if (kept === undefined) continue;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = kept;
    else field.value = kept;
  }
  for (const fold of sheet.querySelectorAll("details")) {
    const kept = review.folds.get(foldName(fold));
    if (kept !== undefined) fold.open = kept;
  }
  if (review.goal) {
    const goal = sheet.querySelector(review.goal);
    review.goal = "";
    goal?.scrollIntoView({ block: "center" });
    (goal?.querySelector("textarea, input:not([type=hidden]), button, a") || goal)?.focus?.({ preventScroll: true });
  }
}

const foldName = (fold) => `${fold.closest("[data-part]")?.dataset.part || ""}|${fold.querySelector("summary")?.textContent.replace(/\d/g, "")}`;

function sendReview(board, form, button) {
  const keys = [...form.querySelectorAll(TYPED)].map((field) => [fieldKey(field), stateOf(field)]);
  for (const [key] of keys) board.review.typed.delete(key);
  button?.setAttribute("aria-busy", "true");
  const back = () => {
    for (const [key, value] of keys) board.review.typed.set(key, value);
    button?.removeAttribute("aria-busy");
  };
  return tellReview(board, { ...spokenBy(form, button), once: [onceOf(board, form)] }, { back, done: (answer) => {
    button?.removeAttribute("aria-busy");
    board.review.once.delete(formKey(form));
    if (answer.error) return;
    if (form.querySelector("[name=do]").value === "open") {
      board.review.folds.clear();
      reviewOf(board)?.scrollTo(0, 0);
    }
    if (!("comment" in form.dataset)) return;
    board.review.spot = null;
    showSpot(board);
  } });
}

function reviewClick(board, event) {
  const { target } = event;
  const way = target.closest("[data-review-do]");
  if (way) return lookAt(board, way.dataset.reviewDo);
  const link = target.closest(".rv a");
  if (!link) return undefined;
  event.preventDefault(); // there is no page behind it
  const to = link.getAttribute("href") || "";
  if (link.dataset.answer) {
    board.review.goal = `[data-part=${quoted(link.dataset.answer)}]`;
    return tellReview(board, { do: ["answer"], id: [link.dataset.answer.slice(2)] });
  }
  if (to.endsWith("/record")) return showRecord(board);
  if (to.includes("?")) return followAsked(board, to);
  if (to === "#concept") return showTab(board, pointedView(board));
  if (link.closest(".rv-others")) return lookAt(board, "choose", { id: [to.slice(1)] });
  const place = to.startsWith("#") && to.length > 1 && link.closest(".rv").querySelector(`[id=${quoted(to.slice(1))}]`);
  if (place) return leadTo(place);
  if (link.closest(".rv-place")) return jump(board, to.slice(1));
  return undefined;
}

/** Leads to a place in the review, also where it is folded away. */
function leadTo(place) {
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  place.scrollIntoView({ block: "start" });
  if (place.matches("section")) place.setAttribute("tabindex", "-1");
  (place.matches("section") ? place : place.querySelector("a, button") || place).focus({ preventScroll: true });
}

/** Something else is shown in place of the review, from its beginning. */
const lookAt = (board, what, more = {}) => tellReview(board, { do: [what], ...more }, { done: () => reviewOf(board)?.scrollTo(0, 0) });

/** A link that asks its page for something: here the boards are beside the review. */
function followAsked(board, to) {
  const asked = new URLSearchParams(to.slice(to.indexOf("?") + 1).split("#")[0]);
  if (asked.has("open")) return lookAt(board, "again");
  if (asked.has("from")) {
    const other = asked.get("to") === "now" ? "" : `:${asked.get("to")}`;
    return send(board, { do: "against", version: `review:${asked.get("from")}${other}` }, { done: (answer) => answer.error || showTab(board, "compare") });
  }
  if (asked.has("beside")) {
    board.review.goal = `.rv-options a[href*="beside=${asked.get("beside")}"]`;
    return tellReview(board, { do: ["beside"], id: [asked.get("beside")] });
  }
  return asked.has("view") && tabOf(board, asked.get("view")) ? showTab(board, asked.get("view")) : undefined;
}

/** How many dots are left, below the fields that give them. */
function countDots(box) {
  const given = [...box.querySelectorAll("input")].reduce((sum, one) => sum + (Number(one.value) || 0), 0), left = box.dataset.budget - given;
  const told = box.querySelector("[data-left]");
  told.hidden = false;
  told.textContent = left < 0 ? `${-left} too many` : `${left} left`;
  told.classList.toggle("rv-bad", left < 0);
}

function saveText(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function showRecord(board) {
  return tellReview(board, { do: ["record"] }, { done: (answer) => {
    if (!answer.record) return;
    const page = drawn(answer.record);
    const title = page.querySelector("h1"), close = document.createElement("button");
    title.tabIndex = -1;
    title.setAttribute("autofocus", ""); // it is read from its beginning
    close.type = "button";
    close.dataset.close = "";
    close.textContent = "Close";
    page.append(close);
    openDialog(board, page, "Decision record");
    page.addEventListener("click", (event) => { // its links are of a page with an address
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      if (link.hasAttribute("download")) saveText(answer.markdown, "decision.md");
      else closeDialog(board);
    });
  } });
}

// -- comments at the cards --

function showSaid(board, said, pins) {
  board.review.said = said;
  board.review.pins = pins;
  markPins(board);
  const tab = isStudio(board) && tabOf(board, "review");
  const open = Object.values(said).reduce((sum, many) => sum + many, 0);
  if (tab) {
    tab.querySelector(".cx-said-count")?.remove();
    if (open) tab.insertAdjacentHTML("beforeend", `<span class="cx-said-count"> ${Number(open)}<span class="cv-vh"> open comments</span></span>`);
  }
  markSaid(board);
}

/** Each card that somebody commented on carries how many comments are open. */
function markSaid(board) {
  for (const sheet of sheetsOf(board)) {
    for (const card of sheet.querySelectorAll("[data-said]")) if (!board.review.said[card.dataset.at]) delete card.dataset.said;
    for (const [at, many] of Object.entries(board.review.said)) {
      const card = at && sheet.querySelector(`[data-at=${quoted(at)}]`);
      if (card && card.dataset.said !== String(many)) card.dataset.said = String(many);
    }
  }
  tellSaid(board);
}

/** What is open at the chosen card stands in a line above the boards, and leads to the review. */
function tellSaid(board) {
  if (!isStudio(board)) return;
  const line = part(board, "saidline"), at = (board.selected || "").split(".")[0], many = board.review.said[at] || 0;
  line.hidden = !many;
  if (!many) return;
  const button = line.querySelector("button");
  button.dataset.saidGo = at;
  button.innerHTML = `${Number(many)} comment${many === 1 ? "" : "s"}<span class="cv-vh"> open here: show</span>`;
}

const commentsAt = (at) => `[data-about=${quoted(at)}], [data-about^=${quoted(`${at}.`)}]`;

/** Leads to what is found in the review by a selector. */
function showComments(board, goal) {
  board.review.goal = goal;
  if (!board.views.includes("review")) return showTab(board, "review");
  board.review.root = null;
  return keepReview(board);
}

topics.push((board, on) => {
  board.review = { typed: new Map(), folds: new Map(), once: new Map(), said: {}, pins: [], spot: null, pointing: null, lastView: "", root: null, goal: "" };
  const inReview = (target) => reviewOf(board)?.contains(target);
  on("submit", (_, event) => {
    if (!event.target.matches(".rv form[data-say]")) return undefined;
    event.preventDefault();
    return sendReview(board, event.target, event.submitter);
  });
  on("click", (_, event) => {
    const go = event.target.closest("[data-said-go]");
    if (go) return showComments(board, commentsAt(go.dataset.saidGo));
    return inReview(event.target) ? reviewClick(board, event) : undefined;
  });
  on("input", (_, event) => {
    const field = event.target;
    if (!inReview(field) || !field.matches(TYPED)) return;
    if (field.type === "radio") for (const one of field.form.elements) if (one.name === field.name) board.review.typed.set(fieldKey(one), one.checked);
    board.review.typed.set(fieldKey(field), stateOf(field));
    const box = field.closest("[data-budget]");
    if (box) countDots(box);
  });
  board.root.addEventListener("toggle", (event) => inReview(event.target) && board.review.folds.set(foldName(event.target), event.target.open), true);
  board.after.drawing.push(() => {
    keepReview(board);
    for (const box of reviewOf(board)?.querySelectorAll("[data-budget]") || []) countDots(box);
    markSaid(board);
  });
  board.after.select.push(() => tellSaid(board));
});
