// The main navigation behind a button on small screens. Without script it is simply there.
(function () {
  "use strict";
  var button = document.querySelector("button.menu"), nav = document.getElementById("nav");
  if (!button || !nav) return;
  function show(open) {
    button.setAttribute("aria-expanded", String(open));
    nav.classList.toggle("open", open);
  }
  button.addEventListener("click", function () { show(!nav.classList.contains("open")); });
  nav.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
})();
