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

/** A field in an old drawing and in a new one: by its form, what that is about, and its name. */
function fieldKey(field) {
  const form = field.form;
  const given = ["do", "to", "part", "about", "item", "condition"].map((name) => form?.querySelector(`[type=hidden][name=${name}]`)?.value || "");
  const same = form ? [...form.elements].filter((one) => one.name === field.name) : [];
  return [...given, field.name, same.indexOf(field)].join("|");
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
  return tellReview(board, spokenBy(form, button), { back, done: (answer) => {
    button?.removeAttribute("aria-busy");
    if (answer.error || !("comment" in form.dataset)) return;
    board.review.spot = null;
    showSpot(board);
  } });
}

function reviewClick(board, event) {
  const { target } = event;
  const way = target.closest("[data-review-do]");
  if (way) return tellReview(board, { do: [way.dataset.reviewDo] });
  const link = target.closest(".rv a");
  if (!link) return undefined;
  event.preventDefault(); // there is no page behind it
  const to = link.getAttribute("href") || "";
  if (link.dataset.answer) {
    board.review.goal = `[data-part=${quoted(link.dataset.answer)}]`;
    return tellReview(board, { do: ["answer"], id: [link.dataset.answer.slice(2)] });
  }
  if (to.endsWith("/record")) return showRecord(board);
  if (link.closest(".rv-others")) return tellReview(board, { do: ["choose"], id: [to.slice(1)] });
  const place = to.startsWith("#") && to.length > 1 && link.closest(".rv").querySelector(`[id=${quoted(to.slice(1))}]`);
  if (place) return place.scrollIntoView({ block: "start" });
  if (link.closest(".rv-place")) return jump(board, to.slice(1));
  return undefined;
}

function showRecord(board) {
  return tellReview(board, { do: ["record"] }, { done: (answer) => {
    if (!answer.record) return;
    const page = drawn(answer.record);
    const close = document.createElement("button");
    close.type = "button";
    close.dataset.close = "";
    close.textContent = "Close";
    page.append(close);
    openDialog(board, page, "Decision record");
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
  board.review = { typed: new Map(), folds: new Map(), said: {}, pins: [], spot: null, pointing: null, lastView: "", root: null, goal: "" };
  const inReview = (target) => reviewOf(board)?.contains(target);
  on("submit", (_, event) => {
    if (!event.target.matches(".rv form[data-say]")) return undefined;
    event.preventDefault();
    return sendReview(board, event.target, event.submitter);
  });
  on("click", (_, event) => {
    const go = event.target.closest("[data-said-go]");
    if (go) return showComments(board, commentsAt(go.dataset.saidGo));
    return inReview(event.target) || event.target.closest(".rv-record") ? reviewClick(board, event) : undefined;
  });
  on("input", (_, event) => {
    const field = event.target;
    if (!inReview(field) || !field.matches(TYPED)) return;
    if (field.type === "radio") for (const one of field.form.elements) if (one.name === field.name) board.review.typed.set(fieldKey(one), one.checked);
    board.review.typed.set(fieldKey(field), stateOf(field));
  });
  board.root.addEventListener("toggle", (event) => inReview(event.target) && board.review.folds.set(foldName(event.target), event.target.open), true);
  board.after.drawing.push(() => {
    keepReview(board);
    markSaid(board);
  });
  board.after.select.push(() => tellSaid(board));
});
