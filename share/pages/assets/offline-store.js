// What a phone keeps without a network, for pages and for the service worker alike: what was written and has not been sent,
// and pages that were seen. A plain script, since a worker of Chromium 86 takes no modules.
(() => {
  const PAGES = "whistle-pages";
  const PAGES_AT_MOST = 120;
  const PICTURES = "whistle-pictures";
  const PICTURES_AT_MOST = 200;
  // Lists, matters and their forms; what somebody looked for, and all else, is nobody's on a telephone.
  const WORTH = /^\/(work|report|matters\/[^/]+(\/acts\/[^/]+|\/files)?)$/;
  const ANSWERED_STAYS = 86_400_000;

  let opening = null;
  const database = () => {
    opening = opening || new Promise((done, failed) => {
      const request = indexedDB.open("whistle", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("items", { keyPath: "key" });
        request.result.createObjectStore("facts");
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opening;
  };

  // One transaction: answers when it is on the disk, not when it was asked for.
  const within = async (store, mode, work) => {
    const transaction = (await database()).transaction(store, mode);
    return new Promise((done, failed) => {
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => done(request && request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  };

  const items = async () => (await within("items", "readonly", (store) => store.getAll())).sort((one, other) => one.at - other.at);
  const item = (key) => within("items", "readonly", (store) => store.get(key));
  const put = (one) => within("items", "readwrite", (store) => store.put(one));
  const remove = (key) => within("items", "readwrite", (store) => store.delete(key));
  const fact = (name) => within("facts", "readonly", (store) => store.get(name));
  const setFact = (name, value) => within("facts", "readwrite", (store) => store.put(value, name));

  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // Which forms may wait: what each does is done once under its key.
  const mayWait = (path) => /^\/(report|matters\/[^/]+\/(acts\/[^/]+|files))$/.test(path);

  const tell = () => {
    const channel = new BroadcastChannel("whistle");
    channel.postMessage("changed");
    channel.close();
  };

  // Keeps a form that found no network, or nobody signed in.
  const keep = async (path, data, state, account, names = {}) => {
    const fields = [];
    const files = [];
    for (const [name, value] of data.entries()) {
      if (typeof value === "string") fields.push([name, value]);
      else if (value.size) files.push(value);
    }
    const text = (name) => (fields.find((field) => field[0] === name) || [])[1] || "";
    const key = text("key") || newKey();
    const one = {
      key, path, files, state, names, at: Date.now(), account: account || (await fact("account")), label: text("label"),
      fields: fields.filter((field) => field[0] !== "key" && field[0] !== "label"),
    };
    // Under a key that waits already it is the same form, sent once more.
    await put(one);
    tell();
    return one;
  };

  // A moment as the house writes it, in whatever language.
  const shown = (moment) => {
    const at = new Date(moment);
    const two = (number) => String(number).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  };

  const valueOf = (one, name) => (one.fields.find((field) => field[0] === name) || [])[1];
  const withValue = (one, name, value) => {
    one.fields = one.fields.filter((field) => field[0] !== name).concat([[name, String(value)]]);
  };

  // What belongs together goes in its order; filings stand each for itself.
  const matterOf = (one) => (one.path.startsWith("/matters/") ? one.path.split("/")[2] : one.key);

  const send = async (one) => {
    const body = new FormData();
    for (const [name, value] of one.fields) body.append(name, value);
    body.append("key", one.key);
    body.append("account", one.account || "");
    for (const file of one.files) body.append("files", file, file.name);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 300_000);
    try {
      const answer = await fetch(one.path, { method: "POST", body, headers: { Accept: "application/json" }, signal: stop.signal });
      return { status: answer.status, told: await answer.json() };
    } finally {
      clearTimeout(timer);
    }
  };

  // What an answer means for what waits; answers whether the next one may go: false where nobody is signed in, null where what
  // belongs to the same matter is to wait, too.
  const settle = async (one, status, told) => {
    if (told.done) {
      Object.assign(one, { state: "done", number: told.number, code: told.code, to: told.to, refused: told.refused, files: [], doneAt: Date.now() });
      await put(one);
      // What was written on the same matter after it knew the step before this one.
      for (const other of await items()) {
        const isNext = ["waiting", "signed-out", "editing"].includes(other.state) && matterOf(other) === matterOf(one);
        if (!isNext || valueOf(other, "seq") !== valueOf(one, "seq") || !told.seq) continue;
        withValue(other, "seq", told.seq);
        await put(other);
      }
      return true;
    }
    if (status === 401) {
      await forgetPages();
      await put(Object.assign(one, { state: "signed-out" }));
      return false;
    }
    if (told.code === "other_account") return false;
    if (status === 408 || status === 429 || status >= 500) return null;
    Object.assign(one, { state: "refused", message: told.message, since: told.since || [], seq: told.seq, isPossible: told.is_possible });
    if (told.files_added) Object.assign(one, { files: [], filesAdded: told.files_added });
    await put(one);
    return true;
  };

  // Sends what waits, one after the other, in the order in which it was written. Two pages and the worker never do so at once;
  // and if they did: under its key each is carried out once.
  const flush = () => {
    if (!navigator.onLine) return Promise.resolve();
    const work = async () => {
      const account = await fact("account");
      // Where nobody is signed in nothing is anybody's.
      if (!account) return;
      const held = new Set();
      for (const { key } of await items()) {
        const one = await item(key);
        if (!one || !["waiting", "signed-out"].includes(one.state) || one.account !== account || held.has(matterOf(one))) continue;
        let isMoving = false;
        try {
          await put(Object.assign(one, { tried: true }));
          const { status, told } = await send(one);
          isMoving = await settle(one, status, told);
        } catch {
          // No network: nor is there one for the next.
        }
        tell();
        if (isMoving === null) held.add(matterOf(one));
        if (isMoving === false) break;
      }
    };
    return navigator.locks ? navigator.locks.request("whistle-outbox", { ifAvailable: true }, (lock) => lock && work()) : work();
  };

  // What has been told for a day is told no more; pages that were kept long enough go.
  const tidy = async () => {
    await keptPages();
    for (const one of await items()) {
      if (one.state === "done" && !one.code && Date.now() - one.doneAt > ANSWERED_STAYS) await remove(one.key);
    }
    // Whoever it belongs to: what was begun and not gone on with is on the phone for a week and no longer.
    for (const key of await within("facts", "readonly", (store) => store.getAllKeys(drafts()))) {
      const draft = await fact(key);
      if (draft && Date.now() - draft.at >= DRAFTS_STAY) await within("facts", "readwrite", (store) => store.delete(key));
    }
  };

  // What was changed, and has been taken as changed, by a page of this tab.
  const removeTaken = async () => {
    const taken = sessionStorage.getItem("whistle-taken");
    if (!taken) return;
    await remove(taken);
    sessionStorage.removeItem("whistle-taken");
  };

  // A page's address without what says that something was just done.
  const pageKey = (address) => {
    const url = new URL(address, location.origin);
    url.searchParams.delete("done");
    url.searchParams.delete("draft");
    url.hash = "";
    return url.href;
  };

  // Keeps a page that was seen, where somebody is signed in on their own phone; it says when that was.
  const keepPage = async (address, answer) => {
    if (!WORTH.test(new URL(address, location.origin).pathname)) return;
    if (!answer.ok || answer.redirected || !/^text\/html/.test(answer.headers.get("Content-Type") || "")) return;
    const text = await answer.text();
    // No longer than whoever is signed in stays so.
    const stays = /<body[^>]* data-keeps="(\d+)"/.exec(text);
    if (!stays) return;
    const headers = new Headers({
      "Content-Type": "text/html; charset=utf-8", "Whistle-Kept": String(Date.now()), "Whistle-Until": String(Date.now() + stays[1] * 1000),
    });
    for (const name of ["Content-Security-Policy", "Content-Language", "X-Content-Type-Options"]) {
      if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
    }
    // What was just done is not done again when the page is seen later.
    const shown = text.replace(/<div class="done"[^>]*>[^<]*<\/div>/, "");
    const cache = await caches.open(PAGES);
    // Put anew it is the youngest.
    await cache.delete(pageKey(address));
    await cache.put(pageKey(address), new Response(shown.replace("<html", `<html data-kept="${Date.now()}"`), { headers }));
    const known = await cache.keys();
    for (const old of known.slice(0, Math.max(0, known.length - PAGES_AT_MOST))) await cache.delete(old);
  };

  const keptPage = async (address, options) => {
    const answer = await (await caches.open(PAGES)).match(pageKey(address), options);
    return answer && Date.now() < Number(answer.headers.get("Whistle-Until")) ? answer : null;
  };

  // Those that may still be shown, the latest first; the others are gone with that.
  const keptPages = async () => {
    const cache = await caches.open(PAGES);
    const found = [];
    for (const request of await cache.keys()) {
      if (await keptPage(request.url)) found.unshift(request.url);
      else await cache.delete(request);
    }
    const pictures = await caches.open(PICTURES);
    for (const request of await pictures.keys()) if (!(await keptPicture(request.url))) await pictures.delete(request);
    return found;
  };
  const forgetPages = async () => {
    await caches.delete(PAGES);
    await caches.delete(PICTURES);
  };

  // A small picture is kept with the page of a matter on which it was seen, and no longer.
  const isPicture = (address) => /^\/api\/v1\/attachments\/[^/]+\/thumbnail$/.test(new URL(address).pathname);
  const keepPicture = async (request, answer) => {
    if (answer.status !== 200 || !request.referrer || !(await fact("account"))) return;
    const page = new URL(request.referrer).pathname;
    if (!WORTH.test(page)) return;
    const headers = { "Content-Type": answer.headers.get("Content-Type") || "", "Whistle-Page": page };
    const cache = await caches.open(PICTURES);
    await cache.delete(request.url);
    await cache.put(request.url, new Response(await answer.blob(), { headers }));
    const known = await cache.keys();
    for (const old of known.slice(0, Math.max(0, known.length - PICTURES_AT_MOST))) await cache.delete(old);
  };
  const keptPicture = async (address) => {
    const answer = await (await caches.open(PICTURES)).match(address);
    return answer && (await keptPage(answer.headers.get("Whistle-Page"))) ? answer : null;
  };

  // Somebody else's phone now, or nobody's: what the one before saw is gone; what they wrote waits for them.
  const enter = async (account) => {
    if ((await fact("account")) === account) return;
    await forgetPages();
    await setFact("account", account);
  };

  // What was answered goes with the sign-in; what still waits is the only copy, and stays, unseen until its author is back.
  const leave = async () => {
    await forgetPages();
    await setFact("account", null);
    for (const one of await items()) if (one.state === "done") await remove(one.key);
  };

  // What is being written, by the form: a phone that needs its memory for the camera throws the page away.
  const DRAFTS_STAY = 7 * 86_400_000;
  const drafts = () => IDBKeyRange.bound("draft:", "draft:\uffff");
  // Each person's own: two on one phone do not write over each other's.
  const draftKey = (form, account) => `draft:${account} ${form}`;
  const draftOf = async (form, account) => {
    const draft = await fact(draftKey(form, account));
    return draft && Date.now() - draft.at < DRAFTS_STAY ? draft : null;
  };
  const keepDraft = (form, draft) => setFact(draftKey(form, draft.account), { ...draft, at: Date.now() });
  const dropDraft = async (form) => {
    const key = draftKey(form, await fact("account"));
    await within("facts", "readwrite", (store) => store.delete(key));
  };
  const dropDrafts = () => within("facts", "readwrite", (store) => store.delete(drafts()));

  self.whistleOffline = {
    items, item, put, remove, fact, newKey, mayWait, keep, flush, tidy, keepPage, keptPage, keptPages, forgetPages, isPicture, keepPicture, keptPicture, enter, leave, withValue,
    valueOf, tell, removeTaken, draftOf, keepDraft, dropDraft, dropDrafts, shown,
  };
})();
