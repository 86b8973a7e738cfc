// Article numbers however written: FORMAT.md, section 2.
(function (zk) {
  'use strict';

  var DIGITS = { '〇': 0, '零': 0, '○': 0, '一': 1, '壹': 1, '二': 2, '贰': 2, '两': 2, '三': 3, '叁': 3, '參': 3, '四': 4,
    '肆': 4, '五': 5, '伍': 5, '六': 6, '陆': 6, '七': 7, '柒': 7, '八': 8, '捌': 8, '九': 9, '玖': 9 };
  var UNITS = { '十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000 };
  var TENS = { '廿': 20, '卅': 30, '卌': 40 };
  var NO_SUFFIX = '些般切定种類类款项項条條';
  var LONGEST = 40;
  var ARTICLES = 10000;

  function isArabic(c) { return c >= '0' && c <= '9'; }
  function isChinese(c) {
    return DIGITS.hasOwnProperty(c) || UNITS.hasOwnProperty(c) || TENS.hasOwnProperty(c) || '万亿'.indexOf(c) >= 0;
  }

  zk.isNumeral = function (c) { return c !== undefined && c !== '' && (isArabic(c) || isChinese(c)); };

  // The number that `chars` hold from `at` on, and where it ends; null where there is none.
  function number(chars, at) {
    var is = isArabic(chars[at] || '') ? isArabic : isChinese, end = at;
    while (end < chars.length && is(chars[end])) end++;
    if (end === at || end - at > LONGEST) return null;
    var run = chars.slice(at, end), value;
    if (is === isArabic) value = Number(run.join(''));
    else if (run.every(function (c) { return DIGITS.hasOwnProperty(c); })) {
      value = run.reduce(function (sum, c) { return sum * 10 + DIGITS[c]; }, 0);
    } else value = withUnits(run);
    return value === null || value >= 4294967296 ? null : { value: value, end: end };
  }

  function withUnits(run) {
    var section = 0, digit = null, unit = 0, zero = false;
    for (var i = 0; i < run.length; i++) {
      var c = run[i], add = null, place;
      if (DIGITS.hasOwnProperty(c)) {
        if (DIGITS[c] === 0) {
          if (digit !== null || zero || !unit) return null;
          zero = true;
        } else {
          if (digit !== null || unit === 1) return null;
          digit = DIGITS[c];
          zero = false;
        }
        continue;
      }
      if (UNITS.hasOwnProperty(c)) {
        place = UNITS[c];
        if (digit === null && place !== 10) return null;
        add = (digit === null ? 1 : digit) * place;
        digit = null;
      } else if (TENS.hasOwnProperty(c)) {
        if (digit !== null) return null;
        place = 10;
        add = TENS[c];
      } else return null;
      if (unit && unit <= place) return null;
      section += add;
      unit = place;
      zero = false;
    }
    return zero ? null : section + (digit || 0);
  }

  // The article number that folded characters hold from `at` on: 第N条, 第N条之M, 第N之M条, 第N-M条.
  zk.articleAt = function (chars, at) {
    if (chars[at] !== '第' || !(zk.isNumeral(chars[at + 1]) || zk.isNumeral(chars[at + 2]))) return null;
    var window = chars.slice(at, at + 24), i = 1, suffix = 0;
    function blank() { if (window[i] === ' ' || window[i] === '\u3000' || window[i] === '\u00a0') i++; }
    blank();
    var main = number(window, i);
    if (!main || main.value < 1) return null;
    i = main.end;
    var inner = window[i] === '之' || window[i] === '-' ? number(window, i + 1) : null;
    if (inner && inner.value > 0) { suffix = inner.value; i = inner.end; }
    blank();
    if (window[i] !== '条' && window[i] !== '條') return null;
    i++;
    if (!suffix && window[i] === '之') {
      var outer = number(window, i + 1);
      if (outer && outer.value > 0 && !(window[outer.end] && NO_SUFFIX.indexOf(window[outer.end]) >= 0)) {
        suffix = outer.value;
        i = outer.end;
      }
    }
    if (main.value >= ARTICLES || suffix >= ARTICLES) return null;
    return { number: main.value, suffix: suffix, length: i };
  };

  zk.articleTerm = function (number, suffix) {
    return '#' + number + (suffix ? '-' + suffix : '');
  };

  zk.chinese = function (number) {
    var digits = '零一二三四五六七八九', out = '';
    if (number >= 10 && number < 20) return '十' + (number > 10 ? digits[number - 10] : '');
    [1000, 100, 10, 1].forEach(function (unit) {
      var digit = Math.floor(number / unit) % 10;
      if (digit) out += digits[digit] + { 1000: '千', 100: '百', 10: '十', 1: '' }[unit];
      else if (out && number % unit && out[out.length - 1] !== '零') out += '零';
    });
    return out;
  };
})(window.zhikuSearch);
