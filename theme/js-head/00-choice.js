// Before the first paint: says that scripts run, and applies the reader's stored choices.
(function (root) {
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("zhiku.theme");
    var size = localStorage.getItem("zhiku.size");
    if (theme) root.setAttribute("data-theme", theme);
    if (size) root.setAttribute("data-size", size);
    if (localStorage.getItem("zhiku.list")) root.setAttribute("data-list", "table");
    if (localStorage.getItem("zhiku.book") || /[?&]pages=/.test(location.search)) root.classList.add("chose");
  } catch (refused) { /* file:// may forbid storage */ }
})(document.documentElement);
