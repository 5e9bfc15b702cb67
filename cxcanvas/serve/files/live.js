// A live page: puts the board in the place of the early picture, and says when the kernel is gone.
(() => {
  const box = document.querySelector(".srv-say"), text = box.querySelector("span"), again = box.querySelector("button");
  const say = (sentence, reload = false) => { text.textContent = sentence; again.hidden = !reload; box.hidden = !sentence; };
  again.addEventListener("click", () => location.reload());
  window.voila_heartbeat = window.voila_process = window.voila_finish = window.update_loading_text = () => {};
  document.body.dataset.jpThemeLight = String(!matchMedia("(prefers-color-scheme: dark)").matches);

  let ended = false, live = false, wait = 500;
  const config = () => { const node = document.getElementById("jupyter-config-data"); return node ? JSON.parse(node.textContent) : null; };

  function attend(kernel) { // the server ends the kernel when this line is closed
    const url = new URL(`/cx/tab/${kernel}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    let opened = false;
    socket.onopen = () => { opened = true; wait = 500; if (live) say(""); };
    socket.onmessage = (event) => { ended = true; say(JSON.parse(event.data).ended, true); };
    socket.onclose = () => {
      if (ended) return;
      if (opened || wait > 2000) say("The line to the server is lost; it is tried again. What you read is what was there last.");
      setTimeout(() => attend(kernel), wait);
      wait = Math.min(wait * 2, 8000);
    };
    window.addEventListener("pagehide", () => { ended = true; if (socket.readyState === 1) socket.send("left"); socket.close(); }, { once: true });
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  function find(stage) { // `#ADDRESS`, or the nearest element above it
    const at = decodeURIComponent(location.hash.slice(1));
    for (let part = at; part; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
      const found = stage.querySelector(`[data-at="${CSS.escape(part)}"]`);
      if (found) { found.scrollIntoView({ block: "center" }); return found; }
    }
    return null;
  }

  function take() { // the board is there: the early picture goes, what was looked at stays where it was
    const place = document.getElementById("rendered_cells"), early = document.getElementById("srv-early");
    const board = place && [...place.querySelectorAll(".cx[data-view]")].find((one) => one.childElementCount);
    if (!board || live) return live;
    live = true;
    const seen = [...early.querySelectorAll("[data-at]")].find((one) => one.getBoundingClientRect().bottom > 0);
    const top = seen ? seen.getBoundingClientRect().top : 0, moved = window.scrollY > 0;
    const left = [...early.querySelectorAll("[data-k]")].filter((one) => one.scrollLeft).map((one) => [one.dataset.k, one.scrollLeft]);
    early.remove();
    document.getElementById("main")?.setAttribute("role", "main");
    document.body.classList.add("srv-is-live");
    left.forEach(([key, to]) => { const one = board.querySelector(`[data-k="${CSS.escape(key)}"]`); if (one) one.scrollLeft = to; });
    const stage = board.closest("[data-board=stage]") || board.parentElement;
    const same = seen && stage.querySelector(`[data-at="${CSS.escape(seen.dataset.at)}"]`);
    if (moved && same) stage.scrollTop += same.getBoundingClientRect().top - top;
    else find(stage);
    window.addEventListener("hashchange", () => find(stage));
    if (!ended) say("");
    return true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const state = document.getElementById("srv-state"), given = config();
    if (state) return say(JSON.parse(state.textContent).say, true);
    if (!given) return say("The server stopped before this page was live. Load it again in a moment.", true);
    attend(given.kernelId);
    const watch = new MutationObserver(() => { if (take()) watch.disconnect(); });
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => { if (!live && !ended) say("This takes longer than usual; you can read meanwhile.", true); }, 20000);
  });
})();
