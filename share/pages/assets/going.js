// Long work goes on by itself: the form that goes on with it is sent as somebody would press its button.
const room = document.querySelector(".admin-main");

// Under the same key nothing is done twice: the form stays, for whoever comes back to it.
function stop(form, told) {
  form.hidden = false;
  room.querySelector(told).hidden = false;
}

async function goOn() {
  for (;;) {
    const form = room.querySelector("[data-goes-on]");
    // What was refused is somebody's to look at.
    if (!form || room.querySelector(".problem")) return;
    form.hidden = true;
    let page;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "text/html" },
      });
      const ours = new URL(answer.url).pathname.startsWith("/admin");
      if (answer.status === 401 || !ours) {
        stop(form, "[data-ended]");
        return;
      }
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch (error) {
      stop(form, "[data-broken]");
      return;
    }
    const fresh = page.querySelector(".admin-main");
    if (!fresh) {
      form.hidden = false;
      form.submit();
      return;
    }
    const [old, now] = [room.querySelector("[data-going]"), fresh.querySelector("[data-going]")];
    if (old && now && !fresh.querySelector(".problem")) {
      // The line that is read out stays, and only its text is another.
      old.querySelector("[role=status]").innerHTML = now.querySelector("[role=status]").innerHTML;
      for (const part of ["progress", "form"]) old.querySelector(part).replaceWith(now.querySelector(part));
    } else {
      room.innerHTML = fresh.innerHTML;
      scrollTo(0, 0);
    }
  }
}

goOn();
