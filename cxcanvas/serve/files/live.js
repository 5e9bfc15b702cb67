// A live page: puts the board in the place of the early picture, keeps its address, and says when the line or the kernel is gone.
(() => {
  const box = document.querySelector(".srv-say"), text = box.querySelector("span"), again = box.querySelector("button"), link = box.querySelector("a");
  const say = (sentence, reload = false, [words, to] = []) => {
    text.textContent = sentence;
    again.hidden = !reload;
    link.hidden = !to;
    link.textContent = words || "";
    if (to) link.href = to;
    box.hidden = !sentence;
  };
  window.voila_heartbeat = window.voila_process = window.voila_finish = window.update_loading_text = () => {};
  document.body.dataset.jpThemeLight = String(!matchMedia("(prefers-color-scheme: dark)").matches);

  let ended = false, live = false, lost = false, left = false, wait = 500, line = null, root = null, chosen = null, here = location.pathname.replace(/\/live$/, "");
  const config = () => { const node = document.getElementById("jupyter-config-data"); return node ? JSON.parse(node.textContent) : null; };
  const address = (path) => { const url = new URL(path, location.href); url.protocol = url.protocol.replace("http", "ws"); return url; };

  // What a kernel took along and no file holds: the board keeps a book of it, which outlives the page in its tab.
  const BOOK = Symbol.for("cxcanvas.kept"), PLACE = "cxcanvas.kept";
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
    sessionStorage.removeItem(PLACE);
    window[BOOK] = new Map(kept.map(([place, born, messages]) => [place, { born, entries: messages.map((message) => ({ message })) }]));
  } catch { /* no storage, or not ours: the page works without */ }
  const inherited = new Map(window[BOOK]);
  function keepBook(all) { // what belongs to another concept waits in the tab until that one is opened
    const kept = [...(window[BOOK] || [])].filter(([place, book]) => all || inherited.get(place) === book).map(([place, { born, entries }]) => [place, born, entries.map((entry) => entry.message)]);
    try { if (kept.some(([, , messages]) => messages.length)) sessionStorage.setItem(PLACE, JSON.stringify(kept)); } catch { /* too much for the tab */ }
  }
  const commit = () => { const active = document.activeElement; if (root?.contains(active) && active.matches("input, textarea, select, [contenteditable]")) active.blur(); };
  again.addEventListener("click", () => { commit(); location.reload(); });

  function attend(kernel) { // the server ends the kernel when this line is closed
    const socket = line = new WebSocket(address(`/cx/tab/${kernel}`));
    let opened = false;
    socket.onopen = () => {
      opened = true;
      wait = 500;
      if (live && lost) root?.dispatchEvent(new CustomEvent("cx-back"));
      if (live && lost && !ended) say("");
      lost = false;
    };
    socket.onmessage = (event) => { ended = true; say(JSON.parse(event.data).ended, true); };
    socket.onclose = () => {
      if (ended || left) return;
      if (opened || wait > 2000) say("The line to the server is lost; it is tried again. What you see is what was there last.");
      lost = true;
      setTimeout(() => attend(kernel), wait);
      wait = Math.min(wait * 2, 8000);
    };
  }

  // A machine that slept: the line may be dead without having said so.
  let last = Date.now();
  setInterval(() => { const now = Date.now(); if (now - last > 40000) line?.close(); last = now; }, 5000);
  window.addEventListener("online", () => line?.close());

  function attendPlace() { // renamed or deleted meanwhile, on another page
    const bar = document.querySelector("[data-place]");
    if (!bar || left) return;
    const socket = new WebSocket(address(bar.dataset.place));
    let said = "";
    socket.onmessage = (event) => {
      const { problem, moved } = JSON.parse(event.data);
      if (moved) { goAlong(bar, moved); socket.close(); }
      if (problem) say(problem, false, moved ? [] : ["All concepts", "/"]);
      else if (said) say("");
      if (moved) setTimeout(() => text.textContent === problem && say(""), 8000);
      said = problem;
    };
    socket.onclose = () => left || setTimeout(attendPlace, said ? 100 : 5000);
  }

  function goAlong(bar, moved) { // the session goes on with the renamed file, and so does the page
    history.replaceState(history.state, "", `${moved}/live${location.search}${location.hash}`);
    bar.dataset.place = bar.dataset.place.replace(/^\/c\/.*\/events/, `${moved}/events`);
    for (const one of bar.querySelectorAll("a[href^='/c/']")) one.href = one.getAttribute("href").replace(here, moved);
    here = moved;
  }

  window.addEventListener("pagehide", () => {
    left = true;
    keepBook(ended || lost);
    if (line?.readyState === 1) line.send("left");
    line?.close();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Words in the making are taken over before the page goes; what did not arrive yet is asked about.
  const waits = () => root?.dataset.waiting === "true";
  const unsaved = () => root?.querySelector("[data-board=autosave]")?.checked === false && root.querySelector(".cx-save")?.getAttribute("aria-disabled") === "false";
  window.addEventListener("beforeunload", (event) => {
    event.stopImmediatePropagation(); // Voilà would end the kernel before anybody has answered
    if (!live || ended) return;
    commit();
    if ((waits() && !lost) || unsaved()) event.preventDefault();
  });
  document.querySelector(".srv-bar").addEventListener("click", (event) => {
    const to = event.target.closest("a[href]:not([data-stay])");
    if (!to || !live || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    commit();
    const end = Date.now() + 1500;
    const go = () => (waits() && Date.now() < end ? setTimeout(go, 30) : location.assign(to.href));
    setTimeout(go, 0);
  });

  const asked = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };
  function find(stage) { // `#ADDRESS`, or the nearest element above it
    const at = asked();
    if (at && root?.classList.contains("cx-studio")) return root.dispatchEvent(new CustomEvent("cx-go", { detail: { at } }));
    for (let part = at; part; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
      const found = stage.querySelector(`[data-at="${CSS.escape(part)}"]`);
      if (found) return found.scrollIntoView({ block: "center" });
    }
    return undefined;
  }

  let naming = 0; // what is selected is the address of the page, so that a link can be copied
  document.addEventListener("cx-selected", (event) => {
    clearTimeout(naming);
    naming = setTimeout(() => {
      const hash = event.detail.at ? `#${encodeURIComponent(event.detail.at)}` : "";
      if (hash !== location.hash) history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
    }, 120);
  });

  const scroller = (item) => item.closest("[data-sheet]") || item.closest("[data-board=stage]") || document.scrollingElement;

  function take() { // the board is there: the early picture goes, what was looked at stays where it was
    const place = document.getElementById("rendered_cells"), early = document.getElementById("srv-early");
    const board = place && [...place.querySelectorAll(".cx[data-view], .cx-review")].find((one) => one.childElementCount);
    if (!board || live || !board.closest(".cx-board")?.dataset.ready) return live;
    live = true;
    root = board.closest(".cx-board");
    const first = (where) => [...where.querySelectorAll("[data-at]")].find((one) => one.getBoundingClientRect().bottom > (where.querySelector("[data-sheet]") || document.body).getBoundingClientRect().top);
    const seen = first(early), top = seen ? seen.getBoundingClientRect().top : 0;
    const sheets = [...early.querySelectorAll("[data-sheet]")].map((one) => [one.dataset.sheet, one.scrollLeft, one.scrollTop]);
    const moved = window.scrollY > 0 || sheets.some(([, , down]) => down > 0);
    const across = [...early.querySelectorAll("[data-k]")].filter((one) => one.scrollLeft).map((one) => [one.dataset.k, one.scrollLeft]);
    early.remove();
    document.getElementById("main")?.setAttribute("role", "main");
    document.body.classList.add("srv-is-live");
    across.forEach(([key, to]) => { const one = root.querySelector(`[data-k="${CSS.escape(key)}"]`); if (one) one.scrollLeft = to; });
    for (const [view, x, y] of sheets) root.querySelector(`[data-sheet="${view}"]`)?.scrollTo({ left: x, top: y, behavior: "instant" });
    const stage = root.querySelector("[data-board=stage]");
    const same = seen && stage.querySelector(`[data-at="${CSS.escape(seen.dataset.at)}"]`);
    if (moved && same && !sheets.length) scroller(same).scrollTop += same.getBoundingClientRect().top - top;
    if (chosen && !location.hash) root.dispatchEvent(new CustomEvent("cx-go", { detail: { at: chosen } }));
    else if (!moved || location.hash) find(stage);
    window.addEventListener("hashchange", () => find(stage));
    const title = root.querySelector("[data-board=title]");
    if (title) new MutationObserver(() => { document.title = `${title.textContent} · Studio`; }).observe(title, { childList: true, characterData: true, subtree: true });
    if (!ended && !lost) say("");
    attendPlace();
    return true;
  }

  document.getElementById("srv-early").addEventListener("click", (event) => { chosen = event.target.closest("[data-drag]")?.dataset.at || chosen; });
  document.addEventListener("DOMContentLoaded", () => {
    const state = document.getElementById("srv-state"), given = config();
    if (state) return say(JSON.parse(state.textContent).say, true);
    if (!given) return say("The server stopped before this page was live. Load it again in a moment.", true);
    attend(given.kernelId);
    const watch = new MutationObserver(() => { if (take()) watch.disconnect(); });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-ready"] });
    setTimeout(() => { if (!live && !ended) say("This takes longer than usual; you can read meanwhile.", true); }, 20000);
  });
})();
