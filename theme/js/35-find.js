// Finding words in the text of the page: all places are marked and counted, Enter goes from one to the
// next. A number alone leads to the article of that number.
(function () {
  "use strict";
  var zhiku = window.zhiku, words = zhiku.list("find"), MOST = 1000;

  // Full-width letters, digits and marks count as plain ones, capitals as small; the length stays.
  function fold(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (wide) { return String.fromCharCode(wide.charCodeAt(0) - 0xfee0); })
      .replace(/[A-Z]/g, function (letter) { return letter.toLowerCase(); });
  }

  // Wraps the places where `wanted` stands in a block, part by part where it runs over elements.
  function markIn(block, wanted, places) {
    var text = fold(block.textContent), from = text.indexOf(wanted), starts = [], found;
    for (; from >= 0 && places.length + starts.length < MOST; from = text.indexOf(wanted, from + wanted.length)) starts.push(from);
    // From the last to the first, so that what is before stays where it was counted.
    found = starts.reverse().map(function (start) {
      var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, null, false), at = 0, end = start + wanted.length, parts = [];
      while (at < end && walker.nextNode()) {
        var node = walker.currentNode, length = node.nodeValue.length;
        if (at + length > start) parts.push([node, Math.max(0, start - at), Math.min(length, end - at)]);
        at += length;
      }
      return parts.map(function (part) {
        var range = document.createRange(), mark = document.createElement("mark");
        mark.className = "here";
        range.setStart(part[0], part[1]);
        range.setEnd(part[0], part[2]);
        range.surroundContents(mark);
        return mark;
      });
    });
    [].push.apply(places, found.reverse());
  }

  zhiku.find = function (body) {
    var form = zhiku.element("form", { "class": "find", role: "search" }), places = [], now = -1, last = "", timer = 0;
    var field = zhiku.element("input", { type: "search", placeholder: words[0], "aria-label": words[0], autocomplete: "off" });
    var count = zhiku.element("output", { "aria-live": "polite" });
    form.appendChild(field);
    form.appendChild(count);
    [["‹", words[2], -1], ["›", words[3], 1]].forEach(function (way) {
      var button = zhiku.element("button", { type: "button", "aria-label": way[1], title: way[1] }, way[0]);
      button.addEventListener("click", function () { find(); go(way[2]); });
      form.appendChild(button);
    });

    function clear() {
      if (now >= 0) show(places[now], false);
      body.querySelectorAll("mark.here").forEach(function (mark) {
        var parent = mark.parentNode;
        while (mark.firstChild) parent.insertBefore(mark.firstChild, mark);
        parent.removeChild(mark);
        parent.normalize();
      });
      places = [];
      now = -1;
    }

    function show(place, on) { place.forEach(function (mark) { mark.classList.toggle("now", on); }); }

    function go(step) {
      if (!places.length) return;
      if (now >= 0) show(places[now], false);
      now = (now + step + places.length) % places.length;
      show(places[now], true);
      var box = places[now][0].getBoundingClientRect();
      if (box.top < 60 || box.bottom > window.innerHeight - 40) window.scrollBy(0, box.top - window.innerHeight / 3);
      count.textContent = now + 1 + "/" + places.length;
    }

    function find() {
      clearTimeout(timer);
      var wanted = fold(field.value.trim());
      if (wanted === last) return;
      last = wanted;
      clear();
      count.textContent = "";
      if (!wanted) return;
      var number = /^(?:第)?(\d+)(?:条|條)?(?:之(\d+))?$/.exec(wanted);
      var article = number && document.getElementById("a" + number[1] + (number[2] ? "-" + number[2] : ""));
      if (article) {
        places = [[article.querySelector(".no") || article]];
        return;
      }
      body.querySelectorAll("p, li, h2, h3, h4, h5, h6, td, th, dt, dd, pre").forEach(function (block) {
        if (places.length < MOST && !block.querySelector("p, li")) markIn(block, wanted, places);
      });
      if (!places.length) count.textContent = words[1];
    }

    function soon() {
      clearTimeout(timer);
      timer = setTimeout(function () {
        var before = last;
        find();
        if (last !== before) go(1);
      }, 200);
    }
    field.addEventListener("input", function (event) { if (!event.isComposing) soon(); });
    field.addEventListener("compositionend", soon);
    field.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape") {
        field.value = "";
        find();
        field.blur();
      } else if (event.key === "Enter") {
        event.preventDefault();
        var before = last;
        find();
        go(event.shiftKey && last === before ? -1 : 1);
      }
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    return form;
  };
})();
