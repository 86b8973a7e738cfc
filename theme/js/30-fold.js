// What is folded by the width of the window: the outline opens where it has a column of its own,
// the facets close where they would push the list away.
(function () {
  "use strict";
  var zhiku = window.zhiku, outline = document.querySelector(".outline details");
  if (outline) {
    outline.open = zhiku.wide();
    outline.addEventListener("click", function (event) {
      if (event.target.closest("a") && !zhiku.wide()) outline.open = false;
    });
  }
  document.querySelectorAll("details.fold").forEach(function (fold) {
    if (!zhiku.wide()) fold.open = false;
    fold.classList.add("set");
  });
})();
