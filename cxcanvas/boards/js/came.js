// ---- came: what others did, in another program or on another page, is said in a sentence, and its cards light up for a moment ----

const LIT = 4000; // ms that a card stays lit

function showCame(board, { said, at, by }) {
  const other = document.activeElement?.closest(".cx-board");
  const beside = other && other !== board.root; // who works on another board of this page knows what they did
  if (beside && !by) return;
  if (!beside) sayOfOthers(board, said, by);
  const homes = at.flatMap((one) => [...board.stage.querySelectorAll(`[data-at=${quoted(one)}]`)]);
  for (const home of homes) {
    home.classList.remove("cx-came");
    void home.offsetWidth; // a second change of the same card lights it up anew
    home.classList.add("cx-came");
  }
  setTimeout(() => { for (const home of homes) home.classList.remove("cx-came"); }, LIT);
}
