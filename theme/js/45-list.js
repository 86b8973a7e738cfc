// A list can be shown with summaries or as bare lines; the choice is kept.
(function () {
  "use strict";
  var zhiku = window.zhiku, list = document.querySelector(".entries[data-view]");
  if (!list || !list.querySelector("p")) return;
  var words = list.dataset.view.split("|");
  var button = zhiku.element("button", { type: "button", "class": "view" });
  function show(brief) {
    list.classList.toggle("brief", brief);
    button.textContent = words[brief ? 1 : 0];
  }
  button.addEventListener("click", function () {
    var brief = !list.classList.contains("brief");
    zhiku.keep("view", brief ? "brief" : "");
    show(brief);
  });
  show(zhiku.recall("view") === "brief");
  list.parentNode.insertBefore(button, list);
})();
