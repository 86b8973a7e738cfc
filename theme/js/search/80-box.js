// The search box on every page: a combobox whose list holds the first results.
(function (zk) {
  'use strict';
  if (typeof document === 'undefined') return;

  var WAIT = 160;
  var SAYS = {
    all: '{{ t.search_all }}', none: '{{ t.search_none }}', first: '{{ t.search_first }}',
    failed: '{{ t.search_failed }}', again: '{{ t.search_again }}'
  };

  function start(form) {
    var input = form.querySelector('input'), list = zk.element('ul', 'search-list'), status = zk.element('p', 'sr');
    var active = -1, asked = 0, timer = 0, composing = false, options = [];

    function put(element, attributes) {
      Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    }

    put(input, { id: 'search-box', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-haspopup': 'listbox',
      'aria-controls': 'search-list', title: '{{ t.search_keys }}', autocapitalize: 'off', spellcheck: 'false', 'aria-label': '{{ t.search }}', autocomplete: 'off' });
    put(list, { id: 'search-list', role: 'listbox', 'aria-label': '{{ t.search_results }}', hidden: '' });
    put(status, { role: 'status', 'aria-live': 'polite' });
    form.appendChild(list);
    form.appendChild(status);

    function close() {
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      select(-1);
    }

    function open() {
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
    }

    function select(at) {
      if (options[active]) options[active].setAttribute('aria-selected', 'false');
      active = at;
      if (!options[at]) {
        input.removeAttribute('aria-activedescendant');
        return;
      }
      options[at].setAttribute('aria-selected', 'true');
      options[at].scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', options[at].id);
    }

    function show(items) {
      list.textContent = '';
      options = items.map(function (item, at) {
        var option = zk.element('li');
        option.id = list.id + '-' + at;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.appendChild(item);
        list.appendChild(option);
        return option;
      });
      active = -1;
      input.removeAttribute('aria-activedescendant');
      open();
    }

    function fail(error) {
      var again = zk.element('button', 'again', SAYS.again);
      again.type = 'button';
      again.addEventListener('mousedown', function (event) {
        event.preventDefault();
        run();
      });
      var line = zk.element('span', 'failed', zk.fill(SAYS.failed, { file: error.path || error.message }));
      line.appendChild(again);
      show([line]);
      status.textContent = zk.fill(SAYS.failed, { file: error.path || error.message });
    }

    function run() {
      var typed = input.value.trim(), ticket = ++asked;
      if (!typed) {
        close();
        status.textContent = '';
        return;
      }
      var still = function () { return ticket === asked; };
      zk.openIndex().then(function (index) {
        return zk.readTyped(index, typed).then(function (query) {
          return zk.firstResults(index, query, zk.SHOWN).then(function (results) {
            if (still()) render(results, query);
          });
        });
      }).catch(function (error) { if (still()) fail(error); });
    }

    function render(results, query) {
      var items = results.map(function (result) {
        var unit = result.texts[0], link = zk.element('a');
        link.href = zk.address(result.page.route, result.whole ? '' : unit.anchor, query);
        link.tabIndex = -1;
        var title = zk.element('span', 'title');
        zk.appendMarked(title, result.title, zk.marksOf(result.title, query));
        link.appendChild(title);
        link.appendChild(zk.element('span', result.superseded ? 'standing old' : 'standing',
          [result.page.standing, result.page.edition].filter(Boolean).join(' ')));
        if (unit.text) {
          var snippet = zk.snippet(unit.text, query), text = zk.element('span', 'snippet');
          zk.appendMarked(text, snippet.text, snippet.marks);
          link.appendChild(text);
        }
        return link;
      });
      var all = zk.element('a', 'all', zk.fill(results.length ? SAYS.all : SAYS.none, { words: input.value.trim() }));
      all.href = form.action.split(/[?#]/)[0] + '#q=' + encodeURIComponent(input.value.trim());
      all.tabIndex = -1;
      show(items.concat([all]));
      status.textContent = results.length ? zk.fill(SAYS.first, { n: results.length }) : zk.fill(SAYS.none, { words: input.value.trim() });
    }

    function later() {
      clearTimeout(timer);
      if (!composing) timer = setTimeout(run, WAIT);
    }

    input.addEventListener('focus', function () { zk.openIndex().catch(function () {}); });
    input.addEventListener('input', function (event) { if (!event.isComposing) later(); });
    input.addEventListener('compositionstart', function () {
      composing = true;
      clearTimeout(timer);
    });
    input.addEventListener('compositionend', function () {
      composing = false;
      later();
    });
    input.addEventListener('keydown', function (event) {
      if (composing || event.isComposing || event.keyCode === 229) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (list.hidden) run();
        else select(event.key === 'ArrowDown' ? (active + 1) % options.length : (active > 0 ? active : options.length) - 1);
      } else if (event.key === 'Enter' && options[active] && !list.hidden) {
        event.preventDefault();
        var link = options[active].querySelector('a');
        if (link) link.click();
      } else if (event.key === 'Escape') {
        if (!list.hidden) event.stopPropagation();
        close();
      }
    });
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      if (!composing && input.value.trim()) {
        location.href = form.action.split(/[?#]/)[0] + '#q=' + encodeURIComponent(input.value.trim());
        close();
      }
    });
    document.addEventListener('click', function (event) { if (!form.contains(event.target)) close(); });
    input.addEventListener('blur', function () {
      setTimeout(function () { if (!form.contains(document.activeElement)) close(); }, 150);
    });
    document.addEventListener('keydown', function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      var slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!slash && !((event.ctrlKey || event.metaKey) && (event.key === 'k' || event.key === 'K'))) return;
      event.preventDefault();
      var field = document.querySelector('[data-search-page] input') || input;
      field.focus();
      field.select();
    });
  }

  var form = document.querySelector('form.search');
  if (!form) return;
  zk.root = form.action.replace(/search\.html.*$/, '');
  start(form);
})(window.zhikuSearch);
