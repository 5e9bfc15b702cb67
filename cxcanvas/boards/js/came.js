// ---- came: what somebody else saved is said in a sentence, and its cards light up for a moment ----

const LIT = 4000; // ms that a card stays lit

function showCame(board, { said, at }) {
  sayOfOthers(board, { came: said });
  const homes = at.flatMap((one) => [...board.stage.querySelectorAll(`[data-at=${quoted(one)}]`)]);
  for (const home of homes) {
    home.classList.remove("cx-came");
    void home.offsetWidth; // a second change of the same card lights it up anew
    home.classList.add("cx-came");
  }
  setTimeout(() => { for (const home of homes) home.classList.remove("cx-came"); }, LIT);
}
