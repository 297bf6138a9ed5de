// A sheet from a file: its text goes into the box, where it is looked at before anything is sent.
for (const field of document.querySelectorAll("[data-sheet-file]")) {
  field.hidden = false;
  const file = field.querySelector("input");
  file.addEventListener("change", async () => {
    if (!file.files[0]) return;
    const bytes = await file.files[0].arrayBuffer();
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (error) {
      // What Excel saves as CSV in China.
      text = new TextDecoder("gb18030").decode(bytes);
    }
    document.getElementById(field.dataset.sheetFile).value = text;
  });
}
