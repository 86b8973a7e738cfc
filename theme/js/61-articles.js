// Articles: buttons that copy the link or the citation of an article, paragraph or item, made when
// the reader comes near; and the articles of a chapter in the outline, made when they are asked for.
(function () {
  "use strict";
  var zhiku = window.zhiku, words = zhiku.list("copy"), page = document.querySelector("article.page");
  var prose = document.querySelector(".prose.body"), edition = page && page.getAttribute("data-cite"), name = "";
  if (!prose || !prose.querySelector(".article")) return;

  if (edition !== null) name = document.querySelector("h1").textContent.replace(/^[^《].*$/, "《$&》") + edition;

  function chinese(number) {
    var digits = "零一二三四五六七八九", text = "", tens;
    if (number >= 100) { text = digits[Math.floor(number / 100)] + "百"; number %= 100; if (number && number < 10) text += "零"; }
    tens = Math.floor(number / 10);
    if (tens) text += (tens > 1 || text ? digits[tens] : "") + "十";
    return text + (number % 10 || !text ? digits[number % 10] : "");
  }

  // 《某法》（2024年修正）第十一条第二款第（三）项
  function citation(id) {
    var parts = /^((?:fj\d+-)?a\d+(?:-\d+)?(?:-r\d+)?)(?:-k(\d+))?(?:-x(\d+))?(?:-m(\d+))?$/.exec(id);
    var article = parts && document.getElementById(parts[1]);
    if (!article) return "";
    var no = article.querySelector(".no");
    var text = name + (no ? no.textContent.replace(/\s/g, "") : article.textContent.split(/\s/)[0]);
    var several = document.getElementById(parts[1] + "-k2");
    if (parts[2] && (several || !parts[3])) text += "第" + chinese(Number(parts[2])) + "款";
    if (parts[3]) text += "第（" + chinese(Number(parts[3])) + "）项";
    if (parts[4]) text += "第" + chinese(Number(parts[4])) + "目";
    return text;
  }

  var act = zhiku.element("span", { "class": "copies", role: "group" });
  [["link", words[0]], ["cite", words[3]]].forEach(function (kind) {
    act.appendChild(zhiku.element("button", { type: "button", "data-act": kind[0] }, kind[1]));
  });

  function put(place) {
    var text = place && act.parentNode !== place && prose.contains(place) && citation(place.id);
    if (!text) return;
    if (act.parentNode) act.parentNode.classList.remove("near");
    act.setAttribute("aria-label", text);
    place.classList.add("near");
    place.appendChild(act);
  }
  function near(event) {
    if (event.target.closest && !act.contains(event.target)) put(event.target.closest("p[id], li[id]"));
  }
  ["mouseover", "focusin", "click"].forEach(function (name) { prose.addEventListener(name, near); });
  // The keyboard comes to them behind what an address named, else at the first article; arrows take them on.
  function named() { put(document.getElementById(location.hash.slice(1))); }
  window.addEventListener("hashchange", named);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Tab" || act.parentNode) return;
    named();
    if (!act.parentNode) put(prose.querySelector(".article[id]"));
  });
  act.addEventListener("keydown", function (event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key], all = [].slice.call(prose.querySelectorAll("p[id], li[id]")), at = all.indexOf(act.parentNode);
    if (!step) return;
    event.preventDefault();
    do at += step; while (all[at] && !citation(all[at].id));
    put(all[at]);
    event.target.focus();
  });
  act.addEventListener("click", function (event) {
    var kind = event.target.getAttribute("data-act"), id = act.parentNode.id;
    if (!kind) return;
    var text = kind === "link" ? location.href.split("#")[0] + "#" + id : citation(id);
    zhiku.say(zhiku.copy(text) ? words[kind === "link" ? 1 : 4] : words[2]);
    event.target.focus();
  });
  // What is copied by hand or printed holds no buttons.
  document.addEventListener("copy", function () { if (act.parentNode && !act.contains(document.activeElement)) act.parentNode.removeChild(act); });

  // The outline: a button beside a chapter lists its articles.
  var outline = document.querySelector(".outline ol"), all = [].slice.call(prose.querySelectorAll(".article[id], h3[id^=a], h4[id^=a]"));
  function list(articles) {
    var nos = zhiku.element("div", { "class": "nos" });
    articles.forEach(function (article) {
      var no = article.querySelector(".no");
      nos.appendChild(zhiku.element("a", { href: "#" + article.id }, (no ? no.textContent : article.textContent.split(/\s/)[0])));
    });
    return nos;
  }
  function within(heading) {
    var found = [], at = heading.nextElementSibling;
    for (; at && !/^H[2-6]$/.test(at.tagName); at = at.nextElementSibling) if (at.classList.contains("article") && at.id) found.push(at);
    return found;
  }
  if (!outline) {
    if (all.length < 8) return;
    var nav = zhiku.element("nav", { "class": "outline", "aria-label": zhiku.word("articles") }), box = zhiku.element("details");
    box.appendChild(zhiku.element("summary", {}, zhiku.word("articles")));
    box.addEventListener("toggle", function () { if (box.childNodes.length < 2) box.appendChild(list(all)); });
    nav.appendChild(box);
    page.insertBefore(nav, page.querySelector("header").nextSibling);
    return;
  }
  outline.querySelectorAll("a").forEach(function (link) {
    var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!heading || !heading.nextElementSibling || !within(heading).length) return;
    var button = zhiku.element("button", { type: "button", "class": "more", "aria-expanded": "false", "aria-label": zhiku.word("articles") }, "＋");
    button.addEventListener("click", function () {
      var open = button.getAttribute("aria-expanded") === "true", nos = button.nextElementSibling;
      if (!nos) { nos = list(within(heading)); button.parentNode.appendChild(nos); }
      nos.hidden = open;
      nos.style.display = open ? "none" : "";
      button.setAttribute("aria-expanded", String(!open));
      button.textContent = open ? "＋" : "－";
    });
    link.parentNode.appendChild(button);
  });
})();
