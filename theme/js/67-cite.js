// Cards of citations and terms: the words of the article, or what the term means, where the pointer or
// the keyboard is. Articles of other pages come from a script that is loaded when first asked for,
// those of this page from the page.
(function () {
  "use strict";
  var zhiku = window.zhiku, root = zhiku.root, words = zhiku.list("cite"), shards = {}, waits = {};
  var card = null, owner = null, before = null, timer = 0, touched = false;

  zhiku.card = function (name, shard) {
    shards[name] = shard;
    (waits[name] || []).forEach(function (go) { go(shard); });
    delete waits[name];
  };

  // Gives `go` the shard, or nothing where it cannot be had.
  function load(name, go) {
    if (shards[name]) return go(shards[name]);
    if (waits[name]) return waits[name].push(go);
    waits[name] = [go];
    var script = document.createElement("script");
    script.src = root + "cards/" + name + ".js";
    script.onerror = function () { delete waits[name]; go(); };
    document.head.appendChild(script);
  }

  function line(text, cited) {
    var part = zhiku.element("span", { "class": cited ? "line cited" : "line" }, text);
    card.appendChild(part);
    if (cited && !card.first) card.first = part;
  }

  // `a11-k2-x1` is the article `a11` and the part `k2-x1` of it; sixty-four share a shard.
  function parts(link) {
    var found = /^((?:fj\d+-)?a(\d+)(?:-\d+)?(?:-r\d+)?)(?:-(k.+))?$/.exec(link.hash.slice(1));
    return found ? { article: found[1], part: found[3] || "", shard: found[2] >> 6 } : null;
  }

  // What is said of a text stands with the first link to it.
  function why(link) {
    var first = !link.title && link.closest(".body") && [].find.call(document.querySelectorAll(".body a.cite"), function (other) {
      return (other.title || other.dataset.title) && other.href.split("#")[0] === link.href.split("#")[0];
    });
    return link.title || first && (first.title || first.dataset.title) || "";
  }

  function within(part, wanted) { return !!wanted && (part + "-").indexOf(wanted + "-") === 0; }

  function fromShard(link, shard) {
    var at = parts(link), article = at && shard.a[at.article];
    var head = zhiku.element("span", { "class": "what" }, shard.t + (article ? " " + article.n : ""));
    if (shard.s) head.appendChild(zhiku.element("b", { "class": "scope standing past" }, shard.s));
    card.appendChild(head);
    if (!article) return;
    article.x.forEach(function (row) { line(row[1], within(row[0], at.part)); });
    if (article.f) {
      var now = zhiku.element("span", { "class": "now" }, words[0].replace("{edition}", article.f[1]) + (article.f[0] || words[1]));
      if (article.f[2]) now.appendChild(zhiku.element("a", { href: root + article.f[2] }, words[2]));
      card.appendChild(now);
    }
  }

  // The words of a paragraph without the buttons and cards that stand in it.
  function wordsOf(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll(".copies, .card").forEach(function (part) { part.remove(); });
    return copy.textContent;
  }

  function fromPage(link) {
    var at = parts(link), element = at && document.getElementById(at.article), count = 0;
    for (; element && count < 14; element = element.nextElementSibling, count++) {
      var id = element.id || "";
      if (count && (/^H\d$/.test(element.tagName) || id && id.indexOf(at.article + "-k") !== 0)) break;
      line(wordsOf(element), within(id.slice(at.article.length + 1), at.part));
    }
    return count > 0;
  }

  // A paragraph that is laid out by itself would cut the card off.
  function hold(on) {
    var block = owner.closest(".body > p");
    if (block) block.classList.toggle("held", on);
  }

  function close() {
    clearTimeout(timer);
    if (card) card.remove();
    if (owner) {
      hold(false);
      if (owner.dataset.title) owner.title = owner.dataset.title;
      owner.removeAttribute("aria-describedby");
    }
    card = owner = null;
  }

  function place() {
    var box = owner.getClientRects()[0] || owner.getBoundingClientRect(), high = window.innerHeight;
    var below = high - box.bottom - 14, above = box.top - 14, wide = document.documentElement.clientWidth;
    card.style.maxHeight = Math.max(120, Math.min(high * .6, Math.max(below, above))) + "px";
    card.style.left = Math.max(8, Math.min(box.left, wide - card.offsetWidth - 8)) + "px";
    var under = below >= card.offsetHeight || below >= above;
    card.style.top = (under ? box.bottom + 6 : Math.max(8, box.top - card.offsetHeight - 6)) + "px";
  }

  function open(link) {
    clearTimeout(timer);
    if (owner === link) return;
    close();
    var at = parts(link), meaning = link.dataset.def;
    var own = !meaning && link.getAttribute("href").charAt(0) === "#";
    if (!at && !own && !meaning && !link.classList.contains("unsure")) {
      link.title = why(link);
      return;
    }
    owner = link;
    card = zhiku.element("span", { "class": "card", id: "cite-card", role: "note" });
    if (own && !fromPage(link)) { close(); return; }
    var show = function (shard) {
      if (owner !== link) return;
      if (shard) fromShard(link, shard);
      var said = why(link);
      if (said) card.insertBefore(zhiku.element("span", { "class": "why" }, said), shard ? card.children[1] : null);
      if (link.title) {
        link.dataset.title = link.title;
        link.removeAttribute("title");
      }
      card.appendChild(zhiku.element("a", { "class": "go", href: link.getAttribute("href") }, words[3]));
      link.setAttribute("aria-describedby", "cite-card");
      hold(true);
      link.parentNode.insertBefore(card, link.nextSibling);
      place();
      var first = card.first, top = first && first.offsetTop;
      if (first) card.scrollTop = Math.min(top - 48, top + first.offsetHeight - card.clientHeight + 16);
    };
    if (meaning) meaning.split("\n").forEach(function (text) { line(text); });
    if (own || meaning || !at) show();
    else load(link.href.split("#")[0].slice(root.length, -5) + "_" + at.shard, show);
  }

  function cite(event) {
    var at = event.target;
    return at && at.closest ? at.closest("a.cite, a.term") : null;
  }
  function inside(node) { return !!node && !!card && (card.contains(node) || owner === node || owner.contains(node)); }
  function later(go, wait) { clearTimeout(timer); timer = setTimeout(go, wait); }

  document.addEventListener("pointerdown", function (event) { touched = event.pointerType === "touch"; before = owner; }, true);
  document.addEventListener("mouseover", function (event) {
    if (touched) return;
    var link = cite(event);
    if (inside(event.target)) clearTimeout(timer);
    else if (link) later(function () { open(link); }, 120);
    else if (card) later(close, 250);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", function (event) {
    var link = cite(event);
    if (link && !touched) open(link);
    else if (card && !inside(event.target)) close();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !card) return;
    var back = card.contains(document.activeElement) ? owner : null;
    close();
    if (back) { touched = true; back.focus(); touched = false; }
  });
  // A first tap shows the card, which holds the way on; a second tap follows the link.
  document.addEventListener("click", function (event) {
    var link = cite(event);
    if (link && touched && before !== link) {
      open(link);
      if (owner === link) event.preventDefault();
    } else if (card && !inside(event.target)) close();
  });
  // Focus itself may scroll the page; the card goes with its link.
  window.addEventListener("scroll", function () {
    if (!card) return;
    if (inside(document.activeElement)) place();
    else close();
  }, { passive: true });
})();
