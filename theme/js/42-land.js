// A jump into a long text lands where its place was thought to be; paragraphs around it are laid out some
// frames later and move it. For these frames the place is held, unless the reader acts.
(function () {
  "use strict";
  if (!document.querySelector(".hang")) return;
  var FRAMES = 20, left = 0, knowsPadding = "scrollPaddingTop" in document.documentElement.style;
  function hold() {
    var target = left > 0 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { left = 0; return; }
    // Farther away is a reader who came back to where they were.
    if (Math.abs(target.getBoundingClientRect().top) < window.innerHeight / 2) {
      target.scrollIntoView();
      // Old releases would leave the place behind the bar.
      if (!knowsPadding) window.scrollBy(0, -72);
    }
    left--;
    window.requestAnimationFrame(hold);
  }
  function begin() {
    if (!location.hash) return;
    if (left <= 0) window.requestAnimationFrame(hold);
    left = FRAMES;
  }
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach(function (act) {
    window.addEventListener(act, function () { left = 0; }, { passive: true });
  });
  window.addEventListener("hashchange", begin);
  window.addEventListener("load", begin);
})();
