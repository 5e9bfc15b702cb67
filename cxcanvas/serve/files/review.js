// A review page: forms are sent without leaving it, others' words come in by themselves, the picture is pointed at.
(() => {
  const bar = document.querySelector("[data-events]");
  const find = (words, inside = document) => inside.querySelector(words);
  const all = (words, inside = document) => [...inside.querySelectorAll(words)];
  const root = find(".rv");
  if (!root) return;
  root.classList.add("rv-live");
  const say = (text, bad) => {
    const box = find("[data-notice]");
    if (!box) return;
    box.setAttribute("role", bad ? "alert" : "status");
    box.classList.toggle("rv-bad", Boolean(bad));
    box.textContent = text ? (bad ? `✕ ${text}` : text) : "";
    box.hidden = !text;
  };

  // What the server sent for each part; a part in which somebody writes is left alone until they are done.
  const sent = new WeakMap();
  const part = (one) => one.dataset.part;
  const clean = (one) => one.outerHTML.replace(/name="(_xsrf|once)" value="[^"]*"/g, ""); // another word each time
  const remember = (inside, which = "[data-part]") => all(which, inside).forEach((one) => sent.set(one, clean(one)));
  // Comments are many, and nothing here changes them before somebody answers: that waits until it is needed.
  remember(document, "[data-part]:not(.rv-comment, .rv-place)");
  let early = () => { remember(document, ".rv-comment, .rv-place"); early = () => {}; };
  const dirty = (one) => all("textarea, input[type=text], input[type=number], input[type=date]", one).some((each) => each.value !== each.defaultValue)
    || all("[data-acts] textarea", one).length > 0;
  const busy = (one) => dirty(one) || (one.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
  const opened = (one) => all("details[open]", one).map((each) => find("summary", each)?.textContent);
  function put(old, fresh) {
    const open = opened(old), had = old.contains(document.activeElement);
    const at = had ? document.activeElement.textContent : "";
    sent.set(fresh, clean(fresh));
    remember(fresh);
    all("details", fresh).forEach((each) => { if (open.includes(find("summary", each)?.textContent)) each.open = true; });
    if (old.matches("details") && fresh.matches("details")) fresh.open = old.open;
    old.replaceWith(fresh);
    if (had) (all("button, a, summary", fresh).find((each) => each.textContent === at) || fresh).focus({ preventScroll: true });
  }
  function list(old, fresh, force) {
    const known = new Map([...old.children].map((one) => [part(one), one]));
    let before = old.firstElementChild;
    for (const one of [...fresh.children]) {
      let here = known.get(part(one));
      known.delete(part(one));
      if (!here) { here = one; remember({ querySelectorAll: (words) => [one, ...one.querySelectorAll(words)] }); old.insertBefore(one, before); }
      else {
        if (here === before) before = before.nextElementSibling;
        else old.insertBefore(here, before);
        sync(here, one, force);
      }
    }
    known.forEach((one) => { if (!busy(one) || force === part(one)) one.remove(); });
  }
  function sync(old, fresh, force) {
    if (sent.get(old) === clean(fresh)) return;
    const inner = find("[data-list]", old);
    if (old.hasAttribute("data-list-of") && inner) {
      const head = find("h3", old), new_ = find("h3", fresh);
      if (head.innerHTML !== new_.innerHTML) head.replaceWith(new_);
      const html = clean(fresh);
      list(inner, find("[data-list]", fresh), force);
      sent.set(old, html);
      return;
    }
    if (busy(old) && force !== part(old)) return;
    put(old, fresh);
  }
  async function fetched(query = "") {
    const url = new URL(location.href);
    url.searchParams.delete("did"); url.searchParams.delete("answer");
    if (query) url.searchParams.set("answer", query);
    const answer = await fetch(url, { cache: "no-store", headers: { "X-Refresh": "yes" } });
    if (!answer.ok) throw new Error();
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  async function refresh(force) {
    early();
    const fresh = await fetched();
    if (!find(".rv[data-review]", fresh)) return location.reload();
    all("[data-list]").filter((one) => one.dataset.list).forEach((one) => {
      const other = find(`[data-list="${one.dataset.list}"]`, fresh);
      if (other) list(one, other, force);
    });
    const loose = (doc) => all("[data-part]", doc).filter((one) => !one.parentElement.closest("[data-part], [data-list]"));
    const there = new Map(loose(fresh).map((one) => [part(one), one]));
    loose(document).forEach((one) => {
      const other = there.get(part(one));
      there.delete(part(one));
      if (other) sync(one, other, force); else if (!busy(one)) one.remove();
    });
    there.forEach((one) => { if (part(one) === "none" || part(one) === "settled") find(".rv-talk")?.append(one); });
    dress();
  }

  // The same page for somebody else; what was picked on it stays.
  function stay() {
    const url = new URL(location.href);
    for (const name of ["did", "answer", "open"]) url.searchParams.delete(name);
    url.hash = "";
    if (url.href === location.href) location.reload(); else location.replace(url);
  }

  // Forms.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-say]");
    if (!form) return;
    early();
    event.preventDefault();
    if (form.dataset.sending) return;
    const given = new FormData(form), by = event.submitter;
    if (by?.name) given.append(by.name, by.value);
    form.dataset.sending = "yes";
    by?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(given) });
      const told = await answer.json();
      if (!answer.ok) return say(told.problem, true);
      if (given.get("do") === "name" && !given.get("then")) return stay();
      if (told.go) return location.assign(told.go);
      const inside = form.closest("[data-part]");
      form.reset();
      if (form.elements.once) form.elements.once.value = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
      if ("comment" in form.dataset) spot(null);
      all("details", form).forEach((one) => { one.open = false; });
      form.closest("[data-acts]")?.remove();
      say(told.said);
      await refresh(inside ? part(inside) : "");
    } catch { say("The server does not answer. Nothing was kept; what you wrote is still here.", true); }
    finally { delete form.dataset.sending; by?.removeAttribute("aria-busy"); }
  });
  document.addEventListener("click", async (event) => {
    early();
    const link = event.target.closest("a[data-answer]");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const key = link.dataset.answer;
    try {
      const fresh = find(`[data-part="${key}"]`, await fetched(key.slice(2))), old = find(`[data-part="${key}"]`);
      if (fresh && old) { put(old, fresh); find("textarea, input:not([type=hidden])", fresh)?.focus(); }
    } catch { say("The server does not answer.", true); }
  });

  // The picture.
  const picture = () => find("[data-picture]"), form = () => find("form[data-comment]");
  let pointing = false;
  function spot(at) {
    const here = form();
    if (!here) return;
    for (const name of ["view", "x", "y"]) here.elements[`place_${name}`].value = at ? at[name] : "";
    const told = find("[data-spot]", here);
    told.textContent = at ? "A place on the picture is chosen. " : "";
    if (at) { const undo = document.createElement("button"); undo.type = "button"; undo.textContent = "Not there"; undo.onclick = () => spot(null); told.append(undo); }
    pointing = false;
    find("[data-pinpoint]", here)?.setAttribute("aria-pressed", "false");
    pins();
  }
  function choose(at) {
    const here = form(), select = here && find("[data-about-select]", here);
    if (!select) return;
    if (![...select.options].some((one) => one.value === at)) {
      const [head, ...rest] = at.split(".");
      const known = [...select.options].find((one) => one.value === head);
      select.add(new Option(`${known ? known.text : head}${rest.length ? ` · ${rest.join(" ").replaceAll("_", " ")}` : ""}`, at));
    }
    select.value = at;
    mark();
    here.scrollIntoView({ block: "nearest" });
    find("[data-words]", here).focus({ preventScroll: matchMedia("(min-width: 1081px)").matches });
  }
  function mark() {
    all(".rv-chosen").forEach((one) => one.classList.remove("rv-chosen"));
    const at = form() && find("[data-about-select]", form()).value;
    if (at && picture()) find(`[data-at="${CSS.escape(at)}"]`, picture())?.classList.add("rv-chosen");
  }
  document.addEventListener("change", (event) => { if (event.target.matches("[data-about-select]")) mark(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pinpoint]");
    if (button) { pointing = !pointing; button.setAttribute("aria-pressed", String(pointing)); if (pointing) picture()?.scrollIntoView({ block: "nearest" }); return; }
    const here = event.target.closest("[data-picture]");
    if (!here || !form()) return;
    if (pointing) {
      event.preventDefault();
      const box = here.getBoundingClientRect();
      spot({ view: here.dataset.picture, x: ((event.clientX - box.left) / box.width).toFixed(4), y: ((event.clientY - box.top) / box.height).toFixed(4) });
      find("[data-words]", form()).focus();
      return;
    }
    if (event.target.closest("a, summary, button, input, .rv-pin")) return;
    const card = event.target.closest("[data-at]");
    if (card) choose(card.dataset.at);
  });
  function pins() {
    const here = picture();
    if (!here) return;
    all(".rv-pin", here).forEach((one) => one.remove());
    const box = here.getBoundingClientRect(), found = new Map(), made = document.createDocumentFragment();
    const pin = (x, y, ids, what, sort) => { // all are placed at once: what is measured in between would be laid out anew
      const one = document.createElement("a");
      one.className = `rv-pin ${sort}`; one.href = ids.length ? `#${ids[0]}` : "?all=yes#rv-s-talk";
      one.textContent = typeof what === "number" ? what : 1;
      one.setAttribute("aria-label", typeof what === "number" ? `${what} ${what === 1 ? "comment" : "comments"} here` : what);
      one.style.left = `${x}px`; one.style.top = `${y}px`;
      made.append(one);
    };
    all(".rv-places[data-list] .rv-comment").forEach((one) => {
      if (one.dataset.view) {
        if (one.dataset.view === here.dataset.picture) pin(one.dataset.x * box.width, one.dataset.y * box.height, [one.id], "A comment at this place", "rv-pin-spot");
      } else if (one.dataset.about) found.set(one.dataset.about, [...(found.get(one.dataset.about) || []), one.id]);
    });
    const more = new Map();
    all(".rv-places[data-list] .rv-place").forEach((one) => {
      const at = one.dataset.place, count = Number(one.dataset.more);
      if (at && count) { more.set(at, count); if (!found.has(at)) found.set(at, []); }
    });
    const cards = new Map();
    all("[data-at]", here).forEach((one) => { if (!cards.has(one.dataset.at)) cards.set(one.dataset.at, one); });
    found.forEach((ids, at) => {
      const card = cards.get(at) || cards.get(at.split(".")[0]);
      const spot_ = card?.getBoundingClientRect();
      if (!spot_ || !spot_.width || spot_.right < box.left || spot_.left > box.right) return;
      pin(Math.min(spot_.right - box.left - 18, box.width - 28), Math.max(spot_.top - box.top, 10), ids, ids.length + (more.get(at) || 0), "");
    });
    const x = form()?.elements.place_x.value;
    if (x) pin(x * box.width, form().elements.place_y.value * box.height, ["rv-s-talk"], "The place that you chose", "rv-pin-spot");
    here.append(made);
  }
  let waiting = 0;
  const later = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(pins); };
  addEventListener("resize", later);
  document.addEventListener("scroll", (event) => { if (event.target !== document && picture()?.contains(event.target)) later(); }, true);
  document.addEventListener("toggle", (event) => { if (picture()?.contains(event.target)) later(); }, true);

  // Dots.
  function dots(box) {
    const given = all("input", box).reduce((sum, one) => sum + (Number(one.value) || 0), 0), left = box.dataset.budget - given;
    const told = find("[data-left]", box);
    told.hidden = false;
    told.textContent = left < 0 ? `${-left} too many` : `${left} left`;
    told.classList.toggle("rv-bad", left < 0);
  }
  document.addEventListener("input", (event) => { const box = event.target.closest("[data-budget]"); if (box) dots(box); });
  function dress() {
    all("[data-scripted]").forEach((one) => { one.hidden = false; });
    all("[data-budget]").forEach(dots);
    mark();
    later();
  }
  dress();

  // Others' words.
  if (!bar || !window.WebSocket) return;
  let shown = null, wait = 500, socket = null, lost = 0, running = Promise.resolve();
  function follow() {
    if (socket || document.hidden) return;
    const url = new URL(bar.dataset.events, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onmessage = (event) => {
      const { version, moved } = JSON.parse(event.data);
      if (moved) return location.replace(`${moved}/review`);
      if (lost > 3) say("");
      wait = 500; lost = 0;
      const known = shown ?? bar.dataset.version;
      shown = version;
      if (version !== known) running = running.then(() => refresh()).catch(() => { shown = null; });
    };
    socket.onclose = () => {
      socket = null;
      if (document.hidden) return;
      if (++lost > 3) say("The server does not answer; this page may be old. It is tried again.", true);
      setTimeout(follow, wait);
      wait = Math.min(wait * 2, 15000);
    };
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) socket?.close(); else follow(); });
  addEventListener("pagehide", () => socket?.close());
  addEventListener("pageshow", follow);
  follow();
})();
