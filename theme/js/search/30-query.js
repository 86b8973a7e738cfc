// Reading what was typed: FORMAT.md, section 9.
(function (zk) {
  'use strict';

  var LONGEST_WORD = 64;

  // Groups, required and excluded keys, filters; `isFacet` knows labels and names of facets.
  zk.readQuery = function (typed, isFacet) {
    var query = { groups: [], required: [], excluded: [], filters: [] };
    typed.split(/["＂]/).forEach(function (part, index) {
      if (index % 2) {
        var required = zk.key(part);
        if (required) {
          query.required.push(required);
          query.groups.push(part.trim());
        }
        return;
      }
      part.split(/[\s\u0085]+/).filter(Boolean).forEach(function (group) { readGroup(query, group, isFacet); });
    });
    return query;
  };

  function readGroup(query, group, isFacet) {
    if (/^[-－−]/.test(group)) {
      var excluded = zk.key(group.slice(1));
      if (excluded) query.excluded.push(excluded);
      return;
    }
    var colon = group.search(/[:：]/);
    if (colon > 0 && colon < group.length - 1 && isFacet(group.slice(0, colon))) {
      query.filters.push([group.slice(0, colon), group.slice(colon + 1)]);
      return;
    }
    query.groups.push(group);
  }

  // The terms that groups of words ask for, and the ideographs that stand alone.
  zk.askedTerms = function (groups) {
    var asked = { terms: [], prefixes: [], open: [] };
    function add(term) { if (asked.terms.indexOf(term) < 0) asked.terms.push(term); }
    groups.forEach(function (group) {
      var article = '', at = 0;
      var kept = keptOf(group, function (term) { add(article = term); });
      if (article && kept[kept.length - 1].inArticle) addOpen(asked.open, article, false, true);
      while (at < kept.length) {
        var start = at;
        if (kept[at].type === zk.LETTER) {
          while (at < kept.length && kept[at].type === zk.LETTER && (at === start || !kept[at].divided) &&
            at - start < LONGEST_WORD) at++;
          if (kept[start].inArticle) continue;
          add(text(kept.slice(start, at)));
          addOpen(asked.open, text(kept.slice(start, at)), start === 0, at === kept.length);
        } else {
          while (at < kept.length && kept[at].type === zk.IDEOGRAPH) at++;
          addRun(kept.slice(start, at), at === kept.length, add, asked.prefixes);
        }
      }
    });
    return asked;
  };

  // A term at the end of a group may be part of a longer one.
  function addOpen(open, term, before, after) {
    if (!before && !after) return;
    var known = open.filter(function (one) { return one.term === term; })[0];
    if (!known) open.push({ term: term, before: before, after: after });
    else {
      known.before = known.before || before;
      known.after = known.after || after;
    }
  }

  // The first and the last term that can fit an open one.
  zk.openRange = function (open) {
    var article = open.term[0] === '#' ? open.term.split('-')[0] : '';
    return article ? [article, article + '-:'] : ['0', '\u2fff'];
  };

  // Whether a term of the index can be what the text holds where an open one was asked for.
  zk.openFits = function (open, term) {
    if (open.term[0] === '#') {
      var own = open.term.split('-'), other = term.split('-');
      return other[0] === own[0] && (other.length === 1 || !own[1] || other[1].indexOf(own[1]) === 0);
    }
    if (open.before) return open.after ? term.indexOf(open.term) >= 0 : term.endsWith(open.term);
    return open.after ? term.startsWith(open.term) : term === open.term;
  };

  function addRun(run, last, add, prefixes) {
    for (var i = 0; i + 1 < run.length; i++) {
      if (!run[i].inArticle) add(text(run.slice(i, i + 2)));
    }
    var end = run[run.length - 1];
    if (end.inArticle) return;
    if (!last) add(end.c);
    else if (run.length === 1 && prefixes.indexOf(end.c) < 0) prefixes.push(end.c);
  }

  function text(kept) {
    return kept.map(function (one) { return one.c; }).join('');
  }

  function keptOf(group, add) {
    var chars = zk.foldMapped(group).chars, kept = [], divided = false, articleEnd = 0;
    chars.forEach(function (c, at) {
      var article = c === '第' ? zk.articleAt(chars, at) : null;
      if (article) {
        add(zk.articleTerm(article.number, article.suffix));
        articleEnd = at + article.length;
      }
      var type = zk.classOf(c);
      if (type === zk.OTHER) {
        divided = true;
        return;
      }
      kept.push({ c: c, type: type, divided: divided, inArticle: at < articleEnd });
      divided = false;
    });
    return kept;
  }

  // Every term of a text, in order, repeats included: what the index was written from.
  zk.termsOf = function (source) {
    var chars = zk.foldMapped(source).chars, terms = [], waiting = '', word = '', length = 0;
    function endWord() { if (word) terms.push(word); word = ''; length = 0; }
    function endIdeograph() { if (waiting) terms.push(waiting); waiting = ''; }
    chars.forEach(function (c, at) {
      var article = c === '第' ? zk.articleAt(chars, at) : null, type = zk.classOf(c);
      if (article) terms.push(zk.articleTerm(article.number, article.suffix));
      if (type === zk.IDEOGRAPH) {
        endWord();
        if (waiting) terms.push(waiting + c);
        waiting = c;
      } else if (type === zk.LETTER) {
        endIdeograph();
        if (length === LONGEST_WORD) endWord();
        word += c;
        length++;
      } else endWord();
    });
    endWord();
    endIdeograph();
    return terms;
  };
})(window.zhikuSearch);
