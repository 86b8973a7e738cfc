// The main navigation behind a button on small screens. Without script it is simply there.
(function () {
  "use strict";
  var zhiku = window.zhiku, place = document.querySelector(".tools"), nav = document.querySelector(".nav");
  if (!place || !nav) return;
  var button = zhiku.element("button", { type: "button", "class": "menu", "aria-expanded": "false", "aria-controls": "nav" }, zhiku.word("menu"));
  nav.id = "nav";
  place.appendChild(button);
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
