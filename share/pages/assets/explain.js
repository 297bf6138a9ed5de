// Who leads what: asked while it is typed, one question at a time; the last one asked is the one that is told.
const form = document.querySelector("[data-explain]");
const told = document.querySelector("[data-explained]");
const PAUSE = 300;
let timer = 0;
let isAsking = false;
let asked = new URLSearchParams(new FormData(form)).toString();

async function ask() {
  if (isAsking) return;
  const fields = new FormData(form);
  if (Array.from(fields.values()).some((value) => !value.trim())) return;
  const query = new URLSearchParams(fields).toString();
  if (query === asked) return;
  asked = query;
  isAsking = true;
  try {
    const answer = await fetch(`${form.getAttribute("action")}?${query}`, { headers: { Accept: "text/html" } });
    // Whoever is signed out meanwhile presses the button, and signs in.
    if (answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-explained]");
    if (!fresh) return;
    // A name that is half typed is nobody's mistake.
    for (const problem of fresh.querySelectorAll(".problem")) {
      const hint = document.createElement("p");
      hint.className = "hint";
      hint.textContent = problem.firstChild.textContent;
      problem.replaceWith(hint);
    }
    if (told.innerHTML !== fresh.innerHTML) told.innerHTML = fresh.innerHTML;
    history.replaceState(null, "", `?${query}`);
  } catch (error) {
    // Without a network the button says so.
    asked = "";
    return;
  } finally {
    isAsking = false;
  }
  later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

form.addEventListener("input", later);
form.addEventListener("change", ask);
