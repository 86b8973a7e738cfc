// Scores, tiers and the order of results: FORMAT.md, sections 11 and 12.
(function (zk) {
  'use strict';

  var round = Math.fround;
  var K1 = round(1.2), B = round(0.75);
  var WITNESSES = 20, MEAN = 0.9, COVERAGE = 0.9, OVERLAP = 0.5, REPEATED = 0.7;
  var CHECKED = 6, CHECKED_CLOSELY = 12, HEAD = 10, SIFTED = 400, SOME_UNITS = 2000;
  var NAMED = 0, WITHIN = 1, EXACT = 2, ALL = 3, NEARLY = 4, SOME = 5;
  zk.SOME = SOME;

  // Lengths that the classes 0 to 255 stand for: exact to 40, then ever wider steps.
  function classLength(id) {
    if (id <= 40) return id;
    var step = Math.floor((id - 40) / 8), length = 40, i;
    for (i = 0; i < step; i++) length += 8 * Math.pow(2, i + 1);
    return length + (id - 40 - step * 8) * Math.pow(2, step + 1);
  }

  function parts(all, total) {
    var average = round(round(total) / round(all)), parts = new Float32Array(256);
    for (var id = 0; id < 256; id++) {
      parts[id] = round(K1 * round(round(1 - B) + round(round(B * round(classLength(id))) / average)));
    }
    return parts;
  }

  function lengthsOf(index, terms) {
    return terms.parts || (terms.parts = parts(index.units.length, terms.total));
  }

  // What a term that `units` of `all` units hold adds to one that holds it `count` times.
  zk.bm25 = function (all, total, units, length, count) {
    var weight = round(rarity(all, units) * round(1 + K1));
    return round(weight * round(count / round(count + parts(all, total)[length])));
  };

  function rarity(all, units) {
    var odds = round(round(round(all - units) + 0.5) / round(round(units) + 0.5));
    return round(Math.log(round(1 + odds)));
  }

  // Adds up terms, each with the postings of its units; gives sums and numbers of terms by unit.
  function scoreUnits(index, terms, asked, lists) {
    var all = index.units.length, parts = lengthsOf(index, terms), lengths = terms.lengths, pageOf = index.units;
    var sums = new Float64Array(all), matched = new Uint16Array(all);
    var holds = new Uint32Array(all);
    var repeated = new Float64Array(all), latest = new Float64Array(all), latestAt = new Uint16Array(all);
    var coverage = new Float64Array(index.pages.length), before = new Float64Array(index.pages.length), last = '';
    lists.forEach(function (list, at) {
      var rare = rarity(all, list.units.length), weight = round(rare * round(1 + K1)), root = Math.sqrt(rare);
      var best = new Float64Array(index.pages.length), i;
      var chars = Array.from(asked[at]), overlaps = last && chars[0] === last, units = list.units, counts = list.counts;
      for (i = 0; i < units.length; i++) {
        var unit = units[i], count = counts[i], page = pageOf[unit];
        var score = round(weight * round(count / round(count + parts[lengths[unit]]))) / root;
        sums[unit] += score;
        matched[unit]++;
        if (at < 32) holds[unit] |= 1 << at;
        if (overlaps && latestAt[unit] === at) repeated[unit] += REPEATED * Math.min(score, latest[unit]);
        latest[unit] = score;
        latestAt[unit] = at + 1;
        if (best[page] < score) best[page] = score;
      }
      var share = overlaps ? OVERLAP : 0;
      for (i = 0; i < best.length; i++) coverage[i] += best[i] - share * Math.min(best[i], before[i]);
      before = best;
      last = chars[chars.length - 1];
    });
    var held = 0;
    index.pages.forEach(function (page) {
      var best = [], mean = 0, i;
      for (i = page.first; i < page.first + page.units; i++) if (matched[i]) best.push(sums[i] - repeated[i]);
      held += best.length;
      if (best.length > WITNESSES) best = Array.from(Float64Array.from(best).sort()).reverse();
      else best.sort(function (a, b) { return b - a; });
      for (i = 0; i < best.length && i < WITNESSES; i++) mean += best[i];
      var evidence = MEAN * (mean / WITNESSES) + COVERAGE * coverage[page.id];
      for (i = page.first; i < page.first + page.units; i++) if (matched[i]) sums[i] += evidence;
    });
    return { sums: sums, matched: matched, holds: holds, held: held, wanted: asked.length };
  }

  // Scores of all units that hold any of the terms, or of the prefixes when there are none.
  function scored(index, terms, asked) {
    var kept = keptTerms(terms, asked.terms);
    if (!kept.length) return scoredBy(index, terms, asked.prefixes, true);
    return scoredBy(index, terms, kept, false).then(function (result) {
      return result.held || kept.length === asked.terms.length ? result : scoredBy(index, terms, asked.terms, false);
    });
  }

  function scoredBy(index, terms, wanted, prefixes) {
    return Promise.all(wanted.map(function (term) {
      return !prefixes ? zk.postings(terms, term) : zk.termsBetween(terms, term, term + '\u{10ffff}').then(function (spellings) {
        return zk.postingsOfAny(terms, spellings, index.units.length);
      });
    })).then(function (lists) {
      return scoreUnits(index, terms, wanted, lists);
    });
  }

  // Scores of the units that hold all terms where those at the ends of words are parts of longer
  // ones; null where no term of the index is longer.
  function scoredParts(index, terms, asked) {
    var kept = keptTerms(terms, asked.terms), open = asked.open.filter(function (one) { return kept.indexOf(one.term) >= 0; });
    return Promise.all(open.map(function (one) {
      var range = zk.openRange(one);
      return zk.termsBetween(terms, range[0], range[1]).then(function (found) {
        return found.filter(function (term) { return zk.openFits(one, term); });
      });
    })).then(function (spellings) {
      var longer = {};
      open.forEach(function (one, at) {
        if (spellings[at].some(function (term) { return term !== one.term; })) longer[one.term] = spellings[at];
      });
      if (!Object.keys(longer).length) return null;
      return Promise.all(kept.map(function (term) {
        return longer.hasOwnProperty(term) ? zk.postingsOfAny(terms, longer[term], index.units.length) : zk.postings(terms, term);
      })).then(function (lists) { return scoreUnits(index, terms, kept, lists); });
    });
  }

  // The terms without those that stand nearly everywhere, unless there are no others.
  function keptTerms(terms, asked) {
    var rare = asked.filter(function (term) { return !terms.common.has(term); });
    return rare.length ? rare : asked;
  }

  // Results of the names alone: what a reader sees before any term is loaded.
  zk.searchNames = function (index, query, readings) {
    var hits = [];
    zk.findNames(index, query.groups.join(' '), readings).forEach(function (named) {
      var unit = null;
      if (named.article) {
        unit = articleUnit(index, named.page, named.article);
        if (unit === null) return;
      }
      hits.push({ page: named.page, unit: unit, tier: named.grade >= zk.MENTIONED ? NEARLY : NAMED, score: 0,
        grade: named.grade });
    });
    return hits;
  };

  function articleUnit(index, page, article) {
    var of = index.pages[page];
    for (var unit = of.first; unit < of.first + of.units; unit++) {
      var own = index.articles[unit];
      if (own && own[0] === article[0] && own[1] === article[1]) return unit;
    }
    return null;
  }

  // All results of a query, best first: {page, unit or null, tier, score}.
  zk.search = function (index, query, readings) {
    var named = zk.searchNames(index, query, readings);
    return zk.openTerms(index).then(function (terms) {
      return unitHits(index, terms, query);
    }).then(function (units) {
      var first = named.filter(function (hit) { return hit.tier === NAMED; });
      var nearly = named.filter(function (hit) { return hit.tier === NEARLY; });
      var strict = units.filter(function (hit) { return hit.tier < NEARLY; });
      var hits = first.concat(strict, nearly, units.filter(function (hit) { return hit.tier > NEARLY; }));
      var seen = new Set();
      hits = hits.filter(function (hit) {
        var id = hit.page + ':' + hit.unit;
        return !seen.has(id) && seen.add(id);
      });
      var inside = query.filters.filter(isInside);
      if (inside.length) {
        var pages = new Set();
        inside.forEach(function (filter) { zk.exactName(index, filter[1]).forEach(function (page) { pages.add(page); }); });
        hits = hits.filter(function (hit) { return pages.has(hit.page); });
      }
      return query.filters.length > inside.length ? zk.openDetails(index).then(function (details) {
        return hits.filter(function (hit) { return zk.passes(details, hit.page, query.filters); });
      }) : hits;
    }).then(function (hits) { return sift(index, hits, query); }).then(spread);
  };

  // Filters that limit a query to the pages of a name.
  zk.INSIDE = ['规章', 'in'];

  function isInside(filter) { return zk.INSIDE.indexOf(filter[0]) >= 0; }

  function unitHits(index, terms, query) {
    var own = askedArticle(query);
    var asked = zk.askedTerms(query.groups);
    return Promise.all([scored(index, terms, asked), scoredParts(index, terms, asked)]).then(function (both) {
      var result = both[0], wanted = result.wanted, matched = result.matched, all = [], parts = [], some = [], as = both[1];
      var least = leastOf(result, as);
      for (var unit = 0; unit < matched.length; unit++) {
        if (as && as.matched[unit] === as.wanted && matched[unit] !== wanted) {
          parts.push({ unit: unit, score: as.sums[unit] });
          continue;
        }
        if (!matched[unit]) continue;
        if (matched[unit] === wanted) all.push({ unit: unit, score: result.sums[unit] });
        else if (result.sums[unit] >= least || (own && !isOther({ unit: unit }))) some.push({ unit: unit, score: result.sums[unit] });
      }
      function isOther(one) {
        var article = index.articles[one.unit];
        return own && !(article && article[0] === own.number && article[1] === own.suffix) ? 1 : 0;
      }
      [all, parts, some].forEach(function (tier) {
        tier.sort(function (a, b) { return isOther(a) - isOther(b) || b.score - a.score || a.unit - b.unit; });
      });
      some = some.slice(0, SOME_UNITS);
      var candidates = all.length ? all : parts.length ? parts : some.filter(function (one) {
        return bits(result.holds[one.unit] | result.holds[one.unit + 1]) + 1 >= Math.min(wanted, 32);
      });
      return exactOf(index, candidates.slice(0, checked(query.groups)), query.groups, wanted).then(function (exact) {
        var taken = new Set(exact.map(function (one) { return one.unit; }));
        function left(one) { return !taken.has(one.unit); }
        var hits = [];
        [[EXACT, exact], [ALL, all.filter(left)], [ALL, parts.filter(left)], [SOME, some.filter(left)]].forEach(function (tier) {
          editionsInOrder(index, tier[1]).forEach(function (one) {
            hits.push({ page: index.units[one.unit], unit: one.unit, tier: tier[0], score: one.score });
          });
        });
        return within(index, terms, query, hits);
      });
    });
  }

  function bits(number) {
    for (var count = 0; number; number &= number - 1) count++;
    return count;
  }

  // The score below which no unit with some of the terms is among the first that are kept.
  function leastOf(result, as) {
    var scores = new Float64Array(result.held), count = 0;
    for (var unit = 0; unit < result.matched.length; unit++) {
      if (as && as.matched[unit] === as.wanted) continue;
      if (result.matched[unit] && result.matched[unit] !== result.wanted) scores[count++] = result.sums[unit];
    }
    return count > SOME_UNITS ? scores.slice(0, count).sort()[count - SOME_UNITS] : 0;
  }

  function askedArticle(query) {
    var chars = Array.from(query.groups.map(zk.key).join('')), article = zk.articleAt(chars, 0);
    return article && article.length === chars.length ? article : null;
  }

  // The candidates that hold the words as typed, those with the same punctuation first.
  function exactOf(index, candidates, groups, wanted) {
    var keys = groups.map(zk.key).filter(Boolean), spellings = groups.map(zk.spelling);
    var plain = groups.length === 1 && keys[0] === spellings[0];
    if (!keys.length || wanted < 1 || (plain && wanted === 1)) return Promise.resolve([]);
    return Promise.all(candidates.map(function (one) {
      return zk.text(index, one.unit).then(function (unit) {
        var text = fieldText(unit), page = index.pages[index.units[one.unit]];
        if (holds(zk.spelling(text), spellings)) return 2;
        if (holds(zk.key(text), keys)) return 1;
        if (one.unit + 1 >= page.first + page.units) return 0;
        return zk.text(index, one.unit + 1).then(function (next) {
          return holds(zk.key(text) + zk.key(next.text), keys) ? 1 : 0;
        });
      });
    })).then(function (grades) {
      function graded(grade) { return candidates.filter(function (one, at) { return grades[at] === grade; }); }
      return graded(2).concat(graded(1));
    });
  }

  function checked(groups) {
    return groups.every(function (group) { return zk.key(group) === zk.spelling(group); }) ? CHECKED : CHECKED_CLOSELY;
  }

  function holds(text, words) {
    return words.every(function (word) { return text.indexOf(word) >= 0; });
  }

  function fieldText(unit) {
    return unit.headings.concat([unit.text]).join('\n');
  }

  // Within a tier, an edition that was superseded waits for the one in force.
  function editionsInOrder(index, list) {
    var expected = new Set(), waiting = {}, ordered = [];
    function pageOf(one) { return index.pages[index.units[one.unit]]; }
    list.forEach(function (one) {
      var page = pageOf(one);
      if (page.work && !page.superseded) expected.add(page.work);
    });
    list.forEach(function (one) {
      var page = pageOf(one);
      if (page.superseded && expected.has(page.work)) {
        (waiting[page.work] = waiting[page.work] || []).push(one);
        return;
      }
      ordered.push(one);
      if (!page.superseded && expected.delete(page.work)) ordered = ordered.concat(waiting[page.work] || []);
    });
    return ordered;
  }

  // Brings forward the units of pages that one group of the query names, by the other groups.
  function within(index, terms, query, hits) {
    for (var at = 0; at < query.groups.length && query.groups.length > 1; at++) {
      var pages = new Set(zk.exactName(index, query.groups[at]));
      if (pages.size) return bring(index, terms, query, hits, pages, at);
    }
    return hits;
  }

  function bring(index, terms, query, hits, pages, at) {
    var others = query.groups.filter(function (group, other) { return other !== at; });
    var wanted = keptTerms(terms, zk.askedTerms(others).terms);
    return Promise.all(wanted.map(function (term) { return zk.postings(terms, term); })).then(function (lists) {
      var matched = {};
      lists.forEach(function (list) {
        for (var i = 0; i < list.units.length; i++) matched[list.units[i]] = (matched[list.units[i]] || 0) + 1;
      });
      hits.forEach(function (hit, place) {
        hit.place = place;
        if (pages.has(hit.page) && wanted.length && matched[hit.unit] === wanted.length) hit.tier = WITHIN;
      });
      return hits.sort(function (a, b) { return a.tier - b.tier || a.place - b.place; });
    });
  }

  // Keeps what holds all required and no excluded strings.
  function sift(index, hits, query) {
    if (!query.required.length && !query.excluded.length) return hits;
    hits = hits.slice(0, SIFTED);
    return Promise.all(hits.map(function (hit) {
      if (hit.unit === null) return zk.key(index.pages[hit.page].title);
      return zk.text(index, hit.unit).then(function (unit) { return zk.key(fieldText(unit)); });
    })).then(function (keys) {
      return hits.filter(function (hit, at) {
        return holds(keys[at], query.required) && !query.excluded.some(function (excluded) {
          return keys[at].indexOf(excluded) >= 0;
        });
      });
    });
  }

  // After the first results the best unit of each further page stands before pages already seen.
  function spread(hits) {
    var seen = new Set(), first = [], rest = [];
    hits.forEach(function (hit) {
      var isNew = !seen.has(hit.page);
      seen.add(hit.page);
      (isNew || first.length < HEAD ? first : rest).push(hit);
    });
    return first.concat(rest);
  }

  // Whether a page passes all filters: of each facet asked for, at least one of the values.
  zk.passes = function (details, page, filters) {
    return details.facets.every(function (facet) {
      var asked = filters.filter(function (filter) { return filter[0] === facet.name || filter[0] === facet.label; });
      return !asked.length || asked.some(function (filter) {
        return facet.pages[page].some(function (value) { return facet.values[value] === filter[1]; });
      });
    });
  };
})(window.zhikuSearch);
