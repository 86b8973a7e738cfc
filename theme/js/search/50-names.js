// Names of pages: FORMAT.md, section 10.
(function (zk) {
  'use strict';

  var STATE = '中华人民共和国', FUZZY = 4, FUZZY_LENGTH = 6, CONTAINED = 50, LONGER = 2;
  var EXACT = 0, DOC_NO = 1, PINYIN = 2, INITIALS = 3, HELD = 4, PINYIN_HELD = 5;
  zk.MENTIONED = 6;
  zk.ONE_WRONG = 7;

  function namesOf(index) {
    if (index.names) return index.names;
    index.names = [];
    index.docNos = [];
    index.pages.forEach(function (page) {
      var own = [];
      page.aliases.concat([page.title]).forEach(function (name) {
        var key = zk.key(name), keys = [key];
        if (key.indexOf(STATE) === 0) keys.push(key.slice(STATE.length));
        keys.forEach(function (key) {
          if (key && own.indexOf(key) < 0) own.push(key);
        });
      });
      own.forEach(function (key) { index.names.push({ page: page.id, key: key }); });
      if (page.docNo) index.docNos.push([page.id, zk.docNoKey(page.docNo)]);
    });
    return index.names;
  }

  // Whether a query is typed in letters, so that pinyin is needed to read it.
  zk.isLetters = function (text) { return /^[a-z]{2,}/.test(zk.key(text)); };

  // The pages a query names, best first: {page, grade, article}.
  zk.findNames = function (index, text, readings) {
    var asked = zk.key(text);
    if (!asked) return [];
    var bare = withoutYear(asked);
    var found = reference(index, asked, readings).concat(equal(index, asked));
    if (bare.year) found = found.concat(equal(index, bare.key));
    found = found.concat(byDocNo(index, text), byPinyin(index, asked, readings));
    var known = found.length > 0;
    found = found.concat(holding(index, asked));
    if (!known) found = found.concat(oneWrong(index, bare.key));
    return order(index, found, bare.year);
  };

  // Pages whose name is exactly this text.
  zk.exactName = function (index, text) {
    return equal(index, zk.key(text)).map(function (found) { return found.page; });
  };

  // Pages whose names share most bigrams with a text, for when nothing was found.
  zk.nearestNames = function (index, text) {
    var asked = new Set(zk.termsOf(text)), best = new Map();
    namesOf(index).forEach(function (name) {
      var own = zk.termsOf(name.key), shared = own.filter(function (term) { return asked.has(term); }).length;
      var share = 2 * shared / (own.length + asked.size);
      if (shared && share > (best.get(name.page) || 0)) best.set(name.page, share);
    });
    return Array.from(best.keys()).sort(function (a, b) { return best.get(b) - best.get(a) || a - b; });
  };

  function named(index, grade, asked, fits) {
    return namesOf(index).filter(function (name) { return fits(name.key); }).map(function (name) {
      return { page: name.page, grade: grade, article: null, rest: Math.abs(name.key.length - asked) };
    });
  }

  function equal(index, asked) {
    return named(index, EXACT, asked.length, function (name) { return name === asked; });
  }

  function shortest(found) {
    return found.sort(function (a, b) { return a.rest - b.rest || a.page - b.page; }).slice(0, CONTAINED);
  }

  function holding(index, asked) {
    return shortest(named(index, HELD, asked.length, function (name) {
      return name.length > asked.length && name.indexOf(asked) >= 0;
    })).map(function (found) {
      if (found.rest > asked.length * LONGER) found.grade = zk.MENTIONED;
      return found;
    });
  }

  function oneWrong(index, asked) {
    return named(index, zk.ONE_WRONG, asked.length, function (name) { return differsByOne(name, asked); });
  }

  function byDocNo(index, text) {
    var asked = zk.docNoKey(text);
    if (!/[0-9]/.test(asked)) return [];
    namesOf(index);
    return index.docNos.filter(function (one) { return one[1] === asked; }).map(function (one) {
      return { page: one[0], grade: DOC_NO, article: null, rest: 0 };
    });
  }

  function byPinyin(index, asked, readings) {
    if (!readings || asked.length < 2 || !/^[a-z]+$/.test(asked)) return [];
    var found = named(index, PINYIN, 0, function (name) { return zk.spells(readings, name, asked); })
      .concat(named(index, INITIALS, 0, function (name) { return zk.begins(readings, name, asked); }));
    return found.length ? found : shortest(named(index, PINYIN_HELD, 0, function (name) {
      return zk.holdsPinyin(readings, name, asked);
    }));
  }

  function reference(index, asked, readings) {
    var split = zk.splitReference(asked);
    if (!split) return [];
    var name = split.name, found = equal(index, name);
    if (!found.length) found = equal(index, withoutYear(name).key);
    if (!found.length && name.length > 1) found = byPinyin(index, name, readings);
    if (!found.length && name.length > 1) found = holding(index, name);
    if (!found.length) found = oneWrong(index, name);
    found.forEach(function (one) {
      one.article = split.article;
      one.grade = EXACT;
    });
    return found;
  }

  function order(index, found, year) {
    function rank(one) {
      var page = index.pages[one.page];
      return [one.grade, one.article ? 0 : 1, one.rest, year && page.year !== year ? 1 : 0, page.superseded ? 1 : 0,
        page.age, one.page];
    }
    found.forEach(function (one, at) {
      one.rank = rank(one);
      one.at = at;
    });
    found.sort(function (a, b) {
      for (var i = 0; i < a.rank.length; i++) {
        if (a.rank[i] !== b.rank[i]) return a.rank[i] - b.rank[i];
      }
      return a.at - b.at;
    });
    var seen = new Set(), articles = new Set();
    found = found.filter(function (one) {
      var id = one.page + ':' + one.article;
      if (one.article) articles.add(one.page);
      return !seen.has(id) && seen.add(id);
    });
    return found.filter(function (one) { return one.article || !articles.has(one.page); });
  }

  // A name and the article number behind it; null where a query is none.
  zk.splitReference = function (asked) {
    var chars = Array.from(asked);
    for (var at = 1; at < chars.length; at++) {
      var ordinal = chars[at] === '第';
      if (!ordinal && (!zk.isNumeral(chars[at]) || zk.isNumeral(chars[at - 1]) || chars[at - 1] === '第')) continue;
      var rest = (ordinal ? [] : ['第']).concat(chars.slice(at));
      if (!ordinal && chars.length - at < 5 && /^[0-9]+$/.test(chars.slice(at).join(''))) rest.push('条');
      var article = zk.articleAt(rest, 0);
      if (article) {
        return { name: chars.slice(0, at).join('').replace(/的$/, ''), article: [article.number, article.suffix] };
      }
    }
    return null;
  };

  function withoutYear(asked) {
    var front = /^((?:19|20)[0-9]{2})年?[版的]?([^0-9].*)$/.exec(asked);
    if (front) return { key: front[2], year: Number(front[1]) };
    var back = /^(.*[^0-9])((?:19|20)[0-9]{2})年?版?$/.exec(asked);
    return back ? { key: back[1], year: Number(back[2]) } : { key: asked, year: 0 };
  }

  // A document number without brackets, 第 and leading zeros.
  zk.docNoKey = function (text) {
    var out = '', number = false;
    zk.foldMapped(text).chars.forEach(function (c) {
      var digit = c >= '0' && c <= '9';
      if (digit && !number) out += ' ';
      if (digit && c === '0' && out[out.length - 1] === ' ') {
        number = true;
        return;
      }
      if (digit || (zk.classOf(c) && c !== '第')) out += c;
      number = digit;
    });
    return out;
  };

  function differsByOne(name, asked) {
    var short = name.length < asked.length ? name : asked, long = short === name ? asked : name, at = 0;
    if (short.length < FUZZY || long.length - short.length > 1 || name === asked) return false;
    while (at < short.length && short[at] === long[at]) at++;
    if (short.length === long.length) return short.slice(at + 1) === long.slice(at + 1);
    return long.length > FUZZY_LENGTH && short.slice(at) === long.slice(at + 1);
  }

  // Places in `letters` that are reached when `c` is read from any of `places`.
  function after(readings, c, letters, places) {
    var reached = [];
    places.forEach(function (place) {
      (readings[c] || [c]).forEach(function (reading) {
        var end = place + reading.length;
        if (letters.startsWith(reading, place) && reached.indexOf(end) < 0) reached.push(end);
      });
    });
    return reached;
  }

  zk.spells = function (readings, name, letters) {
    for (var i = 0, places = [0]; i < name.length && places.length; i++) places = after(readings, name[i], letters, places);
    return places.indexOf(letters.length) >= 0;
  };

  zk.begins = function (readings, name, letters) {
    if (name.length !== letters.length) return false;
    for (var i = 0; i < name.length; i++) {
      if (!(readings[name[i]] || [name[i]]).some(function (reading) { return reading[0] === letters[i]; })) return false;
    }
    return true;
  };

  zk.holdsPinyin = function (readings, name, letters) {
    for (var start = 0; start < name.length; start++) {
      if (zk.begins(readings, name.slice(start, start + letters.length), letters)) return true;
      if (spellsStart(readings, name.slice(start), letters)) return true;
    }
    return false;
  };

  function spellsStart(readings, name, letters) {
    for (var i = 0, places = [0]; i < name.length; i++) {
      if (places.indexOf(letters.length) >= 0) return true;
      if (places.some(function (place) {
        return place > 0 && (readings[name[i]] || []).some(function (reading) { return reading.startsWith(letters.slice(place)); });
      })) return true;
      places = after(readings, name[i], letters, places);
      if (!places.length) return false;
    }
    return places.indexOf(letters.length) >= 0;
  }
})(window.zhikuSearch);
