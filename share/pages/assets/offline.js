// On one's own phone: the service worker is set to work, what waits is sent, and what was seen says how old it is.
import "./offline-store.js";
import { photosOf, withoutNetwork } from "./photos.js";

const store = self.whistleOffline;
const { account, waiting, old, leaving, leavingKeep, leavingDrop, cancel } = document.body.dataset;
const keptAt = document.documentElement.dataset.kept;

const bar = (text, href) => {
  const made = document.createElement(href ? "a" : "p");
  made.className = "standing";
  made.textContent = text;
  if (href) made.href = href;
  made.setAttribute("role", "status");
  document.querySelector("main").before(made);
  return made;
};

// What waits is told above every page.
let told = null;
async function tell() {
  const items = (await store.items()).filter((one) => one.account === account && one.state !== "done");
  if (told) told.remove();
  told = items.length ? bar(waiting.replace("{count}", items.length), "/outbox") : null;
}

async function send() {
  await store.flush();
  await tell();
}

// A page out of the box has keys that may have been used: each of its forms gets a new one.
if (keptAt) {
  bar(old.replace("{time}", new Date(Number(keptAt)).toLocaleString(document.documentElement.lang)));
  for (const key of document.querySelectorAll("form input[name=key]")) key.value = store.newKey();
  const place = new URLSearchParams(location.search).get("place");
  const rest = document.querySelector("#field-place");
  if (place && rest && !rest.value) {
    rest.value = place;
    rest.dispatchEvent(new Event("written"));
  }
}

// Forms with photos are sent by a script, which finds out by itself that there is no network.
withoutNetwork.keep = async (form, data) => {
  const path = new URL(form.action).pathname;
  if (!store.mayWait(path)) return false;
  const one = await store.keep(path, data, "waiting");
  location.assign(`/outbox?kept=${one.key}`);
  return true;
};

// Something that was kept is to be changed: the form is filled with it, and it goes once the form has.
const draft = new URLSearchParams(location.search).get("draft");
async function edit() {
  const form = draft && document.querySelector("main form[data-keep]");
  const one = form && (await store.item(draft));
  if (!one || one.account !== account) return;
  for (const field of form.elements) {
    const values = one.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "hidden" || field.type === "file" || !values.length) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[values.length - 1];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const photos = photosOf(form);
  if (photos && one.files.length) photos.take(one.files);
  form.addEventListener("submit", () => sessionStorage.setItem("whistle-draft", draft));
}
async function edited() {
  const replaced = sessionStorage.getItem("whistle-draft");
  if (!replaced || draft) return;
  if (document.querySelector(".done, .ticket")) await store.remove(replaced);
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
  const paths = ["/report", "/work"];
  for (const link of document.querySelectorAll(".acts a.btn-act")) paths.push(link.pathname);
  for (const path of paths.slice(0, 12)) {
    const kept = await store.keptPage(path);
    const age = kept ? Date.now() - Number(kept.headers.get("Whistle-Kept")) : Infinity;
    if (path === location.pathname || age < (path.startsWith("/matters/") ? 60_000 : 600_000)) continue;
    await store.keepPage(path, await fetch(path, { headers: { Accept: "text/html" } }));
  }
}

async function begin() {
  await store.enter(account);
  await store.tidy();
  await edited();
  await edit();
  await tell();
  new BroadcastChannel("whistle").addEventListener("message", tell);
  window.addEventListener("online", send);
  if (window.isSecureContext && navigator.serviceWorker) {
    await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    if (!keptAt) {
      await store.keepPage(location.href, await fetch(location.href, { headers: { Accept: "text/html" } }));
      await provide();
    }
  }
}

// Whatever of it fails, what waits is tried.
begin().catch(() => {}).then(async () => {
  document.documentElement.dataset.ready = "yes";
  await send();
});
