// A button beside each heading of the text copies the address of that place.
(function () {
  "use strict";
  var zhiku = window.zhiku, words = zhiku.list("copy");
  var prose = document.querySelector(".prose.body"), said;
  function copy(text) {
    var area = zhiku.element("textarea", { readonly: "", "class": "away" }), done = false;
    area.value = text;
    document.body.appendChild(area);
    area.select();
    try { done = document.execCommand("copy"); } catch (refused) { done = false; }
    document.body.removeChild(area);
    return done;
  }

  function say(text) {
    if (!said) {
      said = zhiku.element("div", { "class": "said", role: "status" });
      document.body.appendChild(said);
    }
    said.textContent = text;
    said.classList.add("shown");
    window.clearTimeout(said.timer);
    said.timer = window.setTimeout(function () { said.classList.remove("shown"); }, 2000);
  }

  zhiku.copy = copy;
  zhiku.say = say;
  if (!prose) return;
  prose.querySelectorAll("h2[id], h3[id], h4[id]").forEach(function (heading) {
    heading.appendChild(zhiku.element("button", { type: "button", "class": "copy", "aria-label": words[0], title: words[0] }));
  });
  prose.addEventListener("click", function (event) {
    var button = event.target.closest("button.copy");
    if (!button) return;
    var address = location.href.split("#")[0] + "#" + button.parentNode.id;
    say(copy(address) ? words[1] : words[2]);
    button.focus();
  });
})();
