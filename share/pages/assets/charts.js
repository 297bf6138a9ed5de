// Draws what the tables of a page say as bars: the table stays, for whoever reads it and for screens without a script.

const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(name).trim();

// Lamps differ by form as well as by colour: green is plain, yellow has stripes, red is checked.
function pattern(lamp) {
  const size = 12;
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext("2d");
  pen.fillStyle = { green: "#9bc7ae", yellow: colour("--yellow-fill"), red: colour("--red") }[lamp];
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = lamp === "red" ? "#fff" : colour("--ink");
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (lamp !== "green") {
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, size);
      pen.lineTo(shift + size, 0);
    }
  }
  if (lamp === "red") {
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, 0);
      pen.lineTo(shift + size, size);
    }
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function draw(table) {
  const box = table.parentElement.querySelector(".bars-canvas");
  const rows = Array.from(table.querySelectorAll("tbody tr"));
  const heads = Array.from(table.querySelectorAll("thead th")).map((head) => head.textContent.trim());
  const cells = (lamp) => rows.map((row) => Number(row.querySelector(`[data-lamp=${lamp}]`).textContent));
  const ink = colour("--ink");
  const font = { family: style.getPropertyValue("--bs-body-font-family").trim(), size: 15 };
  box.hidden = false;
  box.style.height = `${rows.length * 34 + 90}px`;
  return new window.Chart(box.querySelector("canvas"), {
    type: "bar",
    data: {
      labels: rows.map((row) => row.querySelector("th").textContent.trim()),
      datasets: ["red", "yellow", "green"].map((lamp, index) => ({
        label: heads[index + 1],
        data: cells(lamp),
        backgroundColor: pattern(lamp),
        borderColor: ink,
        borderWidth: 1,
        barThickness: 22,
      })),
    },
    options: {
      indexAxis: "y",
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: { stacked: true, beginAtZero: true, ticks: { precision: 0, color: ink, font } },
        y: { stacked: true, ticks: { color: ink, font, autoSkip: false } },
      },
      plugins: { legend: { position: "top", align: "start", labels: { color: ink, font } } },
    },
  });
}

if (window.Chart) {
  for (const table of document.querySelectorAll("table[data-bars]")) draw(table);
}
