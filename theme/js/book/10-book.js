// Puts the chosen pages together as one booklet: cover, contents, texts, and the articles they cite.
(function () {
  "use strict";
  var zhiku = window.zhiku, page = document.querySelector(".book-page");
  if (!page) return;
  var words = {}, form = page.querySelector("form"), list = page.querySelector(".chosen"), status = page.querySelector("[role=status]");
  var book = page.querySelector(".book"), root = new URL(".", location.href).href, count = 0;
  Object.keys(page.dataset).forEach(function (name) { words[name] = page.dataset[name]; });

  // What to print: the pages that the address names, else the reader's selection.
  var named = (/[?&]pages=([^&]*)/.exec(location.search) || ["", ""])[1].split(",").filter(Boolean).map(function (route) {
    return { route: decodeURIComponent(route), title: "" };
  }).filter(function (item) { return /^[\w./-]+\.html$/.test(item.route) && item.route.indexOf("..") < 0; });
  var items = named.length ? named : zhiku.book.chosen();

  function keep() { if (!named.length) zhiku.book.choose(items); }

  // Asks the page at an address; `done` is given its answer, or null where none comes.
  function ask(address, question, done) {
    var frame = document.createElement("iframe"), token = "b" + (++count), timer = 0;
    frame.className = "away";
    frame.setAttribute("aria-hidden", "true");
    frame.setAttribute("tabindex", "-1");
    function end(answer) {
      window.clearTimeout(timer);
      window.removeEventListener("message", hear);
      document.body.removeChild(frame);
      done(answer);
    }
    function hear(event) {
      if (event.source === frame.contentWindow && event.data && event.data.zhikuBook === token) end(event.data);
    }
    window.addEventListener("message", hear);
    timer = window.setTimeout(function () { end(null); }, 20000);
    frame.addEventListener("load", function () {
      question.zhikuBook = token;
      frame.contentWindow.postMessage(question, location.protocol === "file:" ? "*" : location.origin);
    });
    frame.src = address;
    document.body.appendChild(frame);
  }

  // One after another, so that a long selection does not open a hundred pages at once.
  function each(all, act, done) {
    var at = 0;
    (function next() {
      if (at === all.length) return done();
      act(all[at], at++, next);
    })();
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  // Names inside a chapter take its number, so that two chapters never share one.
  function settle(box, prefix) {
    box.querySelectorAll("[id]").forEach(function (part) { part.id = prefix + part.id; });
    box.querySelectorAll("a[href^='#']").forEach(function (link) { link.setAttribute("href", "#" + prefix + link.getAttribute("href").slice(1)); });
    ["aria-labelledby", "for"].forEach(function (name) {
      box.querySelectorAll("[" + name + "]").forEach(function (part) { part.setAttribute(name, prefix + part.getAttribute(name)); });
    });
  }

  function cover(title) {
    var box = element("section", "cover"), day = new Date();
    box.appendChild(element("p", "title", title));
    if (words.organisation) box.appendChild(element("p", "who", words.organisation));
    box.appendChild(element("p", "day", words.day.replace("{year}", day.getFullYear()).replace("{month}", day.getMonth() + 1)));
    return box;
  }

  function contents(chapters) {
    var box = element("nav", "contents"), lines = element("ol");
    box.appendChild(element("h2", "", words.contents));
    chapters.forEach(function (chapter) {
      var line = element("li"), link = element("a", "", chapter.title);
      link.href = "#" + chapter.id;
      line.appendChild(link);
      lines.appendChild(line);
    });
    box.appendChild(lines);
    return box;
  }

  function appendix(cited, done) {
    var pages = [], by = {};
    cited.forEach(function (address) {
      var parts = address.split("#");
      if (!by[parts[0]]) { by[parts[0]] = []; pages.push(parts[0]); }
      if (by[parts[0]].indexOf(parts[1]) < 0) by[parts[0]].push(parts[1]);
    });
    var box = element("section", "chapter appendix");
    box.id = "appendix";
    box.appendChild(element("h2", "", words.appendix));
    each(pages, function (address, at, next) {
      ask(address, { pieces: by[address].map(decodeURIComponent) }, function (answer) {
        var part = element("section");
        part.appendChild(element("h3", "", answer ? answer.title : address));
        if (answer) {
          var prose = element("div", "prose");
          prose.innerHTML = answer.pieces.join("");
          settle(prose, "q" + at + "-");
          part.appendChild(prose);
        } else part.appendChild(element("p", "failed", words.failed));
        box.appendChild(part);
        next();
      });
    }, function () { done(pages.length ? box : null); });
  }

  function make() {
    var chapters = [], cited = [];
    book.textContent = "";
    form.querySelector("[name=print]").hidden = true;
    each(items, function (item, at, next) {
      status.textContent = words.busy.replace("{n}", at + 1).replace("{all}", items.length);
      ask(root + item.route, {}, function (answer) {
        var chapter = element("article", "chapter");
        chapter.id = "c" + (at + 1);
        if (answer) {
          chapter.className += " " + answer.type;
          chapter.innerHTML = answer.html;
          settle(chapter, chapter.id + "-");
          item.title = answer.title;
          answer.cited.forEach(function (address) { if (cited.indexOf(address) < 0) cited.push(address); });
        } else {
          chapter.appendChild(element("h1", "", item.title || item.route));
          chapter.appendChild(element("p", "failed", words.failed));
        }
        chapters.push({ id: chapter.id, title: item.title || item.route, box: chapter });
        next();
      });
    }, function () {
      appendix(cited, function (box) {
        if (box) chapters.push({ id: "appendix", title: words.appendix, box: box });
        book.appendChild(cover(form.querySelector("[name=title]").value || words.untitled));
        book.appendChild(contents(chapters));
        chapters.forEach(function (chapter) { book.appendChild(chapter.box); });
        var failed = book.querySelectorAll(".failed").length;
        status.textContent = failed ? words.some.replace("{n}", failed) : words.ready.replace("{n}", items.length);
        form.querySelector("[name=print]").hidden = false;
        show();
      });
    });
  }

  function row(item, at) {
    var line = element("li"), link = element("a", "", item.title || item.route);
    link.href = root + item.route;
    line.appendChild(link);
    [["up", at > 0], ["down", at < items.length - 1], ["remove", true]].forEach(function (act) {
      var button = element("button", "", words[act[0]]);
      button.type = "button";
      button.disabled = !act[1];
      button.setAttribute("aria-label", words[act[0]] + "：" + link.textContent);
      button.addEventListener("click", function () {
        items.splice(at, 1);
        if (act[0] !== "remove") items.splice(at + (act[0] === "up" ? -1 : 1), 0, item);
        keep();
        show();
      });
      line.appendChild(button);
    });
    return line;
  }

  function show() {
    list.textContent = "";
    items.forEach(function (item, at) { list.appendChild(row(item, at)); });
    document.documentElement.classList.toggle("chose", items.length > 0);
    form.querySelector("[name=make]").disabled = !items.length;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    make();
  });
  form.querySelector("[name=print]").addEventListener("click", function () { window.print(); });
  form.querySelector("[name=clear]").addEventListener("click", function () {
    items = [];
    named = [];
    keep();
    book.textContent = "";
    show();
  });
  show();
  if (named.length) make();
})();
