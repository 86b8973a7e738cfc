// A long table of records can be narrowed: by words, and by columns of few different values.
(function () {
  "use strict";
  var zhiku = window.zhiku, LONG = 6;

  function values(rows, column) {
    var seen = [];
    rows.forEach(function (row) {
      var value = row.cells[column].textContent.trim();
      if (value && seen.indexOf(value) < 0) seen.push(value);
    });
    return seen;
  }

  function select(head, choices, all) {
    var label = zhiku.element("label", {}, head), box = zhiku.element("select");
    box.appendChild(zhiku.element("option", { value: "" }, all));
    choices.forEach(function (value) { box.appendChild(zhiku.element("option", { value: value }, value)); });
    label.appendChild(box);
    return label;
  }

  function narrow(section) {
    var rows = [].slice.call(section.querySelectorAll("tbody tr"));
    if (rows.length < LONG) return;
    var words = section.dataset.narrow.split("|"), form = zhiku.element("div", { "class": "narrow" });
    var label = zhiku.element("label", {}, words[0]), input = zhiku.element("input", { type: "search" });
    var count = zhiku.element("span", { "class": "n", role: "status" }), columns = [];
    label.appendChild(input);
    form.appendChild(label);
    section.querySelectorAll("th").forEach(function (head, column) {
      var choices = values(rows, column);
      if (choices.length < 2 || choices.length > LONG || choices.some(function (value) { return value.length > 10; })) return;
      var box = select(head.textContent, choices, words[1]);
      columns.push({ column: column, box: box.querySelector("select") });
      form.appendChild(box);
    });
    form.appendChild(count);

    function fits(row, wanted) {
      return row.textContent.toLowerCase().indexOf(wanted) >= 0 && columns.every(function (one) {
        return !one.box.value || row.cells[one.column].textContent.trim() === one.box.value;
      });
    }
    function show() {
      var wanted = input.value.trim().toLowerCase(), shown = 0;
      rows.forEach(function (row) {
        row.hidden = !fits(row, wanted);
        if (!row.hidden) shown++;
      });
      count.textContent = words[2].replace("{n}", shown).replace("{all}", rows.length);
    }
    form.addEventListener("input", show);
    form.addEventListener("change", show);
    show();
    section.insertBefore(form, section.querySelector("div.table"));
  }

  document.querySelectorAll(".record[data-narrow]").forEach(narrow);
})();
