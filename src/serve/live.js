/* Live reload: only `zhiku serve` adds it, nothing of it is published. */
(function () {
  'use strict';
  var tag = document.currentScript.getAttribute('data-tag');
  var source = null;
  var panel = null;
  var isSmall = false;
  var KEY = 'zhiku-live-scroll';

  function restore() {
    var stored = null;
    try {
      stored = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch (error) { /* No storage: the page begins at its top. */ }
    if (!stored || stored.path !== location.pathname) { return; }
    // At once, whatever the theme says of scrolling.
    var go = function () { window.scrollTo({ left: stored.x, top: stored.y, behavior: 'instant' }); };
    go();
    window.addEventListener('load', function () {
      go();
      history.scrollRestoration = 'auto';
    });
  }

  function reload() {
    close();
    try {
      var at = { path: location.pathname, x: window.pageXOffset, y: window.pageYOffset };
      sessionStorage.setItem(KEY, JSON.stringify(at));
      history.scrollRestoration = 'manual';
    } catch (error) { /* As above. */ }
    location.reload();
  }

  function restyle(change) {
    tag = change.tag;
    Array.prototype.forEach.call(document.querySelectorAll('link[rel~="stylesheet"]'), function (link) {
      var href = link.getAttribute('href') || '';
      if (href.slice(-change.from.length) !== change.from) { return; }
      var next = link.cloneNode(false);
      next.setAttribute('href', href.slice(0, -change.from.length) + change.to);
      next.addEventListener('load', function () {
        if (link.parentNode) { link.parentNode.removeChild(link); }
      });
      link.parentNode.insertBefore(next, link.nextSibling);
    });
  }

  function add(parent, name, text, style) {
    var element = document.createElement(name);
    if (text) { element.textContent = text; }
    if (style) { element.className = style; }
    parent.appendChild(element);
    return element;
  }

  function addError(list, error, remedy) {
    var item = add(list, 'li');
    var place = [error.path, error.line].filter(Boolean).join('　');
    if (place) { add(item, 'p', place, 'zhiku-live-place'); }
    add(item, 'p', error.code + '　' + error.text);
    if (error.excerpt) {
      var excerpt = add(item, 'pre', error.excerpt[0]);
      add(excerpt, 'mark', error.excerpt[1]);
      excerpt.appendChild(document.createTextNode(error.excerpt[2]));
    }
    add(item, 'p', remedy + '：' + error.help);
  }

  function showErrors(told) {
    if (panel) {
      panel.parentNode.removeChild(panel);
      panel = null;
    }
    if (!told.errors.length) {
      isSmall = false;
      return;
    }
    if (!document.getElementById('zhiku-live-style')) {
      var style = add(document.head, 'link');
      style.id = 'zhiku-live-style';
      style.rel = 'stylesheet';
      style.href = '/_live/live.css';
    }
    panel = add(document.body, 'section');
    panel.id = 'zhiku-live';
    panel.setAttribute('role', 'alert');
    var count = told.errors.length + ' ' + told.count;
    var button = add(panel, 'button', told.hide);
    button.type = 'button';
    add(panel, 'h2', count + '：' + told.title);
    var list = add(panel, 'ol');
    told.errors.slice(0, 20).forEach(function (error) { addError(list, error, told.remedy); });
    var resize = function () {
      panel.className = isSmall ? 'zhiku-live-small' : '';
      button.textContent = isSmall ? count : told.hide;
    };
    button.addEventListener('click', function () {
      isSmall = !isSmall;
      resize();
    });
    resize();
  }

  function close() {
    if (source) { source.close(); }
    source = null;
  }

  // A browser keeps six connections to a server: pages out of sight do without one.
  function follow() {
    if (document.hidden || source) { return; }
    source = new EventSource('/_live/events?page=' + encodeURIComponent(location.pathname) + '&tag=' + tag);
    source.addEventListener('reload', reload);
    source.addEventListener('style', function (event) { restyle(JSON.parse(event.data)); });
    source.addEventListener('errors', function (event) { showErrors(JSON.parse(event.data)); });
    source.onerror = function () {
      // The browser asks again under the old address, which may name an old style.
      close();
      setTimeout(follow, 500);
    };
  }

  restore();
  follow();
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { close(); } else { follow(); }
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', follow);
})();
