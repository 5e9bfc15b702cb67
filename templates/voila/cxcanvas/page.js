// What a dashboard page does for itself: says how it stands, and lets the server know while it is open.
window.cxPage = (() => {
  const box = document.getElementById("cx-say"), again = document.getElementById("cx-again");
  const say = (text, gone = false) => { box.textContent = text; box.classList.toggle("gone", gone); again.hidden = !gone; };
  again.addEventListener("click", () => location.reload());
  document.body.dataset.jpThemeLight = String(!matchMedia("(prefers-color-scheme: dark)").matches);
  // Voilà ends the kernel with the tab, but its server refuses that to a page without this cookie.
  if (!/(^|; )_xsrf=/.test(document.cookie)) {
    const random = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    document.cookie = `_xsrf=${random}; path=/; SameSite=Strict`;
  }
  window.voila_heartbeat = window.voila_process = window.voila_finish = window.update_loading_text = () => {};
  let ended = false, wait = 500;
  function attend(kernel, base) { // the server ends the kernel when this line is closed
    const url = new URL(`${base}cx/tab/${kernel}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    let opened = false;
    socket.onopen = () => { if (!ended) say(""); opened = true; wait = 500; };
    socket.onmessage = (event) => { ended = true; say(JSON.parse(event.data).ended, true); };
    socket.onclose = () => {
      if (ended) return;
      if (opened || wait > 2000) say("The line to the server is lost; it is tried again.", true);
      setTimeout(() => attend(kernel, base), wait);
      wait = Math.min(wait * 2, 8000);
    };
    window.addEventListener("pagehide", () => { ended = true; if (socket.readyState === 1) socket.send("left"); socket.close(); }, { once: true });
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }
  document.addEventListener("DOMContentLoaded", () => {
    const node = document.getElementById("jupyter-config-data");
    if (!node) return say("This notebook could not be run; the server's log says why. Load it again to try once more.", true);
    const config = JSON.parse(node.textContent);
    if (config.cxTabs) attend(config.kernelId, config.baseUrl);
  });
  return { ran: () => say("") };
})();
