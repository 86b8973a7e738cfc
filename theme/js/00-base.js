// What the widgets share: words from the script's own element, and small ways to build elements.
(function () {
  "use strict";
  var words = document.currentScript ? document.currentScript.dataset : {};
  window.zhiku = {
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
