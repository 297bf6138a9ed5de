// Photos in forms, where a script runs: made smaller on the phone, shown before they go, and sent with a bar that moves.
// Whatever fails here leaves what a browser does by itself.

const EDGE = 2000;
const QUALITY = 0.85;
// What is small already is sent as it is.
const SMALL = 700_000;

// A picture in a canvas's JPEG: turned as the camera meant it, and without where it was taken.
async function smaller(file) {
  if (!/^image\/(jpeg|png|webp|bmp)$/.test(file.type)) return file;
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(1, EDGE / Math.max(image.naturalWidth, image.naturalHeight));
    if (scale === 1 && file.size <= SMALL) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!made || made.size >= file.size) return file;
    return new File([made], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

// One place in a form where files are chosen: what was chosen before stays when more is chosen.
class Photos {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.input = box.querySelector("input[type=file]");
    this.files = [];
    this.list = element("ul", "previews");
    this.status = element("p", "hint");
    this.status.setAttribute("role", "status");
    box.append(this.status, this.list);
    this.buttons = element("div", "choosing");
    box.querySelector(".hint").before(this.buttons);
    // Many a built-in browser offers only the album for several files: a second way leads to the camera.
    if (window.matchMedia("(pointer: coarse)").matches) {
      const camera = element("input", "");
      Object.assign(camera, { type: "file", accept: "image/*" });
      camera.setAttribute("capture", "environment");
      this.buttons.append(camera);
      this.choosing(camera, this.words.camera);
    }
    this.choosing(this.input, this.words.choose);
  }

  // A button of ours in place of the browser's own, which says what it says in the browser's language.
  choosing(input, text) {
    input.classList.add("visually-hidden");
    input.tabIndex = -1;
    input.setAttribute("aria-hidden", "true");
    const button = element("button", "btn btn-act", text);
    button.type = "button";
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => this.add(input));
    this.buttons.append(button);
  }

  async add(input) {
    const chosen = Array.from(input.files);
    if (input !== this.input) input.value = "";
    const room = Number(this.words.most) - this.files.length;
    this.show();
    this.status.textContent = this.words.shrinking;
    // One after the other: a phone has little memory.
    this.busy = (this.busy || Promise.resolve()).then(async () => {
      for (const file of chosen.slice(0, room)) this.files.push(await smaller(file));
      this.status.textContent = chosen.length > room ? this.words.tooMany : "";
      this.show();
    });
    await this.busy;
  }

  // Puts files in place that were kept elsewhere.
  take(files) {
    this.files = files;
    this.show();
  }

  show() {
    const bag = new DataTransfer();
    for (const file of this.files) bag.items.add(file);
    this.input.files = bag.files;
    for (const image of this.list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.list.textContent = "";
    this.files.forEach((file, place) => {
      const item = element("li", "");
      if (/^image\/(jpeg|png|webp|bmp)$/.test(file.type)) {
        const image = element("img", "");
        image.src = URL.createObjectURL(file);
        image.alt = file.name;
        item.append(image);
      } else {
        item.append(element("span", "name", file.name));
      }
      const remove = element("button", "btn btn-outline-secondary", this.words.remove);
      remove.type = "button";
      remove.setAttribute("aria-label", `${this.words.remove} ${file.name}`);
      remove.addEventListener("click", () => {
        this.files.splice(place, 1);
        this.show();
        this.buttons.querySelector("button").focus();
      });
      item.append(remove);
      this.list.append(item);
    });
    this.box.dispatchEvent(new CustomEvent("photos", { bubbles: true }));
  }
}

const places = new Map();

/** The place for files of a form; nothing where it has none. */
export function photosOf(form) {
  const box = form.querySelector("[data-photos]");
  return box && places.get(box);
}

function enliven(root) {
  for (const box of root.querySelectorAll("[data-photos]")) {
    if (!places.has(box)) places.set(box, new Photos(box));
  }
}
enliven(document);

// Says why nothing was sent, where the form stands; what was typed and chosen stays.
function complain(form, content) {
  let problem = form.parentNode.querySelector(":scope > .problem");
  if (!problem) {
    problem = element("div", "problem");
    problem.setAttribute("role", "alert");
    problem.tabIndex = -1;
    form.before(problem);
  }
  problem.textContent = "";
  problem.append(...content);
  problem.focus();
  problem.scrollIntoView({ block: "center" });
}

// The page that came back takes this one's place.
function become(html, address) {
  if (address) {
    location.assign(address);
    return;
  }
  // Modules that ran once do not run again under the same address.
  const again = html.replace(/(<script type="module" src="[^"?]+)"/g, `$1?${Date.now()}"`);
  document.open();
  document.write(again);
  document.close();
}

// What was refused: the form comes back with the reason, and keeps the files that were chosen.
function refused(form, box, page) {
  const fresh = Array.from(page.querySelectorAll("form")).find((other) => other.getAttribute("action") === form.getAttribute("action"));
  const place = fresh && fresh.querySelector("[data-photos]");
  if (!place) {
    const said = Array.from(page.querySelectorAll("main .problem, main .problem ~ p")).map((node) => document.adoptNode(node));
    complain(form, said.length ? said : [box.dataset.broken]);
    return;
  }
  place.replaceWith(document.adoptNode(box));
  const main = document.adoptNode(page.querySelector("main"));
  document.querySelector("main").replaceWith(main);
  enliven(main);
  document.dispatchEvent(new CustomEvent("renewed"));
  const problem = main.querySelector(".problem");
  if (problem) {
    problem.focus();
    problem.scrollIntoView({ block: "center" });
  }
}

/** What else may be done with a form that found no network (answers whether it was), and with one that was taken. */
export const withoutNetwork = { keep: null, sent: null };

async function send(form, button) {
  const photos = photosOf(form);
  await photos.busy;
  const data = new FormData(form);
  if (button && button.name) data.append(button.name, button.value);
  const sending = element("div", "sending");
  sending.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", photos.words.sending);
  const text = element("p", "hint", photos.words.sending);
  sending.append(text, bar);
  (form.querySelector(".send") || form.querySelector("button[type=submit]")).before(sending);
  const buttons = Array.from(form.querySelectorAll("button"));
  for (const one of buttons) one.disabled = true;
  const answer = await new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.timeout = 300_000;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      text.textContent = `${photos.words.sending} ${Math.round(bar.value * 100)}%`;
    });
    request.addEventListener("loadend", () => done(request));
    request.send(data);
  });
  sending.remove();
  for (const one of buttons) one.disabled = false;
  delete form.dataset.sent;
  if (answer.status === 0 || answer.status === 401) {
    if (withoutNetwork.keep && (await withoutNetwork.keep(form, data, answer.status ? "signed-out" : "waiting"))) return;
    if (answer.status) return refused(form, photos.box, new DOMParser().parseFromString(answer.responseText, "text/html"));
    complain(form, [photos.words.broken]);
  } else if (answer.status < 400) {
    if (withoutNetwork.sent) await withoutNetwork.sent();
    const isElsewhere = new URL(answer.responseURL).pathname !== new URL(form.action).pathname;
    become(answer.responseText, isElsewhere && answer.responseURL);
  } else {
    refused(form, photos.box, new DOMParser().parseFromString(answer.responseText, "text/html"));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const photos = photosOf(form);
  if (!photos || (!photos.files.length && !photos.busy) || event.defaultPrevented) return;
  const button = event.submitter;
  // Another button of the same form may lead elsewhere, and takes no files there.
  if (button && button.hasAttribute("formaction")) return;
  event.preventDefault();
  send(form, button);
});
