// What the widgets share: the words they say, the address of the site, and small ways to build elements.
(function () {
  "use strict";
  var words = {
    articles: "{{ t.articles }}",
    book: "{{ t.book_choose }}|{{ t.book_chosen }}|{{ t.book_go }}",
    cite: "{{ t.cite_now }}|{{ t.cite_gone }}|{{ t.cite_compare }}|{{ t.cite_go }}",
    copy: "{{ t.copy_link }}|{{ t.copied }}|{{ t.copy_failed }}|{{ t.copy_citation }}|{{ t.copied_citation }}",
    display: "{{ t.display }}",
    menu: "{{ t.menu }}",
    find: "{{ t.find_in }}|{{ t.find_none }}|{{ t.find_previous }}|{{ t.find_next }}",
    list: "{{ t.view }}|{{ t.view_cards }}|{{ t.view_table }}|{{ t.view_sort }}",
    read: "{{ t.read }}|{{ t.read_mark }}|{{ t.read_unmark }}",
    size: "{{ t.size }}|{{ t.size_0 }}|{{ t.size_1 }}|{{ t.size_2 }}",
    table: "{{ t.table }}",
    theme: "{{ t.theme }}|{{ t.theme_auto }}|{{ t.theme_light }}|{{ t.theme_dark }}|{{ t.theme_contrast }}",
    top: "{{ t.to_top }}"
  };
  var own = document.currentScript ? document.currentScript.src : "";
  window.zhiku = {
    // The address of this script, and of the site: it lies in its `assets`.
    own: own,
    root: own.replace(/assets\/[^/]*$/, ""),
    // A word, or the parts of a list of words.
    word: function (name) { return words[name] || ""; },
    list: function (name) { return (words[name] || "").split("|"); },
    element: function (name, attributes, text) {
      var element = document.createElement(name);
      Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
      if (text) element.textContent = text;
      return element;
    },
    // The reader's choices; a browser that refuses storage only forgets them.
    recall: function (key) { try { return localStorage.getItem("zhiku." + key); } catch (refused) { return null; } },
    keep: function (key, value) {
      try {
        if (value) localStorage.setItem("zhiku." + key, value);
        else localStorage.removeItem("zhiku." + key);
      } catch (refused) { /* nothing to keep it in */ }
    },
    wide: function (query) { return window.matchMedia(query || "(min-width: 66em)").matches; }
  };
})();
