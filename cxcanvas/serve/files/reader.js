// Follows the file: when it changes, the page is fetched again and put in place; scroll and open parts stay.
(() => {
  const bar = document.querySelector("[data-events]");
  if (!bar || !window.WebSocket) return;
  const say = (text) => {
    const box = document.querySelector(".srv-say");
    if (box && box.textContent !== text) { box.textContent = text; box.hidden = !text; }
  };
  const find = () => {
    const at = decodeURIComponent(location.hash.slice(1));
    for (let part = at; part; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
      const found = document.getElementById(part);
      if (found) { if (part !== at) found.scrollIntoView({ block: "center" }); return; }
    }
  };
  // The version on the screen, and whether it is a concept or only a sentence that says why there is none.
  let shown = bar.dataset.version, good = !("trouble" in bar.dataset), wait = 500, socket = null, lost = 0;

  async function refresh(version) {
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok && good) return say(fresh.querySelector("[data-sentence]")?.textContent || "The file cannot be read just now; this is its last good state.");
    const open = [...document.querySelectorAll("details")].map((one) => one.open);
    const picked = [...document.querySelectorAll("input[type=radio],input[type=checkbox]")].map((one) => one.checked);
    const { scrollX, scrollY } = window;
    const left = [...document.querySelectorAll("[data-k]")].filter((one) => one.scrollLeft).map((one) => [one.dataset.k, one.scrollLeft]);
    document.title = fresh.title;
    fresh.querySelectorAll("script").forEach((one) => one.remove());
    document.body.replaceChildren(...fresh.body.childNodes);
    document.querySelectorAll("details").forEach((one, at) => { if (at < open.length) one.open = open[at]; });
    document.querySelectorAll("input[type=radio],input[type=checkbox]").forEach((one, at) => { if (at < picked.length) one.checked = picked[at]; });
    left.forEach(([key, to]) => { const one = document.querySelector(`[data-k="${CSS.escape(key)}"]`); if (one) one.scrollLeft = to; });
    window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    [shown, good] = [version, answer.ok];
  }

  function follow() {
    if (socket || document.hidden) return;
    const url = new URL(bar.dataset.events, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onmessage = async (event) => {
      const { version, problem, moved } = JSON.parse(event.data);
      if (moved) return location.replace(`${moved}${location.pathname.match(/\/(?:canvas|journey|exchange|loyalty)$/)?.[0] || ""}${location.hash}`);
      wait = 500; lost = 0;
      if (version === shown) return say("");
      if (problem && good) return say(problem);
      try { await refresh(version); } catch { say("The server does not answer; this page may be old."); }
    };
    socket.onclose = () => {
      socket = null;
      if (document.hidden) return;
      if (++lost > 3) say("The server does not answer; this page may be old. It is tried again.");
      setTimeout(follow, wait);
      wait = Math.min(wait * 2, 15000);
    };
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) socket?.close(); else follow(); });
  window.addEventListener("pagehide", () => socket?.close());
  window.addEventListener("pageshow", follow);
  window.addEventListener("hashchange", find);
  // The presentation begins where the reader is.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-present]");
    if (link) link.hash = location.hash;
  });
  find();
  follow();
})();
