// Folding, classes of characters, integers: FORMAT.md, sections 1 to 3.
(function (zk) {
  'use strict';

  var IDEOGRAPHS = [0x3005, 0x3007, 0x3041, 0x3096, 0x30a1, 0x30fa, 0x30fc, 0x30fe, 0x3105, 0x312f, 0x31a0, 0x31bf,
    0x31f0, 0x31ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xac00, 0xd7a3, 0xe000, 0xfaff, 0x20000, 0x3fffd];
  var LETTERS = [0x30, 0x39, 0x61, 0x7a, 0xdf, 0xf6, 0xf8, 0x2af, 0x300, 0x36f, 0x370, 0x373, 0x376, 0x377, 0x37b,
    0x37d, 0x386, 0x386, 0x388, 0x481, 0x483, 0x52f, 0x561, 0x587, 0x5d0, 0x5ea, 0x620, 0x669, 0x66e, 0x6d3, 0x900,
    0x109f, 0x1e00, 0x1fbc];
  var BRACKETS = { '〔': '[', '【': '[', '〖': '[', '﹝': '[', '〕': ']', '】': ']', '〗': ']', '﹞': ']' };
  var variants = {}, traditional = [], isTraditional = null;

  zk.OTHER = 0;
  zk.LETTER = 1;
  zk.IDEOGRAPH = 2;

  function within(ranges, code) {
    for (var i = 0; i < ranges.length; i += 2) {
      if (code <= ranges[i + 1]) return code >= ranges[i];
    }
    return false;
  }

  zk.classOf = function (c) {
    var code = c.codePointAt(0);
    if (code >= 0x4e00 && code <= 0x9fff) return zk.IDEOGRAPH;
    if (within(IDEOGRAPHS, code)) return zk.IDEOGRAPH;
    return within(LETTERS, code) ? zk.LETTER : zk.OTHER;
  };

  // Pairs of a traditional character and the simplified one it folds to.
  zk.setVariantPairs = function (pairs) {
    pairs.forEach(function (pair) { variants[pair[0]] = pair[1]; });
  };

  // The traditional characters, as distances of their codes.
  zk.setTraditional = function (distances) {
    var reader = zk.reader(distances), code = 0;
    while (!reader.atEnd()) {
      code += reader.number();
      traditional.push(String.fromCharCode(code));
    }
    isTraditional = new Set(traditional);
  };

  // Whether folding a text needs the file `variants`, and was not given it yet.
  zk.needsVariants = function (text) {
    if (!isTraditional) return false;
    for (var i = 0; i < text.length; i++) if (isTraditional.has(text[i])) return true;
    return false;
  };

  // The file `variants`: the simplified characters beside the traditional ones.
  zk.setVariants = function (strings) {
    zk.setVariantPairs(Array.from(strings[0]).map(function (simplified, at) { return [traditional[at], simplified]; }));
    isTraditional = null;
  };

  function simplified(c) {
    return variants.hasOwnProperty(c) ? variants[c] : c;
  }

  function foldChar(c) {
    var code = c.charCodeAt(0);
    if (code >= 0x3400 && code <= 0x9fff) return simplified(c);
    if (code < 0x80) return c.toLowerCase();
    var out = '';
    Array.from(c.normalize('NFKC')).forEach(function (part) {
      Array.from(part.toLowerCase()).forEach(function (lower) {
        lower = simplified(lower);
        out += BRACKETS[lower] || lower;
      });
    });
    return out;
  }

  // The folded characters of a text, each with the index in the text (UTF-16) it came from.
  zk.foldMapped = function (text) {
    var chars = [], sources = [], at = 0;
    for (var c of text) {
      for (var folded of foldChar(c)) {
        chars.push(folded);
        sources.push(at);
      }
      at += c.length;
    }
    sources.push(at);
    return { chars: chars, sources: sources };
  };

  zk.fold = function (text) {
    return zk.foldMapped(text).chars.join('');
  };

  // What is left of a folded text when everything that carries no words is dropped.
  zk.key = function (text) {
    return zk.foldMapped(text).chars.filter(zk.classOf).join('');
  };

  // A folded text without blanks.
  zk.spelling = function (text) {
    return zk.fold(text).replace(/[\s\u0085]+/g, '');
  };

  // Numbers in printable characters.
  zk.reader = function (text) {
    var at = 0;
    return {
      atEnd: function () { return at >= text.length; },
      number: function () {
        var number = 0, place = 1;
        for (;;) {
          var code = text.charCodeAt(at++);
          if (!(code >= 35 && code <= 126) || code === 92) throw new Error('damaged numbers');
          var value = code > 92 ? code - 36 : code - 35;
          number += value * place;
          if (value < 64) return number;
          place *= 27;
        }
      },
      // A number that takes one digit, but for large ones.
      small: function () {
        var code = text.charCodeAt(at++), number = code > 92 ? code - 36 : code - 35;
        return number < 90 ? number : number + this.number();
      },
      text: function (length) {
        at += length;
        return text.slice(at - length, at);
      }
    };
  };
})(window.zhikuSearch = window.zhikuSearch || {});
