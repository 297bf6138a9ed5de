// 在图上选地点: a map in the form itself, so that nothing that was typed or photographed is left behind. A tap, or the middle of the
// map by a button, says to whom that point belongs; it counts when somebody says so.

import { element, ground, read } from "./map-kit.js";

const here = new URL(".", import.meta.url).pathname;

function button(name, text, press) {
  const made = element("button", name, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

// The map's own program comes when somebody wants a map, and once.
let coming;
function leaflet() {
  coming = coming || new Promise((done, fail) => {
    const failed = () => {
      coming = undefined;
      fail(new Error("the map does not come"));
    };
    const styles = ["leaflet.css", "map.css", "place-map.css"].map((name) => {
      const style = element("link");
      style.rel = "stylesheet";
      style.href = `${here}${name}`;
      return style;
    });
    // How high the map is stands in a style: before that nothing can be fitted into it.
    const styled = styles.map((style) => new Promise((there) => {
      style.onload = there;
      style.onerror = there;
    }));
    const script = element("script");
    script.src = `${here}leaflet.min.js`;
    script.onload = () => Promise.all(styled).then(() => done(window.L));
    script.onerror = failed;
    document.head.append(...styles, script);
  });
  return coming;
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return answer.json();
}

// Opens the map beside a link; `take` is called with a unit, its way and the position, when somebody chose.
export async function open(link, take) {
  const words = link.dataset;
  const [L, told] = await Promise.all([leaflet(), ask("/report/map/units")]);
  if (!told.view) throw new Error("nothing is placed");
  const panel = element("div", "place-map");
  const box = element("div", "map");
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", words.label);
  const status = element("p", "place-found", words.hint);
  status.setAttribute("role", "status");
  const close = () => {
    map.remove();
    panel.remove();
    link.hidden = false;
    link.focus();
  };
  let found = null;
  const chosen = button("btn btn-primary", words.take, () => {
    take(found);
    close();
  });
  chosen.disabled = true;
  const row = element("p", "place-acts");
  row.append(chosen, button("btn btn-outline-secondary", words.middle, () => look(map.getCenter())), button("btn btn-link", words.close, close));
  panel.append(box, status, row);
  if (told.are_more) panel.append(element("p", "hint", words.more));
  link.after(panel);
  link.hidden = true;

  const map = ground(L, box, told.tiles, { closer: words.closer, farther: words.farther, zoom: told.zoom, attribution: told.attribution });
  map.fitBounds(read(told.view));
  for (const unit of told.units) {
    const at = [Number(unit.lat), Number(unit.long)];
    L.circle(at, { radius: unit.radius, color: "#8795a0", weight: 1.5, fillColor: "#fff", fillOpacity: 0.35, interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "ground-name", html: element("span", "", unit.name), iconSize: [160, 22], iconAnchor: [80, -14] });
    L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
  }

  const pin = L.marker(map.getCenter(), { icon: L.divIcon({ className: "pin", html: element("span", "place-pin"), iconSize: [44, 44] }), interactive: false, keyboard: false });
  let asked = 0;
  async function look(at) {
    asked += 1;
    const turn = asked;
    pin.setLatLng(at).addTo(map);
    // A map that was turned once around the earth counts on.
    const { lat, lng } = at.wrap();
    const point = await ask(`/report/map/point?lat=${lat.toFixed(6)}&long=${lng.toFixed(6)}`).catch(() => null);
    if (asked !== turn) return;
    found = point && point.place ? point : null;
    chosen.disabled = !found;
    status.textContent = found ? [...found.above, found.place.name].join(" › ") : words.none;
  }
  map.on("click", (event) => look(event.latlng));
  box.focus();
}
