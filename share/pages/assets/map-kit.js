// What a map is made of, wherever one stands.

export function element(kind, name, text) {
  const made = document.createElement(kind);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

// Whoever asked their machine for less motion gets none.
export function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function read(text) {
  const [west, south, east, north] = text.split(",").map(Number);
  return [[south, west], [north, east]];
}

// A map with its buttons and its ground: tiles, one upon the other; none where nobody has named any.
export function ground(L, box, templates, words) {
  const map = L.map(box, {
    zoomControl: false, attributionControl: false, maxZoom: 20, minZoom: 3, zoomAnimation: !calm(), fadeAnimation: !calm(),
    // Tiles are sharp at whole levels alone; where there are none, what is shown fills the room.
    zoomSnap: templates.length ? 1 : 0.25,
  });
  L.control.zoom({ zoomInTitle: words.closer, zoomOutTitle: words.farther }).addTo(map);
  for (const template of templates) L.tileLayer(template, { maxNativeZoom: Number(words.zoom), maxZoom: 20 }).addTo(map);
  if (templates.length && words.attribution) {
    const credit = element("span", "", words.attribution);
    L.control.attribution({ prefix: false }).addTo(map).addAttribution(credit.innerHTML);
  }
  return map;
}
