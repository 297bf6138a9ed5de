// 上报, where a script runs: a tile and the list beside it never say two things, and a position finds its place.

function tiled(field) {
  const tiles = Array.from(field.querySelectorAll("input[type=radio]"));
  const rest = field.querySelector("select, input.form-control");
  const demand = () => {
    rest.required = !tiles.some((tile) => tile.checked);
  };
  const written = () => {
    if (rest.value) for (const tile of tiles) tile.checked = false;
    demand();
  };
  for (const kind of ["input", "written"]) rest.addEventListener(kind, written);
  for (const tile of tiles) {
    tile.addEventListener("change", () => {
      rest.value = "";
      demand();
    });
  }
  written();
}

// Writes as somebody's typing would.
function write(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// A place that was found stands there by its tile where it has one, else by its code: another may bear its name.
function choose(place, unit) {
  const tiles = Array.from(place.closest("[data-tiled]")?.querySelectorAll("input[type=radio]") || []);
  const tile = tiles.find((one) => one.value === unit.code);
  if (tile) {
    tile.checked = true;
    tile.dispatchEvent(new Event("change", { bubbles: true }));
    tile.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  write(place, unit.code);
}

// A position is asked for when somebody wants it, and never must be given.
function located(form, place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-act locate";
  button.textContent = form.dataset.locate;
  const status = document.createElement("p");
  status.className = "hint";
  status.setAttribute("role", "status");
  place.closest(".field").append(button, status);
  const say = (text) => {
    status.textContent = text;
    button.disabled = false;
  };
  const found = async ({ coords }) => {
    // Some ten metres are enough to find a building, and stand in a proxy's log.
    const [lat, long] = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(6));
    const near = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(4));
    const answer = await fetch(`/api/v1/places?lat=${near[0]}&long=${near[1]}`).catch(() => null);
    const told = answer && answer.ok ? await answer.json() : null;
    const exact = form.querySelector("#field-position");
    if (exact) write(exact, `${lat},${long}`);
    if (!told || !told.place) return say(form.dataset.notLocated);
    choose(place, told.place);
    return say(`${form.dataset.located} ${[...told.above, told.place.name].join(" › ")}`);
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = form.dataset.locating;
    navigator.geolocation.getCurrentPosition(found, () => say(form.dataset.notLocated), { timeout: 15000, maximumAge: 60000 });
  });
}

// The map opens in the form; where it cannot, that is said, and the next press of the link leads to the plan.
function mapped(form, place, link) {
  let isOpening = false;
  const told = document.createElement("p");
  told.className = "hint";
  told.setAttribute("role", "status");
  link.parentNode.append(told);
  link.addEventListener("click", async (event) => {
    if (link.parentNode.querySelector("[role=alert]")) return;
    event.preventDefault();
    if (isOpening) return;
    isOpening = true;
    try {
      const { open } = await import("./place-map.js");
      await open(link, (found) => {
        const exact = form.querySelector("#field-position");
        if (exact) write(exact, found.position);
        choose(place, found.place);
        told.textContent = `${form.dataset.located} ${found.place.name}`;
      });
    } catch (failure) {
      const told = document.createElement("p");
      told.className = "hint";
      told.setAttribute("role", "alert");
      told.textContent = link.dataset.failed;
      link.after(told);
    }
    isOpening = false;
  });
}

function enliven() {
  for (const field of document.querySelectorAll("[data-tiled]:not([data-categories])")) tiled(field);
  const form = document.querySelector("form[data-locate]");
  const place = form && form.querySelector("#field-place");
  const link = form && form.querySelector("[data-place-map]");
  if (place && link) mapped(form, place, link);
  if (place && window.isSecureContext && navigator.geolocation) located(form, place);
}

// What was kept from before is put in place before this; a form that was refused comes back as a new one.
window.addEventListener("pageshow", enliven, { once: true });
document.addEventListener("renewed", enliven);
