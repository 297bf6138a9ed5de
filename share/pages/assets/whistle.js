// What pages do besides, where a script runs: nothing is lost that was typed, and lists show what changed.

// A form that was refused: whoever cannot see hears it first.
const problem = document.querySelector("[data-focus]");
if (problem) problem.focus();

// Sent once: a second tap while the first is under way does nothing (and with the same key would do nothing).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What is being typed is kept in this tab until it has been taken: a session that ends meanwhile loses nothing.
// What is back can be done away with: a form of yesterday's is seldom today's.
function tellRestored(form) {
  const told = form.querySelector("[data-restored]");
  if (told) told.hidden = false;
}
document.addEventListener("restored", (event) => tellRestored(event.target));
for (const told of document.querySelectorAll("[data-restored]")) {
  told.querySelector("button").addEventListener("click", async () => {
    const form = told.closest("form");
    const drop = new CustomEvent("cleared", { detail: [] });
    document.dispatchEvent(drop);
    await Promise.all(drop.detail);
    sessionStorage.removeItem(`whistle:${form.dataset.keep || location.pathname}`);
    form.reset();
    location.assign(location.pathname + location.search);
  });
}

// What the page filled in by itself, and nobody has changed.
function isPrepared(form, field) {
  const was = form.elements[field.name.replace(/^field/, "was")];
  return was !== field && was && was.value === field.value;
}

const keepers = document.querySelectorAll("form[data-keep]");
for (const form of keepers) {
  // A form that several addresses show says by which one it is kept.
  const name = `whistle:${form.dataset.keep || location.pathname}`;
  const isFresh = !problem;
  const fields = () => Array.from(form.elements).filter((field) => field.name && !["hidden", "password", "file"].includes(field.type));
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const nameOf = (field) => `${field.name}=${isTicked(field) ? field.value : ""}`;
  if (isFresh) {
    const kept = JSON.parse(sessionStorage.getItem(name) || "null");
    if (kept) {
      const ticked = new Set();
      for (const field of fields()) {
        const value = kept[nameOf(field)];
        // A tile that stands twice is ticked where it stands first.
        if (value === undefined || (isTicked(field) && ticked.has(nameOf(field)))) continue;
        ticked.add(nameOf(field));
        // What a message or a code at a door has chosen now counts before what was chosen then.
        if ("chosen" in form.dataset && field.closest("[data-tiled]")) continue;
        const before = isTicked(field) ? field.checked : field.value;
        if (isTicked(field)) field.checked = value;
        else if (!field.value || isPrepared(form, field)) field.value = value;
        if ((isTicked(field) ? field.checked : field.value) !== before) tellRestored(form);
      }
    }
  }
  const keep = () => {
    const typed = {};
    for (const field of fields()) {
      typed[nameOf(field)] = isTicked(field) ? field.checked || typed[nameOf(field)] === true : field.value;
    }
    try {
      sessionStorage.setItem(name, JSON.stringify(typed));
    } catch (error) {
      // A large sheet does not fit in: there is a file of it.
      sessionStorage.removeItem(name);
    }
  };
  form.addEventListener("input", keep);
  // What a message proposed is there without having been typed.
  if (document.querySelector("[data-filled]")) keep();
}
// A page that says it was done: what was kept for its form is no longer needed.
if (document.querySelector(".done, .ticket")) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith("whistle:")) sessionStorage.removeItem(name);
  }
}

// Of many lists side by side the one that is open is in sight.
const lists = document.querySelector(".lists");
const here = lists && lists.querySelector("[aria-current]");
if (here && lists.scrollWidth > lists.clientWidth) {
  lists.scrollLeft = here.offsetLeft - lists.offsetLeft - (lists.clientWidth - here.offsetWidth) / 2;
}

// A text to paste elsewhere. Many desks have no HTTPS, and so no clipboard of the newer kind.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.focus();
    text.select();
    let isCopied = document.execCommand("copy");
    if (!isCopied && navigator.clipboard) {
      isCopied = await navigator.clipboard.writeText(text.value).then(() => true, () => false);
    }
    button.parentNode.querySelector("[role=status]").textContent = isCopied ? button.dataset.copied : "";
  });
}

// What lives: what changed is fetched once in a while, and put in place without moving the page.
const live = document.querySelector("[data-live]");
if (live && window.EventSource) {
  const parts = (page) => Array.from(page.querySelectorAll(".lists, [data-live]"));
  let waiting = false;
  const refresh = async () => {
    waiting = false;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
    parts(document).forEach((old, index) => {
      const now = fresh[index];
      if (!now || old.innerHTML === now.innerHTML) return;
      // Where somebody types, nothing moves; whoever stands on a link or a box stands there afterwards.
      const held = old.contains(document.activeElement) ? document.activeElement : null;
      if (held && held.matches("textarea, select, input:not([type=checkbox])")) return;
      const place = ["href", "value"].filter((name) => held && held.hasAttribute(name)).map((name) => `[${name}="${CSS.escape(held.getAttribute(name))}"]`).join("");
      // What is ticked stays ticked, as long as it is there.
      const ticked = Array.from(old.querySelectorAll(".line-tick input:checked"), (box) => box.value);
      old.innerHTML = now.innerHTML;
      for (const box of old.querySelectorAll(".line-tick input")) box.checked = ticked.includes(box.value);
      const again = place && old.querySelector(place);
      if (again) again.focus({ preventScroll: true });
    });
  };
  const source = new EventSource("/api/v1/live/matters");
  const changed = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(refresh, Number(live.dataset.pause || 1000));
  };
  for (const kind of ["reload", "matter"]) source.addEventListener(kind, changed);
  // A wall is read from afar by people who touch nothing: time passes on it, and rosters change.
  if (live.dataset.every) setInterval(changed, Number(live.dataset.every));
}

// On one's own phone more is kept: see offline.js.
if (document.body.dataset.keeps !== undefined && window.indexedDB && window.caches) import("./offline.js");
