// On one's own phone: the service worker is set to work, what waits is sent, and what was seen says how old it is.
import "./offline-store.js";
import { photosOf, withoutNetwork } from "./photos.js";

const store = self.whistleOffline;
const { account, waiting, old, back, leaving, leavingKeep, leavingDrop, cancel } = document.body.dataset;
const keptAt = document.documentElement.dataset.kept;

// A line above the page; it leads somewhere, where there is something to be done.
const bar = (text, href) => {
  const made = document.createElement("div");
  made.className = "standing";
  made.setAttribute("role", "status");
  const words = document.createElement(href ? "a" : "span");
  words.textContent = text;
  if (href) words.href = href;
  made.append(words);
  document.querySelector("main").before(made);
  return made;
};

// What waits is told above every page.
let told = null;
async function tell() {
  const items = (await store.items()).filter((one) => one.account === account && one.state !== "done");
  // What waits is the only copy: a browser that is short of room is asked to spare it.
  if (items.length && navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  if (told) told.remove();
  told = items.length ? bar(waiting.replace("{count}", items.length), "/outbox") : null;
}

async function send() {
  await store.flush();
  await tell();
}

// A page out of the box has keys that may have been used: each of its forms gets a new one.
if (keptAt) {
  const age = bar(old.replace("{time}", store.shown(Number(keptAt))));
  window.addEventListener("online", () => {
    age.remove();
    bar(back, location.href);
  });
  for (const key of document.querySelectorAll("form input[name=key]")) key.value = store.newKey();
  const place = new URLSearchParams(location.search).get("place");
  const rest = document.querySelector("#field-place");
  if (place && rest && !rest.value) {
    rest.value = place;
    rest.dispatchEvent(new Event("written"));
  }
}

// Forms with photos are sent by a script, which finds out by itself that there is no network.
withoutNetwork.keep = async (form, data, state) => {
  const path = new URL(form.action).pathname;
  if (!store.mayWait(path)) return false;
  // Its author is whoever this page is of, whatever another tab has done meanwhile.
  // A tile sends its code; what it says is kept with it, for whoever reads what waits.
  const names = {};
  for (const tile of form.querySelectorAll(".tile input:checked")) {
    if (data.get(tile.name) === tile.value) names[tile.name] = tile.closest(".tile").querySelector("strong").textContent;
  }
  const one = await store.keep(path, data, state, account, names);
  location.assign(`/outbox?kept=${one.key}`);
  return true;
};

// Something that was kept is to be changed: the form is filled with it, and it goes once the form has.
const draft = new URLSearchParams(location.search).get("draft");
const form = document.querySelector("main form[data-keep]");
function fill(fields, files, isWanted) {
  for (const field of form.elements) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || field.type === "hidden" || field.type === "file" || !values.length || !isWanted(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[values.length - 1];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const photos = photosOf(form);
  if (photos && !photos.files.length && files.length) photos.take(files);
}
async function edit() {
  const one = draft && form && (await store.item(draft));
  if (!one || one.account !== account || (one.tried && one.state !== "refused")) return;
  // What is being changed does not go as it was meanwhile.
  if (one.state !== "refused") await store.put(Object.assign(one, { state: "editing" }));
  fill(one.fields, one.files, () => true);
  form.addEventListener("submit", () => sessionStorage.setItem("whistle-draft", draft));
}

// What is being written outlives the page, photos included, until it has been taken or somebody signs out.
async function draftKept() {
  const sent = sessionStorage.getItem("whistle-sent");
  if (sent && document.querySelector(".done, .ticket")) {
    await store.dropDraft(sent);
    sessionStorage.removeItem("whistle-sent");
  }
  if (!form || draft) return;
  const name = form.dataset.keep || location.pathname;
  const before = await store.draftOf(name, account);
  // A message or a code at a door has chosen anew.
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const isPrepared = (field) => {
    const was = form.elements[field.name.replace(/^field/, "was")];
    return was && was !== field && was.value === field.value;
  };
  const isFree = (field) => (isTicked(field) ? !form.querySelector(`[name="${CSS.escape(field.name)}"]:checked`) : !field.value || isPrepared(field));
  if (before) {
    fill(before.fields, before.files, (field) => isFree(field) && !("chosen" in form.dataset && field.closest("[data-tiled]")));
    if (before.fields.length) form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
  }
  let pause = null;
  document.addEventListener("cleared", (event) => {
    clearTimeout(pause);
    event.detail.push(store.dropDraft(name));
  });
  const keep = () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const fields = Array.from(new FormData(form)).filter(([field, value]) => typeof value === "string" && value && !["key", "seq", "label"].includes(field));
      const photos = photosOf(form);
      store.keepDraft(name, { account, fields, files: photos ? photos.files : [] });
    }, 300);
  };
  for (const kind of ["input", "change", "photos"]) form.addEventListener(kind, keep);
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    sessionStorage.setItem("whistle-sent", name);
  });
}
// That it was taken is noted at once: whoever goes on at once takes what it was made of along, to be removed there.
const isTaken = !draft && document.querySelector(".done, .ticket");
const changed = sessionStorage.getItem("whistle-draft");
if (isTaken && changed) {
  sessionStorage.setItem("whistle-taken", changed);
  sessionStorage.removeItem("whistle-draft");
}
async function edited() {
  await store.removeTaken();
  const replaced = sessionStorage.getItem("whistle-draft");
  if (!replaced || draft) return;
  if (form && document.querySelector("[data-focus]")) {
    // It was refused, and is still the same form: sent again it takes the place of what it was made of.
    form.addEventListener("submit", () => sessionStorage.setItem("whistle-draft", replaced));
  }
  sessionStorage.removeItem("whistle-draft");
}

// Whoever leaves with something unsent says what becomes of it.
const out = document.querySelector("form[action='/sign-out']");
if (out) {
  out.addEventListener("submit", async (event) => {
    if (out.dataset.sure) return;
    event.preventDefault();
    const unsent = (await store.items()).filter((one) => one.account === account && one.state !== "done");
    const go = () => {
      out.dataset.sure = "yes";
      out.submit();
    };
    if (!unsent.length) return go();
    const asked = document.createElement("div");
    asked.className = "problem leaving";
    asked.setAttribute("role", "alertdialog");
    asked.setAttribute("aria-label", leaving.replace("{count}", unsent.length));
    const words = document.createElement("p");
    words.textContent = leaving.replace("{count}", unsent.length);
    asked.append(words);
    const choice = (text, kind, work) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `btn ${kind}`;
      button.textContent = text;
      button.addEventListener("click", work);
      asked.append(button);
    };
    choice(leavingKeep, "btn-primary", go);
    choice(leavingDrop, "btn-outline-secondary", async () => {
      for (const one of unsent) await store.remove(one.key);
      go();
    });
    choice(cancel, "btn-outline-secondary", () => asked.remove());
    document.querySelector("main").prepend(asked);
    asked.querySelector("button").focus();
  });
}

// What is at hand when the network goes: the form for a new matter, the list, and the forms of the matter that is looked at.
async function provide() {
  const matter = document.querySelector(".matter[data-seq]");
  const paths = ["/report", "/work"];
  for (const link of document.querySelectorAll(".acts a[href*='/acts/']")) paths.push(link.pathname);
  for (const path of paths.slice(0, 12)) {
    const kept = await store.keptPage(path);
    const age = kept ? Date.now() - Number(kept.headers.get("Whistle-Kept")) : Infinity;
    // The forms of a matter are good as long as nothing happens to it.
    const isOfMatter = path.startsWith("/matters/");
    const isSame = isOfMatter && kept && (await kept.text()).includes(`name="seq" value="${matter && matter.dataset.seq}"`);
    if (path === location.pathname || (isOfMatter ? isSame : age < 600_000)) continue;
    await store.keepPage(path, await fetch(path, { headers: { Accept: "text/html" } }));
  }
}

const hour = 3_600_000;
const fresh = async (path) => {
  const kept = await store.keptPage(path);
  return kept && Date.now() - Number(kept.headers.get("Whistle-Kept")) < hour;
};

// The most urgent of my list, with what is usually done on them: a cellar is no place to find out that one should have looked before.
async function provideList() {
  if (location.pathname !== "/work") return;
  const html = { headers: { Accept: "text/html" } };
  for (const link of [...document.querySelectorAll(".line-link")].slice(0, 5)) {
    const path = link.pathname;
    if (!path.startsWith("/matters/") || (await fresh(path))) continue;
    const answer = await fetch(path, html);
    await store.keepPage(path, answer.clone());
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const form of [...page.querySelectorAll(".acts a[href*='/acts/']")].slice(0, 4)) {
      const act = form.getAttribute("href");
      await store.keepPage(act, await fetch(act, html));
    }
  }
}

// A page that came by a script takes this one's place, and this runs no more: it is now that it was taken.
withoutNetwork.sent = async () => {
  const replaced = sessionStorage.getItem("whistle-draft");
  if (replaced) await store.remove(replaced);
  if (form) await store.dropDraft(form.dataset.keep || location.pathname);
  for (const name of ["whistle-draft", "whistle-sent"]) sessionStorage.removeItem(name);
};

async function begin() {
  await store.removeTaken();
  await store.enter(account);
  await store.tidy();
  await edited();
  await edit();
  await draftKept();
  await tell();
  new BroadcastChannel("whistle").addEventListener("message", tell);
  window.addEventListener("online", send);
  if (window.isSecureContext && navigator.serviceWorker) {
    // Where the worker stood before the page came, it has kept it.
    const isNew = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    if (!keptAt) {
      if (isNew) await store.keepPage(location.href, await fetch(location.href, { headers: { Accept: "text/html" } }));
      await provide();
      await provideList();
    }
  }
}

// Whatever of it fails, what waits is tried.
begin().catch(() => {}).then(async () => {
  document.documentElement.dataset.ready = "yes";
  await send();
});
