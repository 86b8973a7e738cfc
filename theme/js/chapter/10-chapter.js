// Inside the booklet: a page that stands in its frame answers with its text, or with articles of it.
(function () {
  "use strict";
  var article = document.querySelector("article.page"), title = document.querySelector("h1");

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
    var answer = { zhikuBook: asked, title: title.textContent };
    if (event.data.pieces) answer.pieces = event.data.pieces.map(piece);
    else { answer.html = text(); answer.type = document.body.className; answer.cited = cited(); }
    event.source.postMessage(answer, location.protocol === "file:" ? "*" : event.origin);
  });
})();
