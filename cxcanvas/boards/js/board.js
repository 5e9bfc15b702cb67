// ---- board: everything together ----

const SHY = 200; // ms between two looks at what waits for the end of typing

/** Makes a drawing alive. `root` holds the shell that Python drew; `channel` has send, listen and alive. */
export function connect(root, channel, first) {
  const board = {
    root, channel, stage: root.querySelector("[data-board=stage]"), carrier: root.querySelector("[data-board=carrier]"),
    page: Math.random().toString(36).slice(2, 10), n: 0, rev: -1, outbox: [], held: [], state: {}, selected: null, opened: [], drag: null, typing: null,
    views: [], places: new Map(), after: { state: [], drawing: [], select: [], panes: [] },
  };
  const stops = [listenToPeople(board), channel.listen((message) => receive(board, message)), followTheme(board)];
  if (first) {
    takeState(board, first.state);
    board.rev = first.rev;
    if (first.html) placeAll(board, first.html);
  }
  if (!first?.html) pull(board);
  showSigns(board);
  send(board, { do: "hello" });
  root.dataset.ready = "true";
  return () => close(board, stops);
}

function close(board, stops) {
  finishTyping(board);
  endDrag(board);
  if (!setAdrift(board) && board.channel.alive()) board.channel.send({ do: "bye", n: ++board.n, page: board.page, rev: board.rev });
  board.closed = true;
  clearTimeout(board.timer);
  for (const stopOne of stops) stopOne?.();
}

function listenToPeople(board) {
  const life = new AbortController();
  const on = (name, action, options = {}) => board.root.addEventListener(name, (event) => action(board, event), { signal: life.signal, ...options });
  on("click", onClickUnlessDragged);
  on("dblclick", onDoubleClick);
  on("keydown", onKey);
  on("change", onChange);
  on("toggle", onToggle, { capture: true });
  on("focusin", onFocus);
  on("focusout", () => setTimeout(() => board.closed || catchUp(board), 0));
  on("compositionend", () => setTimeout(() => board.closed || catchUp(board), 0));
  on("pointerdown", onPointerDown);
  on("pointermove", onPointerMove);
  on("pointerup", onPointerUp);
  on("cx-dead", showAway);
  on("cx-back", wake);
  on("cx-line", () => reconnect(board));
  window.addEventListener("pagehide", () => beforePageGoes(board), { signal: life.signal });
  on("pointercancel", () => (board.drag?.point ? cancelPoint(board) : endDrag(board)));
  on("touchmove", (_, event) => board.drag?.on && event.preventDefault(), { passive: false });
  on("contextmenu", (_, event) => board.drag?.touch && event.preventDefault());
  const onDocument = (name, action) => document.addEventListener(name, action, { signal: life.signal, capture: true });
  onDocument("selectionchange", () => board.held.length && !board.quiet && (board.quiet = setTimeout(() => { board.quiet = 0; catchUp(board); }, SHY)));
  onDocument("keydown", (event) => event.key === "Escape" && board.drag && stop(event, () => cancelDrag(board)));
  const ends = topics.map((begin) => begin(board, on, life)).filter((end) => typeof end === "function");
  return () => {
    life.abort();
    for (const end of ends) end();
  };
}

/** The line to the server is there again: so is the kernel's, and what was missed is asked for. */
async function wake(board) {
  await board.channel.wake?.();
  if (!board.closed) reconnect(board);
}

function onClickUnlessDragged(board, event) {
  if (board.swallow) return event.preventDefault();
  return onClick(board, event);
}

/** The focus moves the tab stop along, so that Tab comes back to the same place. */
function onFocus(board, event) {
  // Notebooks look for their keys at what has the focus, before they look at what is around it.
  event.target.setAttribute("data-lm-suppress-shortcuts", "true");
  if (event.target.dataset.field) event.target.cxSeen = board.rev;
  const item = event.target.closest(NEAR);
  if (!item || item !== event.target || !board.stage.contains(item)) return;
  moveStop(board, item);
}

/** Whether the page around is dark: its text is light. Null where it is no Jupyter page, and the system decides. */
function isDark(root) {
  if (!getComputedStyle(document.body).getPropertyValue("--jp-ui-font-color1")) return null;
  const probe = document.createElement("span");
  probe.style.color = "var(--jp-ui-font-color1)";
  root.parentElement.append(probe);
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return 0.3 * red + 0.6 * green + 0.1 * blue > 128;
}

/** The board is dark where the page is: in JupyterLab's dark theme, and in Voilà as its page is dressed. */
function followTheme(board) {
  const look = () => {
    if (!board.root.isConnected) return;
    const dark = isDark(board.root);
    if (dark === null) delete board.root.dataset.theme;
    else board.root.dataset.theme = dark ? "dark" : "light";
  };
  const soon = () => [0, 300, 1500].forEach((wait) => setTimeout(look, wait)); // a theme's style sheet takes its time
  const watcher = new MutationObserver(soon);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", soon);
  look();
  soon();
  return () => {
    watcher.disconnect();
    system.removeEventListener("change", soon);
  };
}

const ENDED = ["restarting", "autorestarting", "terminating", "dead"];

/** Tells when the kernel behind a widget ends; the homes' own account of it, where they give one. */
function watchKernel(model, onEnd, onLine) {
  const kernel = model.widget_manager?.kernel;
  if (!kernel?.statusChanged?.connect) return () => {};
  const onStatus = (_, status) => ENDED.includes(status) && onEnd();
  const onConnection = (_, status) => onLine(status === "connected");
  kernel.statusChanged.connect(onStatus);
  kernel.connectionStatusChanged?.connect(onConnection);
  kernel.disposed?.connect?.(onEnd);
  return () => {
    kernel.statusChanged.disconnect(onStatus);
    kernel.connectionStatusChanged?.disconnect(onConnection);
    kernel.disposed?.disconnect?.(onEnd);
  };
}

/** Over a widget's comm. A kernel that has ended is known from its status, or when the comm is used. */
function widgetChannel(model, root) {
  let gone = false;
  const end = () => {
    gone = true;
    root.dispatchEvent(new CustomEvent("cx-dead"));
  };
  let cut = false;
  const line = (there) => { // after a sleep the line comes back by itself; what was said meanwhile did not arrive
    if (there && cut) root.dispatchEvent(new CustomEvent("cx-line"));
    cut = !there;
  };
  return {
    send(message, buffers) {
      try {
        model.send(message, undefined, buffers);
      } catch {
        gone = true;
      }
    },
    listen(hear) {
      const onMessage = (message) => hear(message);
      model.on("msg:custom", onMessage);
      const unwatch = watchKernel(model, end, line);
      return () => {
        model.off("msg:custom", onMessage);
        unwatch();
      };
    },
    wake() {
      gone = false;
      return Promise.resolve(model.widget_manager?.kernel?.reconnect?.()).catch(() => {}); // when it cannot, the banner says so
    },
    alive: () => !gone && !root.closest(".jupyter-widgets-disconnected"),
  };
}

export default {
  render({ model, el }) {
    const first = model.get("_first");
    el.classList.add("cx-board-home");
    const root = drawn(first.shell);
    el.replaceChildren(root);
    const end = connect(root, widgetChannel(model, root), first);
    model.set("_first", { ...first, html: null }); // placed: a notebook that keeps widget states keeps no canvas text
    return end;
  },
};
