// The reader's selection of pages to print, kept in this browser.
(function () {
  "use strict";
  var zhiku = window.zhiku, root = zhiku.root;
  function own() { return location.href.split("#")[0].replace(root, ""); }
  zhiku.book = {
    // The routes of the pages chosen, in their order, with titles.
    chosen: function () {
      try { return JSON.parse(zhiku.recall("book")) || []; } catch (broken) { return []; }
    },
    choose: function (items) { zhiku.keep("book", items.length ? JSON.stringify(items) : ""); }
  };

  var article = document.querySelector("article.page"), title = document.querySelector("h1"), words = zhiku.list("book");
  if (!article || !title) return;

  function button() {
    var place = article.querySelector(".meta");
    if (!place) return;
    var element = zhiku.element("button", { type: "button", "class": "choose" }), link = zhiku.element("a", { href: root + "book.html" });
    function at(items) { return items.map(function (item) { return item.route; }).indexOf(own()); }
    function show() {
      var items = zhiku.book.chosen(), chosen = at(items) >= 0;
      element.textContent = words[chosen ? 1 : 0];
      element.setAttribute("aria-pressed", String(chosen));
      link.textContent = words[2].replace("{n}", items.length);
      link.hidden = !items.length;
    }
    element.addEventListener("click", function () {
      var items = zhiku.book.chosen(), place = at(items);
      if (place < 0) items.push({ route: own(), title: title.textContent }); else items.splice(place, 1);
      zhiku.book.choose(items);
      show();
    });
    show();
    var both = zhiku.element("span", { "class": "choice" });
    both.appendChild(element);
    both.appendChild(link);
    place.appendChild(both);
  }

  // What is asked of a page by the booklet is in a script of its own (chapter/).
  if (window.parent === window) button();
  else document.head.appendChild(zhiku.element("script", { src: zhiku.own.replace(/site-([^/]*)$/, "chapter-$1") }));
})();
