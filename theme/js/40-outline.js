// Where the reader is: the outline follows the text, and a thin bar names the page, the division and
// the article, with a field that finds words in the text.
(function () {
  "use strict";
  var zhiku = window.zhiku, outline = document.querySelector(".outline"), title = document.querySelector("article.page h1");
  var body = document.querySelector(".prose.body");
  var articles = body ? [].slice.call(body.querySelectorAll(".article[id]")) : [], headings = [], current = -1, waiting = false;
  [].forEach.call(outline ? outline.querySelectorAll("ol a") : [], function (link) {
    var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) headings.push({ link: link, heading: heading });
  });
  if (!title || !headings.length && articles.length < 8) return;

  var bar = zhiku.element("div", { "class": "position" }), place = zhiku.element("span", { "aria-hidden": "true" });
  bar.appendChild(zhiku.element("b", { "aria-hidden": "true" }, title.textContent));
  bar.appendChild(place);
  if (zhiku.find && body) bar.appendChild(zhiku.find(body));
  bar.appendChild(zhiku.element("a", { href: "#main" }, zhiku.word("top")));
  document.body.appendChild(bar);

  // How many of `all` are above a line below the bar; they are in order, so halving finds it.
  function above(all, element) {
    var low = 0, high = all.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (element(all[middle]).getBoundingClientRect().top < 120) low = middle + 1; else high = middle;
    }
    return low;
  }

  // The way down to a heading: the headings above it of ever higher rank.
  function path(index) {
    var words = [], level = 7;
    for (; index >= 0; index--) {
      var rank = Number(headings[index].heading.tagName[1]);
      if (rank < level) { words.unshift(headings[index].link.textContent); level = rank; }
    }
    return words;
  }

  // The number of an article, where it belongs to the division `index`.
  function number(index) {
    var article = articles[above(articles, function (article) { return article; }) - 1], heading = headings[index];
    if (!article || heading && !(heading.heading.compareDocumentPosition(article) & 4)) return [];
    var no = article.querySelector(".no");
    return no ? [no.textContent.trim()] : [];
  }

  function mark(index) {
    if (index === current) return;
    if (current >= 0) headings[current].link.removeAttribute("aria-current");
    current = index;
    if (index < 0) return;
    var link = headings[index].link, box = link.closest("details");
    link.setAttribute("aria-current", "location");
    if (!box.open || box.scrollHeight <= box.clientHeight) return;
    var top = link.offsetTop - box.clientHeight / 2;
    box.scrollTop = top > 0 ? top : 0;
  }

  function follow() {
    waiting = false;
    var shown = title.getBoundingClientRect().bottom < 0 || bar.contains(document.activeElement);
    var index = above(headings, function (row) { return row.heading; }) - 1;
    var words = path(index).concat(number(index)).join("　");
    bar.classList.toggle("shown", shown);
    mark(index);
    if (place.textContent !== words) place.textContent = words;
  }
  function soon() {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(follow);
  }
  // Releases before 69 leave no room above what a link leads to: it would be under the bar.
  function clear() {
    window.requestAnimationFrame(function () {
      var target = document.querySelector(":target"), top = target ? target.getBoundingClientRect().top : 64;
      if (top > -9 && top < 64) window.scrollBy(0, top - 64);
    });
  }
  if (!CSS.supports("scroll-padding-top", "4rem")) {
    // Who comes back is where they were.
    if (window.performance.navigation.type === 0) window.addEventListener("load", clear);
    window.addEventListener("hashchange", clear);
  }
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon, { passive: true });
  soon();
})();
