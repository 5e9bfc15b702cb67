// A presentation: one frame at a time, by keys; a second window of the same presentation follows along, and all of them the file.
(() => {
  const main = document.querySelector("main[data-home]");
  const framesOf = (inside) => [...inside.querySelectorAll("[data-frame]")];
  let frames = framesOf(document);
  const bar = document.querySelector(".pr-bar"), told = document.querySelector("[data-told]");
  const { home, speaker } = main.dataset;
  let { review } = main.dataset;
  const dialogOf = (name) => document.querySelector(`[data-dialog="${name}"]`);
  const isOpen = () => !!document.querySelector("dialog[open]");
  const line = "BroadcastChannel" in window ? new BroadcastChannel(`cxcanvas present ${home}`) : null;
  let at = 0;

  function say(text) {
    told.textContent = text;
    told.hidden = !text;
    clearTimeout(say.later);
    if (text) say.later = setTimeout(() => { told.hidden = true; }, 6000);
  }

  // -- frames --

  /** The frame of an address: its own, that of the element it belongs to, or the one in which it is seen. */
  function frameOf(hash) {
    let address = "";
    try { address = decodeURIComponent(hash.replace(/^#/, "")); } catch { /* no address at all */ }
    const head = address.split(".")[0];
    const own = frames.findIndex((one) => one.dataset.frame === head);
    return own >= 0 ? own : frames.findIndex((one) => (one.dataset.holds || "").split(" ").includes(head));
  }

  function show(to, { focus = true, tell = true } = {}) {
    at = Math.min(frames.length - 1, Math.max(0, to));
    const frame = frames[at];
    frames.forEach((one, place) => one.classList.toggle("pr-now", place === at));
    for (const dot of document.querySelectorAll("[data-to]")) {
      const here = dot.dataset.to === frame.dataset.frame;
      if (here) dot.setAttribute("aria-current", "true"); else dot.removeAttribute("aria-current");
      if (here) reveal(dot);
    }
    for (const group of document.querySelectorAll(".pr-group")) group.classList.toggle("pr-here", !!group.querySelector("[aria-current]"));
    bar.querySelector("[data-place]").textContent = `${at + 1} of ${frames.length}`;
    const hash = `#${encodeURIComponent(frame.dataset.frame)}`;
    if (location.hash !== hash) history.replaceState(null, "", location.pathname + location.search + hash);
    frame.scrollTop = 0;
    if (focus && !isOpen()) frame.focus({ preventScroll: true });
    if (tell) line?.postMessage({ at: frame.dataset.frame });
  }

  /** The locator may be wider than the screen: the place where we are is seen, and nothing else moves. */
  function reveal(dot) {
    const strip = document.querySelector(".pr-way"), [box, whole] = [dot.getBoundingClientRect(), strip.getBoundingClientRect()];
    if (box.left < whole.left || box.right > whole.right) strip.scrollLeft += box.left - whole.left - whole.width / 2;
  }

  const turn = (by) => {
    if (at + by < 0) return say("This is the first frame.");
    if (at + by >= frames.length) return say("This was the last frame.");
    return show(at + by);
  };

  function full() {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
    Promise.resolve(done).catch(() => say("This browser does not show pages on the full screen."));
  }

  const leave = () => { location.href = home + (frames[at].dataset.frame === "concept" ? "" : location.hash); };
  const notes = () => { if (!window.open(`${home}/present?notes=1${location.hash}`, "cxcanvas-notes", "width=900,height=700")) say("The browser did not open a second window."); };

  // -- silent reading: the time runs on while its window is closed --

  const time = { step: 1, minutes: 5, spent: new Map(), since: null, clock: 0, last: 0 };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function showTime() {
    const left = leftOf(time), place = document.querySelector("[data-left]");
    place.textContent = timeSaid(left, calm());
    place.classList.toggle("pr-over", left < 0);
    const running = time.since !== null;
    document.querySelector("[data-do=run]").textContent = running ? "Pause" : time.spent.get(1) ? "Go on" : "Start";
    bar.querySelector("[data-do=silent]").textContent = running ? `Silent reading: ${timeSaid(left, true)}` : "Silent reading";
    if (running && time.last > 0 && left <= 0) say("The time for silent reading is over.");
    time.last = left;
  }

  function run() {
    clearInterval(time.clock);
    if (time.since === null) {
      time.since = Date.now();
      time.clock = setInterval(showTime, 1000);
    } else {
      time.spent.set(1, spentOn(time));
      time.since = null;
    }
    showTime();
  }

  function again() {
    clearInterval(time.clock);
    Object.assign(time, { since: null, spent: new Map() });
    showTime();
  }

  // -- what was said, and who joins --

  const token = () => (document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/) || [])[1] || "";

  async function post(address, given) {
    const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ ...given, _xsrf: token() }) });
    try { return { ok: answer.ok, ...(await answer.json()) }; } catch { return { ok: false, problem: "The server did not take it; load the page again." }; }
  }

  async function write(event) {
    event.preventDefault();
    const form = event.target, fault = form.querySelector("[data-fault]"), given = Object.fromEntries(new FormData(form));
    const park = given.type === "park", about = frames[at].dataset.frame;
    const said = { review, text: given.text, ...(given.said_by.trim() ? { said_by: given.said_by } : {}), ...(park ? { do: "park" } : { do: "comment", type: given.type, ...(about === "concept" || about.startsWith("~") ? {} : { about }) }) };
    let answer = { problem: "The server does not answer; what you wrote is still here." };
    try { answer = await post(`${home}/review/${review}`, said); } catch { /* said below */ }
    fault.hidden = !!answer.ok;
    fault.textContent = answer.ok ? "" : `✕ ${answer.problem}`;
    if (!answer.ok) return;
    form.reset();
    dialogOf("say").close();
    say(answer.said);
  }

  const hides = () => frames.findIndex((one) => one.querySelector("[data-do=reveal]"));

  /** Votes are revealed where they stand, and once asked: it cannot be taken back. */
  function askToReveal() {
    if (hides() < 0) return;
    show(hides());
    const fault = dialogOf("reveal").querySelector("[data-fault]");
    fault.hidden = true;
    open("reveal");
  }

  async function reveal_() {
    const fault = dialogOf("reveal").querySelector("[data-fault]");
    let answer = { problem: "The server does not answer; nothing was revealed." };
    try { answer = await post(`${home}/review/${review}`, { do: "reveal", review }); } catch { /* said below */ }
    fault.hidden = !!answer.ok;
    fault.textContent = answer.ok ? "" : `✕ ${answer.problem}`;
    if (!answer.ok) return;
    dialogOf("reveal").close();
    say(answer.said);
  }

  async function join() {
    const place = document.querySelector("[data-join]");
    open("join");
    if (place.dataset.made) return; // one code for the room, as long as the page is open
    place.textContent = "…";
    let answer = { problem: "The server does not answer." };
    try { answer = await post(`${home}/join`, { review }); } catch { /* said below */ }
    place.replaceChildren(...(answer.ok ? [...new DOMParser().parseFromString(answer.html, "text/html").body.childNodes] : [`✕ ${answer.problem}`]));
    if (answer.ok) place.dataset.made = "yes";
  }

  function open(name) {
    const dialog = dialogOf(name);
    if (!dialog) return;
    if (name === "say") dialog.querySelector("[data-about]").textContent = `About: ${frames[at].querySelector(".pr-title").textContent.trim()}`;
    if (name === "silent") showTime();
    if (!dialog.open) dialog.showModal();
  }

  // -- hands --

  const acts = {
    back: () => turn(-1), next: () => turn(1), full, notes, leave, run, again, join, reveal: askToReveal, revealed: reveal_,
    silent: () => open("silent"), say: () => open("say"), close: () => document.querySelector("dialog[open]")?.close(),
  };
  const keys = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back", f: "full", n: "notes", t: "silent", w: "say", j: "join", r: "reveal" };

  document.addEventListener("click", (event) => {
    const dot = event.target.closest("[data-to]"), act = event.target.closest("[data-do]")?.dataset.do;
    if (dot) { event.preventDefault(); show(frameOf(`#${encodeURIComponent(dot.dataset.to)}`)); }
    if (act && acts[act]) { event.preventDefault(); acts[act](); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isOpen() || event.target.matches("input, textarea, select")) return;
    if (event.key === " " && event.target.matches("button, a")) return;
    if (event.key === "Home" || event.key === "End") { event.preventDefault(); show(event.key === "Home" ? 0 : frames.length - 1); }
    if (event.key === "Escape" && !document.fullscreenElement) leave();
    const act = keys[event.key.length > 1 ? event.key : event.key.toLowerCase()];
    if (!act || (act === "notes" && speaker) || (["say", "join", "reveal"].includes(act) && !review)) return;
    event.preventDefault();
    acts[act]();
  });
  document.addEventListener("fullscreenchange", () => bar.querySelector("[data-do=full]").setAttribute("aria-pressed", String(!!document.fullscreenElement)));
  window.addEventListener("hashchange", () => show(Math.max(0, frameOf(location.hash)), { focus: false }));
  if (line) line.onmessage = ({ data }) => {
    const to = frames.findIndex((one) => one.dataset.frame === data?.at);
    if (to >= 0 && to !== at) show(to, { focus: false, tell: false });
  };
  document.addEventListener("submit", (event) => event.target.matches("[data-say]") && write(event));
  document.querySelector("[data-minutes]").addEventListener("change", (event) => {
    time.minutes = Math.min(60, Math.max(1, Number(event.target.value) || 5));
    event.target.value = time.minutes;
    showTime();
  });

  // -- the file goes on: what changed comes in under the frame that is shown; what is being written stays --

  let shown = main.dataset.version, socket = null, wait = 500, lost = 0, later = null, running = Promise.resolve();

  function begin() {
    for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
  }

  /** Now, or when the window that is open is closed. */
  function whenClosed(act) {
    if (isOpen()) later = act;
    else act();
  }

  function take(fresh) {
    const old = document.querySelector("[data-present]"), here = frames[at], place = fresh.querySelector("[data-present]");
    const had = old.contains(document.activeElement) && !isOpen(), down = here.scrollTop, strip = old.querySelector(".pr-way").scrollLeft;
    old.replaceWith(place);
    frames = framesOf(place);
    document.title = fresh.title;
    begin();
    const same = frames.findIndex((one) => one.dataset.frame === here.dataset.frame);
    place.querySelector(".pr-way").scrollLeft = strip;
    show(same < 0 ? at : same, { focus: had, tell: false });
    frames[at].scrollTop = down;
    const now = fresh.querySelector("main[data-home]").dataset.review;
    if (now !== review) whenClosed(() => swap(fresh, now));
  }

  /** A review was opened or closed: what can be done in one comes or goes. */
  function swap(fresh, now) {
    const others = [...fresh.querySelectorAll("[data-with-review]")];
    for (const one of document.querySelectorAll("[data-with-review]")) one.replaceWith(others.shift());
    review = now;
  }

  async function refresh() {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && fresh.querySelector("[data-frame]")) take(fresh);
    else say(fresh.querySelector("[data-sentence]")?.textContent || "The file cannot be read just now; this is its last good state.");
  }

  function follow() {
    if (socket || document.hidden) return;
    const url = new URL(`${home}/events?only=review`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onmessage = (event) => {
      const news = JSON.parse(event.data);
      if (news.moved) return whenClosed(() => location.replace(`${news.moved}/present${location.search}${location.hash}`));
      if (lost > 3) say("The server answers again.");
      wait = 500; lost = 0;
      if (news.version === shown) return undefined;
      shown = news.version;
      running = running.then(refresh).catch(() => { shown = ""; });
      return undefined;
    };
    socket.onclose = () => {
      socket = null;
      if (document.hidden) return;
      if (++lost === 4) say("The server does not answer; what is shown may be old. It is tried again.");
      setTimeout(follow, wait);
      wait = Math.min(wait * 2, 15000);
    };
  }

  document.addEventListener("close", () => { const act = later; later = null; act?.(); }, true);
  document.addEventListener("visibilitychange", () => { if (document.hidden) socket?.close(); else follow(); });
  window.addEventListener("pagehide", () => socket?.close());
  window.addEventListener("pageshow", follow);

  document.documentElement.classList.add("pr-on");
  begin();
  show(Math.max(0, frameOf(location.hash)), { tell: false });
  if (window.WebSocket) follow();
})();
