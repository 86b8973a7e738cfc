// A page that is opened at its top may lay out what is out of sight later. Whoever comes to a place in it, by
// a link to an article or back in the history, needs every height above that place first.
(function (root) {
  var kind = window.performance && performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  if (kind && kind.type === "navigate" && !location.hash && !/[?&]hl=/.test(location.search)) root.classList.add("lazy");
})(document.documentElement);
