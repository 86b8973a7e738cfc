// A page of study can be marked as read. The mark stays in this browser, and lists show it.
(function () {
  "use strict";
  var zhiku = window.zhiku, place = document.querySelector(".read");
  var root = zhiku.root, words = zhiku.list("read");
  function key(address) { return address.split("#")[0].replace(root, ""); }
  function marks() {
    try { return JSON.parse(zhiku.recall("read")) || {}; } catch (broken) { return {}; }
  }

  if (place) {
    var own = key(location.href);
    var button = zhiku.element("button", { type: "button" });
    var show = function (read) {
      button.textContent = words[read ? 2 : 1];
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
  document.querySelectorAll(".entry > a, .list th > a, .series ol a").forEach(function (link) {
    if (read[key(link.href)]) link.appendChild(zhiku.element("span", { "class": "done" }, words[0]));
  });
})();
