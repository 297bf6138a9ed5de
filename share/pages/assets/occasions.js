// What a form asks for on an occasion only stands there when its occasion is: until then it is not asked for, and not sent.
for (const part of document.querySelectorAll("[data-values]")) {
  const form = part.closest("form");
  const chosen = form.elements[part.dataset.input];
  if (!chosen) continue;
  const values = part.dataset.values.split(" ");
  const show = () => {
    const is = values.includes(chosen.value);
    part.hidden = !is;
    part.disabled = !is;
    for (const input of part.querySelectorAll("input:not([type=checkbox]), select, textarea")) input.required = is;
  };
  form.addEventListener("change", show);
  // What was kept while typing comes back when the page is there.
  window.addEventListener("pageshow", show);
  show();
}

// Proof is for what came of it: before that is said, and where it asks for something else, it is folded away and can be opened.
for (const proofs of document.querySelectorAll("[data-proofs]")) {
  const form = proofs.closest("form");
  const outcome = form.querySelector("select");
  if (!outcome) continue;
  const others = Array.from(form.querySelectorAll("[data-values]"))
    .filter((part) => part.dataset.input === outcome.name)
    .flatMap((part) => part.dataset.values.split(" "));
  const fold = () => {
    const files = proofs.querySelector("input[type=file]");
    const isGiven = proofs.querySelector("input:checked") || (files && files.files.length > 0);
    proofs.open = Boolean(isGiven) || (outcome.value !== "" && !others.includes(outcome.value));
  };
  outcome.addEventListener("change", fold);
  fold();
}
