// The page for wrong addresses looks for what the address may have meant: its last part, in Chinese or
// in pinyin.
(function (zk) {
  'use strict';
  if (typeof document === 'undefined') return;
  var place = document.querySelector('.guess'), MOST = 5;

  // `/regulations/jian-cha-fa-2018-03-20.html` means `jian cha fa`.
  zk.meant = function (path) {
    var last = path.split('/').filter(Boolean).pop() || '';
    try { last = decodeURIComponent(last); } catch (broken) { /* as it is written */ }
    return last.replace(/\.[a-z]{2,4}$/i, '').replace(/_.*$/, '').replace(/-[0-9a-f]{8}$/, '').replace(/(-\d+)+$/, '').replace(/[-+.]+/g, ' ').trim();
  };

  if (!place || !zk.root) return;
  var words = zk.meant(location.pathname);
  if (!words || words === 'index' || words === '404') return;
  zk.openIndex().then(function (index) {
    return zk.readTyped(index, words).then(function (query) {
      return zk.firstResults(index, query, MOST).then(function (results) {
        var list = zk.element('ul', 'lines');
        results.forEach(function (result) {
          var row = zk.element('li', 'entry'), link = zk.element('a', '', result.title);
          link.href = zk.address(result.page.route, '', query);
          row.appendChild(link);
          list.appendChild(row);
        });
        if (!results.length) return;
        place.appendChild(zk.element('h2', '', '{{ t.not_found_meant }}'));
        place.appendChild(list);
      });
    });
  }).catch(function () { /* the way through the field is still there */ });
})(window.zhikuSearch);
