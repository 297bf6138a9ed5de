// What waits to be sent: each with how it stands, in words, and what can be done about it.
import "./offline-store.js";

const store = self.whistleOffline;
const list = document.querySelector("#outbox");
const words = list.dataset;
const empty = document.querySelector("#outbox-empty");
const seen = document.querySelector("#seen");

const element = (name, className, text) => {
  const made = document.createElement(name);
  made.className = className || "";
  if (text) made.textContent = text;
  return made;
};
const button = (text, kind, work) => {
  const made = element("button", `btn ${kind}`, text);
  made.type = "button";
  made.addEventListener("click", async () => {
    made.disabled = true;
    await work();
    await show();
  });
  return made;
};
const link = (text, href, kind = "btn btn-outline-secondary") => {
  const made = element("a", kind, text);
  made.href = href;
  return made;
};

const state = (one) => {
  if (one.state === "done") return words.done;
  if (one.state === "refused") return words.refused;
  if (one.state === "signed-out") return words.signedOut;
  if (one.state === "editing") return words.editing;
  return navigator.onLine ? words.waiting : words.offline;
};

// What somebody typed, so that it can be read and copied whatever becomes of it.
const typed = (one) => one.fields.filter(([name, value]) => value && /^(field\[|handled_text)/.test(name)).map(([name, value]) => (one.names || {})[name] || value).join("\n");

// Once more, knowing what has changed: under a new key, since nothing was done under the old one.
async function again(one) {
  await store.remove(one.key);
  if (one.seq) store.withValue(one, "seq", one.seq);
  await store.put(Object.assign(one, { key: store.newKey(), state: "waiting", message: null, since: [], tried: false }));
  await send();
}

function card(one) {
  const item = element("li", `kept kept-${one.state}`);
  const head = element("p", "kept-head");
  head.append(element("strong", "", one.label || one.path), element("span", "state", state(one)));
  const time = element("time", "faint", store.shown(one.at));
  item.append(head, time);
  if (one.message) item.append(element("p", "late", one.message));
  if (one.since && one.since.length) {
    const story = element("ul", "kept-since");
    for (const event of one.since) story.append(element("li", "", words.sinceLine.replace(/\{(\w+)\}/g, (_, name) => event[name])));
    item.append(element("p", "", words.since), story);
  }
  if (one.filesAdded) item.append(element("p", "came", words.filesAdded));
  if (typed(one)) item.append(element("p", "words", typed(one)));
  if (one.files.length) {
    const photos = element("ul", "thumbs");
    for (const file of one.files) {
      const place = element("li", "");
      if (/^image\//.test(file.type)) {
        const image = element("img", "");
        image.alt = file.name;
        image.src = URL.createObjectURL(file);
        place.append(image);
      } else place.textContent = file.name;
      photos.append(place);
    }
    item.append(photos);
  }
  if (one.number) item.append(element("p", "", `${words.number} ${one.number}`));
  if (one.code) item.append(element("p", "", `${words.code} ${one.code}`), element("p", "hint", words.codeHint));
  for (const file of one.refused || []) item.append(element("p", "late", `${file.name || ""} ${file.why}`));
  const acts = element("div", "send");
  if (one.state === "done") {
    if (one.to) acts.append(link(words.open, one.to));
    acts.append(button(words.seen, "btn-outline-secondary", () => store.remove(one.key)));
  } else {
    if (one.state === "signed-out") acts.append(link(words.signIn, "/sign-in?next=/work", "btn btn-primary"));
    if (one.state === "editing") {
      acts.append(button(words.sendNow, "btn-primary", async () => {
        await store.put(Object.assign(one, { state: "waiting" }));
        await send();
      }));
    }
    if (one.state === "refused" && one.isPossible) acts.append(button(words.again, "btn-primary", () => again(one)));
    const isMatter = one.path.startsWith("/matters/");
    // What was tried may have been done: under its key it is safe, changed it would not be.
    const mayChange = (one.state === "refused" || !one.tried) && !one.path.endsWith("/files");
    if (mayChange && (one.state !== "refused" || one.isPossible || !isMatter)) acts.append(link(words.change, `${one.path}?draft=${one.key}`));
    if (isMatter) acts.append(link(words.open, one.path.split("/").slice(0, 3).join("/")));
    acts.append(
      button(words.drop, "btn-outline-secondary", async () => {
        if (window.confirm(words.sure)) await store.remove(one.key);
      }),
    );
  }
  item.append(acts);
  return item;
}

async function show() {
  const account = await store.fact("account");
  const items = (await store.items()).filter((one) => account && one.account === account);
  list.textContent = "";
  for (const one of items) list.append(card(one));
  empty.hidden = items.length > 0;
  const pages = (await store.keptPages()).map((address) => new URL(address)).filter((url) => /^\/(work|report|matters\/[^/]+)$/.test(url.pathname));
  seen.hidden = pages.length === 0;
  const links = seen.querySelector("ul");
  links.textContent = "";
  for (const url of pages.slice(0, 20)) {
    const item = element("li", "");
    const name = url.pathname === "/work" ? words.work : url.pathname === "/report" ? words.report : url.pathname.split("/")[2];
    item.append(link(name, url.pathname + url.search, "place"));
    links.append(item);
  }
}

async function send() {
  await show();
  await store.flush();
  await show();
}

// What was just kept is no longer to be found in its form, and takes the place of what it was made of.
async function arrived() {
  await store.removeTaken();
  const kept = new URLSearchParams(location.search).get("kept");
  if (!kept) return;
  const draft = sessionStorage.getItem("whistle-draft");
  if (draft && draft !== kept) await store.remove(draft);
  const sent = sessionStorage.getItem("whistle-sent");
  if (sent) await store.dropDraft(sent);
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith("whistle")) sessionStorage.removeItem(name);
  }
  history.replaceState(null, "", location.pathname);
}

// Shown in place of a page that is not on this phone, and where a session could not be ended.
const isStill = new URLSearchParams(location.search).has("still");
if (location.pathname !== "/outbox" || isStill) {
  const absent = element("p", "problem", isStill ? words.still : words.notKept);
  absent.setAttribute("role", "alert");
  list.before(absent);
}

if (window.indexedDB && window.caches) {
  new BroadcastChannel("whistle").addEventListener("message", show);
  window.addEventListener("online", send);
  window.addEventListener("offline", show);
  arrived().then(send);
  setInterval(send, 60_000);
}
