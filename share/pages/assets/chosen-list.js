// On a phone lists stand in one line that is pushed aside: the one that is open comes into sight.
const here = document.querySelector(".lists [aria-current]");
if (here) here.parentNode.scrollLeft = here.offsetLeft - (here.parentNode.clientWidth - here.offsetWidth) / 2;
