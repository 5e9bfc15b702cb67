// The list of concepts, made quicker where there is a script: search as one types, forms that open ready to type.
(() => {
  document.body.classList.add("ix-scripted");
  const cards = [...document.querySelectorAll("[data-words]")], none = document.querySelector("[data-none]");
  const search = document.querySelector("[name=q]");
  search?.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const card of cards) {
      card.hidden = !words.every((word) => card.dataset.words.includes(word));
      left += !card.hidden;
    }
    none.hidden = left > 0;
  });
  const server = new URLSearchParams(location.search).get("q");
  search?.form.addEventListener("submit", (event) => { if (!server) event.preventDefault(); });
  for (const fold of document.querySelectorAll("details")) {
    fold.addEventListener("toggle", () => {
      const input = fold.open && fold.querySelector("input[type=text]");
      if (input && document.activeElement !== input) { input.focus(); input.select(); }
    });
    fold.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !fold.open || event.isComposing) return;
      fold.open = false;
      fold.querySelector("summary").focus();
    });
  }
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => { if (form.dataset.sent) event.preventDefault(); form.dataset.sent = "true"; });
  }
  // Back from a concept: the list as it is now, not as it was.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
