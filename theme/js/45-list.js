// A list is shown as cards or as a table; the choice is kept, and applied before the first paint by the
// script in the head. A list that is whole on one page is sorted by the heads of its columns.
(function () {
  "use strict";
  var zhiku = window.zhiku, box = document.querySelector(".list"), root = document.documentElement;
  if (!box) return;
  var words = zhiku.list("list"), table = box.querySelector("table"), sorted = -1, down = false;
  var choice = zhiku.element("div", { "class": "view", role: "group", "aria-label": words[0] });

  function show() {
    var now = root.getAttribute("data-list") || "";
    // The heads are out of sight above cards, and must be out of reach as well.
    table.tHead.querySelectorAll("button").forEach(function (button) {
      if (now) button.removeAttribute("tabindex"); else button.tabIndex = -1;
    });
    [].forEach.call(choice.children, function (button) {
      button.setAttribute("aria-pressed", String(button.value === now));
    });
  }
  ["", "table"].forEach(function (value, index) {
    choice.appendChild(zhiku.element("button", { type: "button", value: value }, words[index + 1]));
  });
  choice.addEventListener("click", function (event) {
    var value = event.target.value;
    if (event.target === choice) return;
    if (value) root.setAttribute("data-list", value); else root.removeAttribute("data-list");
    zhiku.keep("list", value);
    show();
    window.dispatchEvent(new Event("resize"));
  });
  box.parentNode.insertBefore(choice, box);

  // The same head once more turns the order round; what is empty stays last.
  function sort(column) {
    var body = table.tBodies[0], heads = table.tHead.rows[0].cells;
    down = column === sorted ? !down : heads[column].className === "date";
    sorted = column;
    function text(row) { return row.cells[column].textContent; }
    [].slice.call(body.rows).sort(function (a, b) {
      var first = text(a), second = text(b);
      if (!first || !second) return first ? -1 : second ? 1 : 0;
      return first.localeCompare(second, "zh-CN", { numeric: true }) * (down ? -1 : 1);
    }).forEach(function (row) { body.appendChild(row); });
    [].forEach.call(heads, function (head, at) {
      if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
    });
  }
  if (box.hasAttribute("data-whole") && table.tBodies[0].rows.length > 2) [].forEach.call(table.tHead.rows[0].cells, function (head, column) {
    if (head.className === "about") return;
    var name = head.textContent, button = zhiku.element("button", { type: "button", title: words[3].replace("{head}", name) }, name);
    button.addEventListener("click", function () { sort(column); });
    head.textContent = "";
    head.appendChild(button);
  });
  show();
})();
