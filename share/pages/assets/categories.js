// Categories by tiles, where a script runs: a group says what is chosen in it, and a few letters find a tile in any of them.

function grouped(field) {
  const groups = Array.from(field.querySelectorAll(".group"));
  const told = () => {
    for (const group of groups) {
      const chosen = group.querySelector("input:checked");
      group.querySelector(".group-chosen").textContent = chosen ? chosen.closest(".tile").querySelector("strong").textContent : "";
    }
  };
  field.addEventListener("change", told);
  for (const kind of ["input", "written"]) field.addEventListener(kind, told);
  told();
  for (const group of groups) if (group.querySelector("input:checked")) group.open = true;
  if (groups.length > 1) sought(field, groups);
}

function sought(field, groups) {
  const box = document.createElement("input");
  Object.assign(box, { type: "search", className: "form-control seek-category", placeholder: field.dataset.seek, autocomplete: "off" });
  box.setAttribute("aria-label", field.dataset.seek);
  const nothing = document.createElement("p");
  nothing.className = "hint";
  nothing.setAttribute("role", "status");
  field.querySelector(".groups").before(box, nothing);
  box.addEventListener("keydown", (event) => {
    // To look for a kind is not to send the form.
    if (event.key === "Enter") event.preventDefault();
  });
  box.addEventListener("input", (event) => {
    // What is looked for is no part of what is kept.
    event.stopPropagation();
    const words = box.value.trim().toLowerCase();
    let found = 0;
    for (const group of groups) {
      const isWhole = words && group.querySelector("summary strong").textContent.toLowerCase().includes(words);
      let here = 0;
      for (const tile of group.querySelectorAll(".tile")) {
        const fits = !words || isWhole || tile.textContent.toLowerCase().includes(words);
        tile.hidden = !fits;
        if (fits) here += 1;
      }
      group.hidden = here === 0;
      group.open = words ? here > 0 : Boolean(group.querySelector("input:checked"));
      found += here;
    }
    nothing.textContent = found ? "" : field.dataset.nothing;
  });
}

function enliven() {
  for (const field of document.querySelectorAll("[data-categories]")) {
    if (!field.querySelector(".seek-category")) grouped(field);
  }
}
window.addEventListener("pageshow", enliven, { once: true });
document.addEventListener("renewed", enliven);
