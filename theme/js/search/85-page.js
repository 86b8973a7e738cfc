// The full page of results: facets, sorting, the state in the address.
(function (zk) {
  'use strict';
  if (typeof document === 'undefined') return;
  var root = document.querySelector('[data-search-page]');
  if (!root) return;

  var STEP = 10, LOOSE = 100, NEAREST = 5, VALUES = 8;
  var form = root.querySelector('form'), input = form.querySelector('input'), status = root.querySelector('[role=status]');
  var results = root.querySelector('.results'), facets = root.querySelector('.facets'), sort = root.querySelector('select');
  var inside = root.querySelector('.inside'), more = root.querySelector('button.more'), fold = root.querySelector('.fold'), asked = 0, composing = false, shown = STEP;
  zk.root = root.getAttribute('data-root') || '';

  // The state: words, sorting, values by facet. It stands behind # so that it works from a disk too.
  function readState() {
    var address = location.hash.length > 1 ? location.hash.slice(1) : location.search.slice(1);
    var state = { q: '', sort: '', facets: {} };
    new URLSearchParams(address).forEach(function (value, key) {
      if (key === 'q') state.q = value;
      else if (key === 'sort') state.sort = value;
      else (state.facets[key] = state.facets[key] || []).push(value);
    });
    return state;
  }

  function writeState(state) {
    var address = new URLSearchParams();
    address.append('q', state.q);
    if (state.sort) address.append('sort', state.sort);
    Object.keys(state.facets).sort().forEach(function (name) {
      state.facets[name].forEach(function (value) { address.append(name, value); });
    });
    var hash = '#' + address.toString();
    if (hash === location.hash) run();
    else location.hash = hash;
  }

  function chosen(state) {
    var filters = [];
    Object.keys(state.facets).forEach(function (name) {
      if (zk.INSIDE.indexOf(name) < 0) state.facets[name].forEach(function (value) { filters.push([name, value]); });
    });
    return filters;
  }

  // Filters that were typed are those of the facets: what `类型:案例` says is ticked there too.
  function takeFilters(state, query, details) {
    state.typed = {};
    query.filters = query.filters.filter(function (filter) {
      var facet = details.facets.filter(function (one) { return one.name === filter[0] || one.label === filter[0]; })[0];
      if (!facet) return true;
      var own = state.facets[facet.name] = state.facets[facet.name] || [];
      if (own.indexOf(filter[1]) < 0) own.push(filter[1]);
      (state.typed[facet.name] = state.typed[facet.name] || []).push(filter);
      return false;
    });
    (state.facets['in'] || []).forEach(function (name) { query.filters.push(['in', name]); });
  }

  // Which page the search is kept inside, with a way out.
  function showInside(state) {
    inside.textContent = '';
    inside.hidden = !state.facets['in'];
    if (inside.hidden) return;
    inside.appendChild(zk.element('span', '', zk.say(root, 'inside', { name: state.facets['in'].join('、') })));
    var out = zk.element('button', '', zk.say(root, 'everywhere'));
    out.type = 'button';
    out.addEventListener('click', function () {
      state = readState();
      delete state.facets['in'];
      writeState(state);
    });
    inside.appendChild(out);
  }

  function run() {
    var state = readState(), ticket = ++asked;
    input.value = state.q;
    sort.value = state.sort || 'relevance';
    results.textContent = '';
    facets.textContent = '';
    fold.hidden = true;
    more.hidden = true;
    showInside(state);
    if (!state.q.trim()) {
      status.textContent = '';
      return;
    }
    status.textContent = zk.say(root, 'busy');
    zk.openIndex().then(function (index) {
      return Promise.all([zk.readTyped(index, state.q), zk.openDetails(index)]).then(function (read) {
        takeFilters(state, read[0], read[1]);
        return zk.readingsFor(index, read[0]).then(function (readings) {
          return zk.search(index, read[0], readings);
        }).then(function (hits) {
          if (ticket === asked) return show(index, read[1], read[0], state, hits, ticket);
        });
      });
    }).catch(function (error) { if (ticket === asked) fail(error); });
  }

  function fail(error) {
    status.textContent = zk.say(root, 'failed', { file: error.path || error.message });
    var again = zk.element('button', 'again', zk.say(root, 'again'));
    again.type = 'button';
    again.addEventListener('click', run);
    results.textContent = '';
    results.appendChild(again);
  }

  function show(index, details, query, state, hits, ticket) {
    var strict = hits.filter(function (hit) { return hit.tier < zk.SOME; });
    var pages = zk.groupHits(strict.length ? strict : hits);
    if (!strict.length) pages = pages.slice(0, LOOSE);
    showFacets(details, state, pages);
    var filters = chosen(state);
    pages = pages.filter(function (result) { return zk.passes(details, result.page, filters); });
    sorted(index, details, pages, state.sort);
    if (!pages.length) return nothing(index, query, state);
    status.textContent = zk.say(root, strict.length ? 'count' : 'loose', { n: pages.length, words: state.q });
    shown = STEP;
    return append(index, query, pages, 0, ticket);
  }

  function sorted(index, details, pages, by) {
    if (by !== 'date' && by !== 'number') return;
    pages.forEach(function (result, at) { result.at = at; });
    pages.sort(function (a, b) {
      var x = by === 'date' ? details.dates[b.page] : index.pages[a.page].docNo || '\uffff';
      var y = by === 'date' ? details.dates[a.page] : index.pages[b.page].docNo || '\uffff';
      return x < y ? -1 : x > y ? 1 : a.at - b.at;
    });
  }

  // Says what was searched and under which limits, and offers to drop them, and near titles.
  function nothing(index, query, state) {
    var limits = chosen(state).map(function (filter) { return filter[1]; }).concat(state.facets['in'] || []);
    status.textContent = zk.say(root, limits.length ? 'limited' : 'none', { words: state.q, limits: limits.join('、'), n: index.pages.length });
    if (limits.length) {
      var widen = zk.element('button', 'again', zk.say(root, 'widen'));
      widen.type = 'button';
      widen.addEventListener('click', function () {
        Object.keys(state.typed).forEach(function (name) { state.q = without(state.q, state.typed[name]); });
        writeState({ q: state.q, sort: state.sort, facets: {} });
      });
      results.appendChild(widen);
    }
    var near = zk.nearestNames(index, query.groups.join(' ')).slice(0, NEAREST);
    if (!near.length) return Promise.resolve();
    results.appendChild(zk.element('li', 'nearest', zk.say(root, 'nearest')));
    return append(index, query, near.map(function (page) { return { page: page, units: [] }; }), 0, asked);
  }

  function append(index, query, pages, from, ticket) {
    var part = pages.slice(from, from + STEP);
    return Promise.all(part.map(function (result) { return zk.loadResult(index, result, 3); })).then(function (loaded) {
      if (ticket !== asked) return;
      loaded.forEach(function (result) { results.appendChild(item(result, query)); });
      more.hidden = from + STEP >= pages.length;
      more.onclick = function () {
        append(index, query, pages, from + STEP, ticket).catch(fail);
      };
    });
  }

  function item(result, query) {
    var entry = zk.element('li', 'result'), heading = zk.element('h2'), link = zk.element('a');
    link.href = zk.address(result.page.route, '', query);
    zk.appendMarked(link, result.title, zk.marksOf(result.title, query));
    heading.appendChild(link);
    entry.appendChild(heading);
    var about = [result.page.standing, result.page.edition].filter(Boolean).join(' ');
    if (about) entry.appendChild(zk.element('p', result.superseded ? 'standing old' : 'standing', about));
    if (result.whole) return entry;
    var units = zk.element('ul', 'units');
    result.texts.forEach(function (unit) {
      var line = zk.element('li'), to = zk.element('a', 'snippet'), snippet = zk.snippet(unit.text, query);
      to.href = zk.address(result.page.route, unit.anchor, query);
      if (unit.headings.length) to.appendChild(zk.element('span', 'headings', unit.headings.join(' › ') + ' '));
      zk.appendMarked(to, snippet.text, snippet.marks);
      line.appendChild(to);
      units.appendChild(line);
    });
    entry.appendChild(units);
    return entry;
  }

  // On a narrow screen the facets are folded away until they are asked for.
  fold.addEventListener('click', function () {
    fold.setAttribute('aria-expanded', String(facets.classList.toggle('unfolded')));
  });

  // Counts of a facet hold under the filters of all the others.
  function showFacets(details, state, pages) {
    details.facets.forEach(function (facet) {
      var own = state.facets[facet.name] || [];
      var others = chosen(state).filter(function (filter) { return filter[0] !== facet.name; });
      var counts = facet.values.map(function () { return 0; });
      pages.forEach(function (result) {
        if (!zk.passes(details, result.page, others)) return;
        facet.pages[result.page].forEach(function (value) { counts[value]++; });
      });
      var any = counts.some(Boolean);
      if (!any && !own.length) return;
      var set = zk.element('fieldset');
      set.appendChild(zk.element('legend', '', facet.label));
      var shown = facet.values.map(function (value, at) { return at; }).filter(function (at) {
        return counts[at] || own.indexOf(facet.values[at]) >= 0;
      });
      var first = foremost(shown, counts, facet.values, own);
      shown.forEach(function (at) {
        var value = facet.values[at], label = zk.element('label', first.indexOf(at) < 0 ? 'rest' : ''), box = document.createElement('input');
        box.type = 'checkbox';
        box.checked = own.indexOf(value) >= 0;
        box.addEventListener('change', function () { toggle(facet.name, value, box.checked, state.typed[facet.name]); });
        label.appendChild(box);
        label.appendChild(zk.element('span', '', value));
        label.appendChild(zk.element('span', 'count', String(counts[at])));
        set.appendChild(label);
      });
      if (first.length < shown.length) set.appendChild(opener(set, shown.length - first.length));
      facets.appendChild(set);
    });
    var limits = chosen(state).length;
    fold.textContent = zk.say(root, 'facets') + (limits ? ' ' + limits : '');
    fold.hidden = !facets.firstChild;
  }

  // The values that are shown at once: all of a few, of many the chosen and the most frequent.
  function foremost(shown, counts, values, own) {
    function weight(at) { return own.indexOf(values[at]) >= 0 ? Infinity : counts[at]; }
    if (shown.length <= VALUES + 1) return shown;
    return shown.slice().sort(function (a, b) { return weight(a) < weight(b) ? 1 : weight(a) > weight(b) ? -1 : a - b; }).slice(0, VALUES);
  }

  // Shows the rest of the values, and goes on there.
  function opener(set, count) {
    var button = zk.element('button', 'rest-of', zk.say(root, 'values', { n: count }));
    button.type = 'button';
    button.addEventListener('click', function () {
      set.className = 'whole';
      set.removeChild(button);
      set.querySelector('.rest input').focus();
    });
    return button;
  }

  // The words without filters that were typed among them.
  function without(words, filters) {
    return filters.reduce(function (rest, filter) {
      return rest.split(/\s+/).filter(function (group) { return group.replace('：', ':') !== filter.join(':'); }).join(' ');
    }, words);
  }

  function toggle(name, value, on, typed) {
    var state = readState();
    if (!on) state.q = without(state.q, (typed || []).filter(function (filter) { return filter[1] === value; }));
    var values = (state.facets[name] || []).filter(function (one) { return one !== value; });
    if (on) values.push(value);
    state.facets[name] = values;
    writeState(state);
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (composing) return;
    var state = readState();
    state.q = input.value.trim();
    writeState(state);
  });
  input.addEventListener('compositionstart', function () { composing = true; });
  input.addEventListener('compositionend', function () { composing = false; });
  input.addEventListener('focus', function () { zk.openIndex().catch(function () {}); });
  sort.addEventListener('change', function () {
    var state = readState();
    state.sort = sort.value === 'relevance' ? '' : sort.value;
    writeState(state);
  });
  window.addEventListener('hashchange', run);
  run();
  if (!input.value) input.focus();
})(window.zhikuSearch);
