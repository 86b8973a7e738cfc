// A page of study can be marked as read. The mark stays in this browser, and lists show it.
(function () {
  "use strict";
  var zhiku = window.zhiku, place = document.querySelector(".read[data-words]");
  var root = new URL(zhiku.word("root") || ".", location.href).href;
  function key(address) { return address.split("#")[0].replace(root, ""); }
  function marks() {
    try { return JSON.parse(zhiku.recall("read")) || {}; } catch (broken) { return {}; }
  }

  if (place) {
    var words = place.dataset.words.split("|"), own = key(location.href);
    var button = zhiku.element("button", { type: "button" });
    var show = function (read) {
      button.textContent = words[read ? 1 : 0];
      button.setAttribute("aria-pressed", String(read));
    };
    button.addEventListener("click", function () {
      var all = marks();
      if (all[own]) delete all[own]; else all[own] = 1;
      zhiku.keep("read", JSON.stringify(all));
      show(Boolean(all[own]));
    });
    show(Boolean(marks()[own]));
    place.appendChild(button);
  }

  var read = marks();
  if (!Object.keys(read).length) return;
  var progress = document.querySelector(".progress-words"), parts = document.querySelectorAll(".series ol a");
  var done = [].filter.call(parts, function (link) { return read[key(link.href)]; }).length;
  if (progress && done) progress.textContent = progress.dataset.words.replace("{n}", done);
  document.querySelectorAll(".entry > a, .series ol a").forEach(function (link) {
    if (read[key(link.href)]) link.appendChild(zhiku.element("span", { "class": "done" }, zhiku.word("read")));
  });
})();
