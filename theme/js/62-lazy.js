// What the page left for later (10-lazy.js) is laid out when there is nothing else to do, and at once before
// a link leads to a place in the page.
(function () {
  "use strict";
  var root = document.documentElement;
  if (!root.classList.contains("lazy")) return;
  function whole() { root.classList.remove("lazy"); }
  function soon() {
    if (window.requestIdleCallback) window.requestIdleCallback(whole, { timeout: 2000 });
    else window.setTimeout(whole, 500);
  }
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon);
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("a[href]")) whole();
  }, true);
  document.addEventListener("input", whole, true);
})();
