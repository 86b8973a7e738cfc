// On the page a result leads to: marks the words that were searched for; Escape takes them away.
(function (zk) {
  'use strict';
  if (typeof document === 'undefined') return;
  var words = new URLSearchParams(location.search).get('hl');
  var main = document.querySelector('main article') || document.querySelector('main');
  if (!words || !main) return;

  var LIMIT = 500, query = null;

  // Marks every text by itself: a word that runs over the end of an element is marked in parts.
  function mark() {
    query = zk.forMarks(zk.readQuery(words, function () { return false; }));
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, null, false), nodes = [], left = LIMIT;
    while (walker.nextNode()) {
      if (!/^(SCRIPT|STYLE|MARK)$/.test(walker.currentNode.parentNode.tagName)) nodes.push(walker.currentNode);
    }
    nodes.forEach(function (node) {
      var text = node.nodeValue, marks = left > 0 ? zk.marksOf(text, query) : [];
      if (!marks.length) return;
      left -= marks.length;
      var part = document.createDocumentFragment();
      zk.appendMarked(part, text, marks);
      Array.from(part.querySelectorAll('mark')).forEach(function (element) { element.className = 'found'; });
      node.parentNode.replaceChild(part, node);
    });
  }

  function unmark() {
    Array.from(main.querySelectorAll('mark.found')).forEach(function (element) {
      var parent = element.parentNode;
      parent.replaceChild(document.createTextNode(element.textContent), element);
      parent.normalize();
    });
    try {
      history.replaceState(null, '', location.pathname + location.hash);
    } catch (refused) { /* from a disk the address stays as it is */ }
    document.removeEventListener('keydown', onKey);
  }

  function onKey(event) {
    if (event.key === 'Escape' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) unmark();
  }

  // Folding needs its table only where traditional characters are in play.
  (/[\u3400-\u9fff]/.test(words) && zk.root !== undefined ? zk.openIndex().then(function (index) { return zk.foldable(index.files, words + main.textContent); }).catch(function () {}) : Promise.resolve()).then(function () {
    mark();
    var target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : main.querySelector('mark.found');
    if (target) target.scrollIntoView();
  });
  document.addEventListener('keydown', onKey);
})(window.zhikuSearch);
