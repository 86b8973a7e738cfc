// From hits to what a reader sees: pages with their best units, snippets, marks.
(function (zk) {
  'use strict';

  var SNIPPET = 110, BEFORE = 24, WHOLE = 12, UNITS = 3, SURE = 3;

  // Ranges [start, end) of a text that match the query: whole words where they stand, else terms.
  zk.marksOf = function (text, query) {
    var folded = zk.foldMapped(text), kept = [], string = '';
    folded.chars.forEach(function (c, at) {
      if (zk.classOf(c) === zk.OTHER) return;
      for (var i = 0; i < c.length; i++) kept.push(at);
      string += c;
    });
    var ranges = [];
    query.names.forEach(function (name) { findAll(string, name, ranges); });
    var rest = query.words.filter(function (word) { return !findAll(string, word, ranges); });
    zk.askedTerms(rest).terms.forEach(function (term) { if (term.length > 1) findAll(string, term, ranges); });
    var marks = ranges.map(function (range) {
      return [folded.sources[kept[range[0]]], folded.sources[kept[range[1] - 1] + 1]];
    });
    folded.chars.forEach(function (c, at) {
      var article = c === '第' ? zk.articleAt(folded.chars, at) : null;
      if (article && query.articles.indexOf(zk.articleTerm(article.number, article.suffix)) >= 0) {
        marks.push([folded.sources[at], folded.sources[at + article.length]]);
      }
    });
    return merge(marks);
  };

  function findAll(string, word, ranges) {
    var at = string.indexOf(word), first = at;
    for (; at >= 0; at = string.indexOf(word, at + 1)) ranges.push([at, at + word.length]);
    return first >= 0;
  }

  function merge(marks) {
    var merged = [];
    marks.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; }).forEach(function (mark) {
      var last = merged[merged.length - 1];
      if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
      else merged.push([mark[0], mark[1]]);
    });
    return merged;
  }

  // The query with what is to be marked: words, or else their terms; whole names; article numbers,
  // however they were written.
  zk.forMarks = function (query) {
    query.words = [];
    query.names = [];
    query.articles = [];
    query.groups.map(zk.key).concat(query.required).filter(Boolean).forEach(function (word) {
      var chars = Array.from(word), whole = zk.articleAt(chars, 0), split = zk.splitReference(word);
      if (whole && whole.length === chars.length) query.articles.push(zk.articleTerm(whole.number, whole.suffix));
      else if (split) {
        query.articles.push(zk.articleTerm(split.article[0], split.article[1]));
        if (!/^[a-z]*$/.test(split.name)) query.names.push(split.name);
      } else query.words.push(word);
    });
    zk.askedTerms(query.groups).terms.forEach(function (term) { if (term[0] === '#') query.articles.push(term); });
    return query;
  };

  // Appends a text with its marks as elements.
  zk.appendMarked = function (parent, text, marks) {
    var at = 0;
    marks.forEach(function (mark) {
      parent.appendChild(document.createTextNode(text.slice(at, mark[0])));
      var element = document.createElement('mark');
      element.textContent = text.slice(mark[0], mark[1]);
      parent.appendChild(element);
      at = mark[1];
    });
    parent.appendChild(document.createTextNode(text.slice(at)));
  };

  // A place near `at` where no number and no Latin word is cut in two.
  function apart(text, at, step) {
    for (var left = WHOLE; left && /\w\w/.test(text.slice(Math.max(at - 1, 0), at + 1)); left--) at += step;
    return at;
  }

  // The part of a text with the most marked characters, and its marks.
  zk.snippet = function (text, query) {
    text = text.replace(/\n/g, ' ');
    var marks = zk.marksOf(text, query), best = 0, most = -1;
    marks.forEach(function (mark) {
      var start = Math.max(0, mark[0] - BEFORE), sum = 0;
      marks.forEach(function (other) {
        if (other[0] >= start && other[1] <= start + SNIPPET) sum += other[1] - other[0];
      });
      if (sum > most) {
        most = sum;
        best = start;
      }
    });
    var end = apart(text, Math.min(best + SNIPPET, text.length), 1), lead;
    best = apart(text, best, -1);
    lead = best ? '…' : '';
    var own = marks.filter(function (mark) { return mark[1] > best && mark[0] < end; }).map(function (mark) {
      return [Math.max(mark[0], best) - best + lead.length, Math.min(mark[1], end) - best + lead.length];
    });
    return { text: lead + text.slice(best, end) + (end < text.length ? '…' : ''), marks: own };
  };

  // Hits by page, in the order of the best of each: {page, units}.
  zk.groupHits = function (hits) {
    var pages = new Map();
    hits.forEach(function (hit) {
      if (!pages.has(hit.page)) pages.set(hit.page, { page: hit.page, tier: hit.tier, units: [] });
      var of = pages.get(hit.page);
      if (hit.unit !== null && of.units.length < UNITS) of.units.push(hit.unit);
    });
    return Array.from(pages.values());
  };

  // Loads what showing a page needs; `limit` units of it.
  zk.loadResult = function (index, result, limit) {
    var units = result.units.slice(0, limit), first = index.pages[result.page].first;
    return Promise.all((units.length ? units : [first]).map(function (unit) {
      return zk.text(index, unit);
    })).then(function (texts) {
      return { page: texts[0].page, title: index.pages[result.page].title, superseded: index.pages[result.page].superseded,
        texts: texts, whole: !units.length };
    });
  };

  // Pages that the box shows.
  zk.SHOWN = 5;

  // The first results of a query, loaded. Where the query is a name, terms are not needed yet.
  zk.firstResults = function (index, query, count) {
    return zk.readingsFor(index, query).then(function (readings) {
      var named = zk.searchNames(index, query, readings);
      var sure = !query.filters.length && !query.required.length && !query.excluded.length &&
        named.some(function (hit) { return hit.grade <= SURE; });
      return sure ? named : zk.search(index, query, readings);
    }).then(function (hits) {
      return Promise.all(zk.groupHits(hits).slice(0, count).map(function (result) {
        return zk.loadResult(index, result, 1);
      }));
    });
  };

  // The address of a unit, with the words to mark there.
  zk.address = function (route, anchor, query) {
    var words = query.groups.join(' ');
    return zk.root + route + (words ? '?hl=' + encodeURIComponent(words) : '') + (anchor ? '#' + anchor : '');
  };

  // An element with a class and perhaps a text.
  zk.element = function (name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // A word of the interface with its places filled.
  zk.say = function (element, name, places) {
    return zk.fill(element.getAttribute('data-' + name) || '', places);
  };

  zk.fill = function (text, places) {
    Object.keys(places || {}).forEach(function (key) { text = text.split('{' + key + '}').join(places[key]); });
    return text;
  };

  // Reads a query with facets of the site known only once they are needed.
  zk.readTyped = function (index, typed) {
    return zk.foldable(index.files, typed).then(function () { return readFolded(index, typed); });
  };

  function readFolded(index, typed) {
    var read = zk.readQuery(typed, function () { return false; });
    if (!read.groups.some(function (group) { return /^[^:：]+[:：]./.test(group); })) return Promise.resolve(zk.forMarks(read));
    return zk.openDetails(index).then(function (details) {
      return zk.forMarks(zk.readQuery(typed, function (name) {
        return zk.INSIDE.indexOf(name) >= 0 || details.facets.some(function (facet) { return facet.name === name || facet.label === name; });
      }));
    });
  }

  // The readings that a query in letters needs.
  zk.readingsFor = function (index, query) {
    return zk.isLetters(query.groups.join('')) ? zk.openPinyin(index) : Promise.resolve(null);
  };
})(window.zhikuSearch);
