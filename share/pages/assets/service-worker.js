// Stands between pages and the network, on the phone of somebody who is signed in on it: without a network it shows what was
// seen last, and keeps what is sent. `assets` stands before this text: below which path files for browsers lie.
/* global assets */
importScripts(`${assets}/offline-store.js`);

const { mayWait, keep, keepPage, keptPage, forgetPages, isPicture, keepPicture, keptPicture, leave, dropDrafts, flush, fact } = self.whistleOffline;
const FILES = `whistle-files-${assets}`;
// The page that needs no network and says nothing of anybody.
const SHELL = "/outbox";
const OFTEN = ["bootstrap.min.css", "whistle.css", "phone.css", "whistle.js", "photos.js", "report.js", "offline.js", "offline-store.js", "outbox.js", "whistle.svg"];

self.addEventListener("install", (event) => {
  const begin = async () => {
    const cache = await caches.open(FILES);
    await cache.addAll(OFTEN.map((name) => `${assets}/${name}`).concat([SHELL]));
    await self.skipWaiting();
  };
  event.waitUntil(begin());
});

self.addEventListener("activate", (event) => {
  const begin = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("whistle-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

// A weak network is worse than none: where there is something to show, nobody waits for long.
const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function shell() {
  return (await (await caches.open(FILES)).match(SHELL)) || Response.error();
}

async function page(event) {
  const { request } = event;
  const url = new URL(request.url);
  const kept = async () =>
    (await keptPage(request.url)) || (url.pathname === "/report" && (await keptPage("/report"))) || (url.pathname === "/" && (await keptPage("/work"))) || null;
  const answer = fetch(request).then(async (answer) => {
    if (url.pathname === "/sign-in" && answer.ok) event.waitUntil(leave());
    else if (url.pathname === SHELL && answer.ok) (await caches.open(FILES)).put(SHELL, answer.clone());
    else if (answer.ok) event.waitUntil(keepPage(request.url, answer.clone()));
    return answer;
  });
  event.waitUntil(answer.catch(() => {}));
  try {
    const first = await Promise.race([answer, after(8_000).then(kept)]);
    return first || (await answer);
  } catch {
    return (await kept()) || shell();
  }
}

// A form that finds no network, or nobody signed in, is kept with its key and goes later.
async function form(event) {
  const { request } = event;
  const path = new URL(request.url).pathname;
  const copy = request.clone();
  const wait = async (state, otherwise) => {
    // Nobody is signed in here: it would be nobody's.
    if (!(await fact("account"))) return otherwise;
    const one = await keep(path, await copy.formData(), state);
    if (self.registration.sync) await self.registration.sync.register("whistle-outbox").catch(() => {});
    return Response.redirect(`${SHELL}?kept=${one.key}`, 303);
  };
  try {
    const answer = await fetch(request);
    if (answer.status !== 401) return answer;
    await forgetPages();
    return wait("signed-out", answer);
  } catch {
    return wait("waiting", Response.error());
  }
}

// What was seen goes at once; the session itself ends where the network is.
async function signOut(request) {
  const answer = await fetch(request).catch(() => null);
  await leave();
  await dropDrafts();
  return answer || Response.redirect(`${SHELL}?still`, 303);
}

async function file(request) {
  const cache = await caches.open(FILES);
  const anyhow = { ignoreSearch: true, ignoreVary: true };
  const kept = await cache.match(request, anyhow);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch {
    // A page of before the last version asks by the path of then.
    const name = new URL(request.url).pathname.split("/").pop();
    return (await cache.match(`${assets}/${name}`, anyhow)) || Response.error();
  }
}

// A small picture of a matter that was seen.
async function picture(event) {
  const { url } = event.request;
  const answer = fetch(event.request).then((answer) => {
    event.waitUntil(keepPicture(event.request, answer.clone()));
    return answer;
  });
  event.waitUntil(answer.catch(() => {}));
  try {
    return (await Promise.race([answer, after(8_000).then(() => keptPicture(url))])) || (await answer);
  } catch {
    return (await keptPicture(url)) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (request.method === "GET" && isPicture(request.url)) event.respondWith(picture(event));
  else if (request.mode !== "navigate") return;
  else if (request.method === "GET" && !/^\/(r|api)(\/|$)/.test(url.pathname)) event.respondWith(page(event));
  else if (request.method === "POST" && mayWait(url.pathname)) event.respondWith(form(event));
  else if (request.method === "POST" && url.pathname === "/sign-out") event.respondWith(signOut(request));
});

// Besides: what waits is sent whenever a page opens or the network comes back to one.
self.addEventListener("sync", (event) => {
  if (event.tag === "whistle-outbox") event.waitUntil(flush());
});
