// The reader's selection of pages to print, kept in this browser; and the answer to a booklet of the
// same site that asks for this page's text. Pages of file:// cannot read one another, so they talk.
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
      if (place < 0) items.push({ route: own(), title: title.firstChild.textContent }); else items.splice(place, 1);
      zhiku.book.choose(items);
      show();
    });
    show();
    var both = zhiku.element("span", { "class": "choice" });
    both.appendChild(element);
    both.appendChild(link);
    place.appendChild(both);
  }

  // The text as it is printed: without what serves reading on a screen, with whole addresses.
  function text() {
    var copy = article.cloneNode(true);
    copy.querySelectorAll(".outline, .beside, .related, .read, .series, .choose, .meta a, .copy, button, script, .no-print").forEach(function (part) {
      part.parentNode.removeChild(part);
    });
    ["src", "href"].forEach(function (name) {
      copy.querySelectorAll("[" + name + "]").forEach(function (part) {
        var value = part.getAttribute(name);
        if (value.charAt(0) !== "#") part.setAttribute(name, part[name]);
      });
    });
    return copy.innerHTML;
  }

  // An article of law with the paragraphs that belong to it.
  function piece(id) {
    var first = document.getElementById(id), html = "";
    for (var part = first; part; part = part.nextElementSibling) {
      if (part !== first && (/^H[1-6]$/.test(part.tagName) || (part.classList.contains("article") && part.id.indexOf(id + "-") !== 0))) break;
      html += part.outerHTML;
    }
    return html;
  }

  function cited() {
    return [].map.call(article.querySelectorAll("a.cite[href*='#']"), function (link) { return link.href; });
  }

  window.addEventListener("message", function (event) {
    var asked = event.data && event.data.zhikuBook;
    if (!asked || window.parent === window || event.source !== window.parent) return;
    if (location.protocol !== "file:" && event.origin !== location.origin) return;
    var answer = { zhikuBook: asked, title: title.firstChild.textContent };
    if (event.data.pieces) answer.pieces = event.data.pieces.map(piece);
    else { answer.html = text(); answer.type = document.body.className; answer.cited = cited(); }
    event.source.postMessage(answer, location.protocol === "file:" ? "*" : event.origin);
  });

  if (window.parent === window) button();
})();
