// Tables, terms and texts of an index: FORMAT.md, sections 5 to 8.
(function (zk) {
  'use strict';

  var VERSION = '2', NAME = 7;
  var entry = null, terms = null, pinyin = null, details = null;

  function forget(error) { entry = null; throw error; }

  // The entry, the names of pages and the folding; the index is described by what this resolves to.
  zk.openIndex = function () {
    if (!entry) {
      entry = zk.file('search/index.js').then(function (strings) {
        if (strings[0] !== VERSION) throw new Error('search/index.js');
        return zk.named(strings[1]).then(function (names) {
          zk.setTraditional(names[7]);
          return zk.foldable(strings, names[0] + names[1]).then(function () { return readNames(names, strings); });
        });
      }).catch(forget);
    }
    return entry;
  };

  // Resolves to a text once it can be folded; `files` are the names of the entry.
  zk.foldable = function (files, text) {
    if (!zk.needsVariants(text)) return Promise.resolve(text);
    return zk.named(files[4]).then(function (strings) {
      if (zk.needsVariants(text)) zk.setVariants(strings);
      return text;
    });
  };

  function readNames(strings, files) {
    var titles = strings[0].split('\n'), aliases = strings[1].split('\n'), docNos = strings[2].split('\n');
    var index = { pages: [], units: [], textFirsts: [], textGroups: strings[6], files: files };
    var numbers = zk.reader(strings[3]), articles = zk.reader(strings[4]), shards = zk.reader(strings[5]), first = 0;
    while (!numbers.atEnd()) {
      var head = numbers.number(), at = index.pages.length;
      var page = { id: at, title: titles[at], aliases: aliases[at].split('\t').filter(Boolean), docNo: docNos[at], first: first,
        units: Math.floor(head / 4), superseded: head % 2 === 1, work: 0, age: 0, year: 0 };
      if (Math.floor(head / 2) % 2) {
        page.work = numbers.number();
        page.age = numbers.number();
        page.year = numbers.number();
      }
      index.pages.push(page);
      readArticles(index, page, articles);
      first += page.units;
    }
    for (first = 0; !shards.atEnd();) {
      index.textFirsts.push(first);
      first += shards.number();
    }
    return index;
  }

  // A unit is its page; `articles` holds [number, suffix] or nothing.
  function readArticles(index, page, articles) {
    index.articles = index.articles || [];
    for (var i = 0, before = 0; i < page.units; i++) {
      var code = articles.number(), article;
      if (code === 1) article = undefined;
      else {
        article = code ? [code - 2, articles.number()] : [before + 1, 0];
        before = article[0];
      }
      index.units.push(page.id);
      index.articles.push(article);
    }
  }

  // Lengths of units and the places of terms.
  zk.openTerms = function (index) {
    if (!terms) {
      terms = zk.named(index.files[2]).then(function (strings) {
        var reader = zk.reader(strings[1]), lengths = new Uint8Array(index.units.length), i;
        for (i = 0; i < lengths.length; i++) lengths[i] = reader.small();
        var firsts = [], term = [];
        for (reader = zk.reader(strings[2]); !reader.atEnd();) firsts.push((term = readTerm(reader, term)).join(''));
        return { total: Number(strings[0]), lengths: lengths, firsts: firsts, groups: strings[3],
          common: new Set(strings[4].split('\n')), shards: {} };
      }).catch(function (error) { terms = null; throw error; });
    }
    return terms;
  };

  // The readings of the characters of names.
  zk.openPinyin = function (index) {
    if (!pinyin) {
      pinyin = zk.named(index.files[3]).then(function (strings) {
        var readings = {};
        strings[0].split('\n').forEach(function (line) {
          var syllable = /^[a-z]*/.exec(line)[0];
          Array.from(line.slice(syllable.length)).forEach(function (c) {
            (readings[c] = readings[c] || []).push(syllable);
          });
        });
        return readings;
      }).catch(function (error) { pinyin = null; throw error; });
    }
    return pinyin;
  };

  // Dates and facets of pages.
  zk.openDetails = function (index) {
    if (!details) {
      details = zk.named(index.files[5]).then(function (strings) {
        var read = { dates: strings[0].split('\n'), facets: [] };
        for (var i = 1; i + 2 < strings.length; i += 3) {
          var head = strings[i].split('\t'), reader = zk.reader(strings[i + 2]);
          read.facets.push({ name: head[0], label: head[1], values: strings[i + 1].split('\n'),
            pages: index.pages.map(function () {
              for (var own = [], left = reader.number(); left > 0; left--) own.push(reader.number());
              return own;
            }) });
        }
        return read;
      }).catch(function (error) { details = null; throw error; });
    }
    return details;
  };

  function readTerm(reader, before) {
    var head = reader.number(), shared = 1, rest = 1;
    if (head) {
      shared = head - 1;
      rest = reader.number();
    }
    var term = before.slice(0, shared);
    for (var i = 0; i < rest; i++) {
      var base = i === 0 && before.length > shared ? before[shared].codePointAt(0) : 0;
      term.push(String.fromCodePoint(base + reader.number()));
    }
    return term;
  }

  function readPostings(reader, count) {
    var units = new Uint32Array(count), counts = new Uint32Array(count);
    for (var i = 0, next = 0; i < count; i++) {
      var number = reader.number();
      next += Math.floor(number / 2);
      units[i] = next++;
      counts[i] = number % 2 ? reader.number() + 2 : 1;
    }
    return { units: units, counts: counts };
  }

  // Terms of a shard: a list, or a name with the number of units.
  function shard(terms, index) {
    if (!terms.shards[index]) {
      terms.shards[index] = zk.grouped(terms.groups, index).then(function (strings) {
        var read = new Map(), reader = zk.reader(strings[0]), term = [];
        while (!reader.atEnd()) {
          term = readTerm(reader, term);
          var head = reader.number(), count = Math.floor(head / 2);
          read.set(term.join(''), head % 2 ? { file: reader.text(NAME), count: count } : readPostings(reader, count));
        }
        return read;
      }).catch(function (error) { delete terms.shards[index]; throw error; });
    }
    return terms.shards[index];
  }

  function list(found) {
    if (!found) return Promise.resolve({ units: [], counts: [] });
    if (!found.file) return Promise.resolve(found);
    if (!found.read) {
      found.read = zk.named(found.file).then(function (strings) {
        return readPostings(zk.reader(strings[0]), found.count);
      }).catch(function (error) { found.read = null; throw error; });
    }
    return found.read;
  }

  // By code points: the order of UTF-16 differs beyond the Basic Multilingual Plane.
  function compare(a, b) {
    var x = Array.from(a), y = Array.from(b);
    for (var i = 0; i < x.length && i < y.length; i++) {
      if (x[i] !== y[i]) return x[i].codePointAt(0) - y[i].codePointAt(0);
    }
    return x.length - y.length;
  }

  // How many shards begin at or before a term.
  function startsBefore(firsts, term) {
    var low = 0, high = firsts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (compare(firsts[middle], term) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  zk.postings = function (terms, term) {
    var end = startsBefore(terms.firsts, term);
    return end ? shard(terms, end - 1).then(function (read) { return list(read.get(term)); }) : list(null);
  };

  // All terms from `first` to `last`.
  zk.termsBetween = function (terms, first, last) {
    var end = startsBefore(terms.firsts, last), start = Math.max(startsBefore(terms.firsts, first) - 1, 0);
    var shards = [];
    for (var i = start; i < end; i++) shards.push(shard(terms, i));
    return Promise.all(shards).then(function (read) {
      var found = [];
      read.forEach(function (terms) {
        terms.forEach(function (list, term) { if (compare(term, first) >= 0 && compare(term, last) <= 0) found.push(term); });
      });
      return found;
    });
  };

  // All units that hold any of some terms, and the sum of their occurrences.
  zk.postingsOfAny = function (terms, wanted, units) {
    return Promise.all(wanted.map(function (term) { return zk.postings(terms, term); })).then(function (lists) {
      var sums = new Uint32Array(units), held = [], counts = [];
      lists.forEach(function (one) {
        for (var i = 0; i < one.units.length; i++) sums[one.units[i]] += one.counts[i];
      });
      for (var unit = 0; unit < units; unit++) {
        if (sums[unit]) {
          held.push(unit);
          counts.push(sums[unit]);
        }
      }
      return { units: held, counts: counts };
    });
  };

  var texts = {};

  // The text of a unit with what its shard says of the page.
  zk.text = function (index, unit) {
    var firsts = index.textFirsts, low = 0, high = firsts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (firsts[middle] <= unit) low = middle + 1;
      else high = middle;
    }
    var at = low - 1;
    if (!texts[at]) {
      texts[at] = zk.grouped(index.textGroups, at).then(function (strings) {
        return zk.foldable(index.files, strings[0]);
      }).then(function (text) {
        return readTexts(index, text, firsts[at]);
      }).catch(function (error) { delete texts[at]; throw error; });
    }
    return texts[at].then(function (units) { return units[unit - firsts[at]]; });
  };

  function readTexts(index, shard, first) {
    var page = null, headings = [];
    return shard.split('\n\n').map(function (block, i) {
      var lines = block.split('\n'), unit = first + i;
      if (i === 0 || index.pages[index.units[unit]].first === unit) {
        var fields = lines.shift().split('\t');
        page = { route: fields[0], standing: fields[1] || '', edition: fields[2] || '' };
        headings = [];
      }
      var head = lines.shift().split('\t'), article = index.articles[unit];
      if (head.length > 1) headings = head.slice(1).filter(Boolean);
      var anchor = head[0] === '*' && article ? 'a' + article[0] + (article[1] ? '-' + article[1] : '') : head[0];
      return { page: page, anchor: anchor, headings: headings, text: lines.join('\n') };
    });
  }
})(window.zhikuSearch);
