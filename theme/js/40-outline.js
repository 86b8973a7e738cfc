// Where the reader is: the outline follows the text, and a thin bar names the page and the heading.
(function () {
  "use strict";
  var zhiku = window.zhiku, outline = document.querySelector(".outline"), title = document.querySelector("h1");
  if (!outline || !title) return;
  var links = [].slice.call(outline.querySelectorAll("ol a")), headings = [], current = -1, waiting = false;
  links.forEach(function (link) {
    var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) headings.push({ link: link, heading: heading });
  });
  if (!headings.length) return;

  var bar = zhiku.element("div", { "class": "position", "aria-hidden": "true" });
  var place = zhiku.element("span");
  bar.appendChild(zhiku.element("b", {}, title.textContent));
  bar.appendChild(place);
  bar.appendChild(zhiku.element("a", { href: "#main", tabindex: "-1" }, zhiku.word("top")));
  document.body.appendChild(bar);

  // The last heading above a line below the bar; headings are in order, so halving finds it.
  function at() {
    var low = 0, high = headings.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (headings[middle].heading.getBoundingClientRect().top < 120) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  // The way down to a heading: the headings above it of ever higher rank.
  function path(index) {
    var words = [], level = 7;
    for (; index >= 0; index--) {
      var rank = Number(headings[index].heading.tagName[1]);
      if (rank < level) { words.unshift(headings[index].link.textContent); level = rank; }
    }
    return words.join("　");
  }

  function mark(index) {
    if (index === current) return;
    if (current >= 0) headings[current].link.removeAttribute("aria-current");
    current = index;
    place.textContent = path(index);
    if (index < 0) return;
    var link = headings[index].link, box = link.closest("details");
    link.setAttribute("aria-current", "location");
    if (!box.open || box.scrollHeight <= box.clientHeight) return;
    var top = link.offsetTop - box.clientHeight / 2;
    box.scrollTop = top > 0 ? top : 0;
  }

  function follow() {
    waiting = false;
    bar.classList.toggle("shown", title.getBoundingClientRect().bottom < 0);
    mark(at());
  }
  function soon() {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(follow);
  }
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon, { passive: true });
  soon();
})();
