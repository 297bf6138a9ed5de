// Long work goes on by itself: the form that goes on with it is sent as somebody would press its button.
const room = document.querySelector(".admin-main");

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
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch (error) {
      // Under the same key nothing is done twice.
      form.hidden = false;
      room.querySelector("[data-broken]").hidden = false;
      return;
    }
    const fresh = page.querySelector(".admin-main");
    if (!fresh) {
      form.hidden = false;
      form.submit();
      return;
    }
    const [old, now] = [room.querySelector("[data-going]"), fresh.querySelector("[data-going]")];
    if (old && now && !fresh.querySelector(".problem")) old.innerHTML = now.innerHTML;
    else {
      room.innerHTML = fresh.innerHTML;
      scrollTo(0, 0);
    }
  }
}

goOn();
