// The panel for colour and text size in the header.
(function () {
  "use strict";
  var place = document.querySelector(".tools"), zhiku = window.zhiku;
  if (!place) return;

  function choice(name, values) {
    var words = zhiku.list(name), group = zhiku.element("fieldset");
    var now = document.documentElement.getAttribute("data-" + name) || "";
    group.appendChild(zhiku.element("legend", {}, words[0]));
    values.forEach(function (value, index) {
      var label = zhiku.element("label");
      var input = zhiku.element("input", { type: "radio", name: "zhiku-" + name, value: value });
      input.checked = value === now;
      label.appendChild(input);
      label.appendChild(zhiku.element("span", {}, words[index + 1]));
      group.appendChild(label);
    });
    group.addEventListener("change", function (event) { apply(name, event.target.value); });
    return group;
  }

  function apply(name, value) {
    if (value) document.documentElement.setAttribute("data-" + name, value);
    else document.documentElement.removeAttribute("data-" + name);
    zhiku.keep(name, value);
  }

  var details = zhiku.element("details", { "class": "display" });
  var panel = zhiku.element("div", { "class": "panel" });
  details.appendChild(zhiku.element("summary", {}, zhiku.word("display")));
  panel.appendChild(choice("theme", ["", "light", "dark", "contrast"]));
  panel.appendChild(choice("size", ["", "1", "2"]));
  details.appendChild(panel);
  place.appendChild(details);

  document.addEventListener("click", function (event) { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
})();
