// 民情地图: what the page has as a list and a drawn plan becomes a map that can be moved. Whatever piece of it is looked at stands
// in the address; what lies there is asked of this host, and pictures of the ground of those hosts alone that the page names.

import { calm, element, ground, read } from "./map-kit.js";

const box = document.getElementById("map");
const list = document.getElementById("map-list");
const L = window.L;
const RANKS = ["green", "yellow", "red"];

if (box && L && L.markerClusterGroup) begin();

function begin() {
  const words = box.dataset;
  const forms = document.getElementById("lamp-forms").innerHTML;
  box.hidden = false;
  box.parentNode.classList.add("is-mapped");
  const templates = JSON.parse(words.tiles);
  const map = ground(L, box, templates, words);
  // All that there is stands clear of the edges; a piece that somebody chose is that piece.
  map.fitBounds(read(words.view), { padding: "piece" in words ? [0, 0] : [40, 40] });
  const fold = document.getElementById("map-fold");
  if (!("chosen" in fold.dataset) && window.matchMedia("(max-width: 62rem)").matches) fold.open = false;

  const units = L.layerGroup().addTo(map);
  const heaps = L.markerClusterGroup({
    // Without motion, a heap that is spread out can be spread out again in the same breath: nobody sees it fold.
    maxClusterRadius: 56, showCoverageOnHover: false, animate: false, spiderfyOnMaxZoom: true, chunkedLoading: true,
    iconCreateFunction: (heap) => {
      const marks = heap.getAllChildMarkers();
      const worst = RANKS[Math.max(...marks.map((mark) => RANKS.indexOf(mark.options.lamp)))];
      const face = element("span", `heap-face face-${worst}`);
      face.innerHTML = forms;
      face.append(String(marks.length));
      face.title = `${marks.length} ${words.matters}`;
      return L.divIcon({ className: "heap", html: face, iconSize: [64, 44] });
    },
  }).addTo(map);
  const marks = new Map();
  let asked = 0;
  let drawn = "";
  let drawnUnits = "";
  let known = [];
  const draw = () => {
    units.clearLayers();
    for (const unit of known) place(unit, units, words, map);
  };
  // Where a name stands beside its circle depends on how large that is just now.
  map.on("moveend", draw);

  // A heap that is spread out folds when marks come or go: it is spread out again, with the popup that stood open.
  let out = [];
  heaps.on("spiderfied", (event) => { out = event.markers; });
  heaps.on("unspiderfied", () => { out = []; });
  const exchange = (gone, added) => {
    const were = out;
    const told = Array.from(marks.values()).find((mark) => mark.isPopupOpen());
    const change = () => {
      heaps.removeLayers(gone);
      heaps.addLayers(added);
      const one = were.find((mark) => heaps.hasLayer(mark));
      const heap = one && heaps.getVisibleParent(one);
      if (heap && heap !== one) heap.spiderfy();
      if (told && !told.isPopupOpen() && heaps.getVisibleParent(told) === told) told.openPopup();
    };
    if (told) kept(told, change);
    else change();
  };

  const show = (answer) => {
    const fresh = new Map(answer.matters.map((matter) => [matter.number, matter]));
    const [gone, changed] = [[], []];
    for (const [number, mark] of marks) {
      const matter = fresh.get(number);
      const old = mark.options.matter;
      // What lies where it lay stays, with its open popup; only what it says is told anew.
      if (matter && matter.lat === old.lat && matter.long === old.long) {
        fresh.delete(number);
        if (JSON.stringify(matter) !== JSON.stringify(old)) changed.push([mark, matter]);
      } else {
        gone.push(mark);
        marks.delete(number);
      }
    }
    for (const [mark, matter] of changed) renew(mark, matter, forms);
    if (changed.length) heaps.refreshClusters(changed.map(([mark]) => mark));
    const added = Array.from(fresh.values(), (matter) => {
      const mark = made(matter, forms, words);
      marks.set(matter.number, mark);
      return mark;
    });
    if (gone.length || added.length) exchange(gone, added);
    const text = JSON.stringify(answer.units);
    if (text !== drawnUnits) {
      drawnUnits = text;
      known = answer.units;
      draw();
    }
    if (answer.list === drawn) return;
    drawn = answer.list;
    const open = list.querySelector("details[open]");
    const held = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
    const height = list.scrollTop;
    list.innerHTML = answer.list;
    if (open) list.querySelector("details").open = true;
    list.scrollTop = height;
    const again = held && list.querySelector(`[href="${CSS.escape(held)}"]`);
    if (again) again.focus({ preventScroll: true });
  };

  const load = async () => {
    const query = location.search;
    asked += 1;
    const turn = asked;
    const answer = await fetch(`/map/matters${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    // Of two questions under way the later one counts.
    if (!answer || !answer.ok || answer.redirected || asked !== turn) return;
    show(await answer.json());
  };

  let pause = 0;
  map.on("moveend", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const address = new URL(location.href);
      address.searchParams.set("bbox", written(map.getBounds()));
      history.replaceState(history.state, "", address);
      const field = document.querySelector(".map-filters [name=bbox]");
      if (field) field.value = address.searchParams.get("bbox");
      document.getElementById("map-whole").hidden = false;
      load();
    }, 250);
  });

  // A line that is pointed at shows where it lies.
  const point = (event) => {
    for (const old of box.querySelectorAll(".is-pointed")) old.classList.remove("is-pointed");
    const link = event.target.closest && event.target.closest(".line");
    const number = link && link.querySelector(".line-link") && link.querySelector(".line-link").getAttribute("href").split("/").pop();
    const mark = number && marks.get(number);
    const seen = mark && heaps.getVisibleParent(mark);
    if (seen && seen.getElement()) seen.getElement().classList.add("is-pointed");
  };
  list.addEventListener("mouseover", point);
  list.addEventListener("focusin", point);
  list.addEventListener("mouseleave", point);

  load();
  live(load);
}

// What stood open stands open after a change; nobody is moved to it, and whoever reads in it goes on there.
function kept(mark, change) {
  const popup = mark.getPopup();
  const reads = () => popup.getElement() && popup.getElement().querySelector(".popup-title");
  const isRead = document.activeElement && document.activeElement === reads();
  popup.options.autoPan = false;
  change(popup);
  popup.options.autoPan = true;
  if (isRead && reads()) reads().focus({ preventScroll: true });
}

function icon(matter, forms) {
  const face = element("span", `pin-face face-${matter.lamp.name}`);
  face.innerHTML = forms;
  return L.divIcon({ className: "pin", html: face, iconSize: [44, 44] });
}

function described(matter) {
  return { title: `${matter.lamp.title} ${matter.headline}`, lamp: matter.lamp.name, matter };
}

// A matter's mark, with what it is behind a tap.
function made(matter, forms, words) {
  const mark = L.marker([Number(matter.lat), Number(matter.long)], { icon: icon(matter, forms), ...described(matter) });
  mark.bindPopup(() => card(mark.options.matter, forms, words), { maxWidth: 300, minWidth: 200 });
  return mark;
}

// A mark says what its matter is now.
function renew(mark, matter, forms) {
  Object.assign(mark.options, described(matter));
  mark.setIcon(icon(matter, forms));
  if (mark.isPopupOpen()) kept(mark, (popup) => popup.update());
}

function card(matter, forms, words) {
  const card = element("div");
  const title = element("a", "popup-title", matter.headline);
  title.href = `/matters/${matter.number}`;
  const lamp = element("span", `lamp lamp-${matter.lamp.name}`);
  lamp.innerHTML = forms;
  lamp.append(matter.lamp.title);
  const first = element("p");
  first.append(lamp, " ", element("span", matter.is_late ? "late" : "left", matter.left || ""));
  const holder = `${words.holder} ${matter.holder || ""}`;
  const where = matter.at === "unit" ? `${matter.place || ""} · ${words.atUnit}` : matter.place || "";
  card.append(title, first);
  for (const text of [matter.category, matter.holder ? holder : "", where, matter.number]) if (text) card.append(element("p", "", text));
  return card;
}

// A unit's ground as a pale circle with its name at its upper edge, clear of what lies in the middle.
function place(unit, layer, words, map) {
  const at = [Number(unit.lat), Number(unit.long)];
  const colour = { red: "#b3261e", yellow: "#e8a100", green: "#2c8a57" }[unit.lamp && unit.lamp.name] || "#8795a0";
  const circle = L.circle(at, { radius: unit.radius, color: colour, weight: 1.5, fillColor: "#fff", fillOpacity: 0.35, interactive: false });
  const name = element("span", "", `${unit.name} · ${unit.open}`);
  name.title = `${words.open} ${unit.open} ${words.near} ${unit.near_limit} ${words.late} ${unit.overdue}`;
  const edge = map.latLngToLayerPoint(at).y - map.latLngToLayerPoint([at[0] + unit.radius / 111320, at[1]]).y;
  // Of a ring that is larger than what is looked at the name stays in sight, at the edge.
  const [middle, size] = [map.latLngToContainerPoint(at), map.getSize()];
  const up = Math.max(edge, 34);
  const isSeen = Math.abs(middle.x - size.x / 2) < size.x / 2 + edge && Math.abs(middle.y - size.y / 2) < size.y / 2 + edge;
  const x = isSeen ? within(middle.x, 84, size.x - 84) : middle.x;
  const y = isSeen ? within(middle.y - up, 16, size.y - 16) : middle.y - up;
  const anchor = [80 + middle.x - x, 11 + middle.y - y];
  const label = L.marker(at, { icon: L.divIcon({ className: "ground-name", html: name, iconSize: [160, 22], iconAnchor: anchor }), interactive: false, keyboard: false, zIndexOffset: -1000 });
  layer.addLayer(circle).addLayer(label);
}

// What changes is asked for once in a while: the more rarely the longer an answer takes, and by nobody who does not look.
function live(load) {
  if (!window.EventSource) return;
  let waiting = false;
  let took = 0;
  let missed = false;
  const source = new EventSource("/api/v1/live/matters");
  const changed = () => {
    missed = document.hidden;
    if (waiting || missed) return;
    waiting = true;
    setTimeout(async () => {
      const begun = performance.now();
      waiting = false;
      await load();
      took = performance.now() - begun;
    }, Math.max(3000, took * 20));
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && missed) changed();
  });
  for (const kind of ["reload", "matter"]) source.addEventListener(kind, changed);
  setInterval(changed, 60000);
}

function within(value, least, most) {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

function written(bounds) {
  const degrees = (value, most) => String(Number(Math.min(most, Math.max(-most, value)).toFixed(5)));
  return [
    degrees(bounds.getWest(), 180), degrees(bounds.getSouth(), 90), degrees(bounds.getEast(), 180), degrees(bounds.getNorth(), 90),
  ].join(",");
}
