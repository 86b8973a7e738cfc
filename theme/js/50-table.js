// A table wider than its place can be reached and scrolled by keyboard, and says so; others cannot be focused.
(function () {
  "use strict";
  function fit(box) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", window.zhiku.word("table"));
    } else {
      ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
    }
  }
  var boxes = document.querySelectorAll("div.table"), waiting = 0;
  function all() { boxes.forEach(fit); }
  if (!boxes.length) return;
  all();
  window.addEventListener("resize", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(all, 200);
  });
})();
