// ---- compare: which version the working copy is held against ----

/** Another version is picked: the list closes, and what says which one it is keeps the focus. */
function pickVersion(board, button) {
  const list = button.closest("details");
  list.open = false;
  list.querySelector("summary").focus({ preventScroll: true });
  return send(board, { do: "against", version: button.dataset.against });
}

topics.push((board, on) => {
  on("click", (_, event) => {
    const button = event.target.closest("button[data-against]");
    if (button) stop(event, () => pickVersion(board, button));
    else if (event.target.closest("summary[data-against]")?.parentElement.open === false) send(board, { do: "versions" }); // kept meanwhile
  });
});
