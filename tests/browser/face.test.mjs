// What pages show and how they behave: nothing shifts, nothing moves, everything by keyboard; the home
// page, cases, institutions, comparisons, the overview, and the page for wrong addresses.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { openWith, pagesOf, size } from './pages.mjs';

const release = async (page) => Number(/Chrom(?:e|ium)\/(\d+)/.exec(await page.evaluate('navigator.userAgent'))[1]);
const count = (page, selector) => page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
const words = (page, selector) => page.evaluate(`(document.querySelector(${JSON.stringify(selector)}) || {}).textContent || ''`);
const focused = (page) => page.evaluate('(function (e) { return e.className || e.tagName; })(document.activeElement)');
/** The page for wrong addresses is shown by servers alone. */
const shown = (folder, base) => Object.entries(pagesOf(folder)).filter(([name]) => name !== 'not-found' || base.startsWith('http'));

export const tests = {
  async 'nothing on any kind of page shifts while it loads, whatever the reader chose'({ page, base, folder }) {
    if (await release(page) < 88) return;
    const found = [];
    for (const [width, choices] of [[1366, {}], [390, { theme: 'dark', size: '1', list: 'table' }]]) {
      await size(page, width, 800);
      for (const [name, route] of shown(folder, base)) {
        await openWith(page, base + route, choices);
        const shift = await page.evaluate(`new Promise(function (go) {
          var sum = 0;
          new PerformanceObserver(function (list) {
            list.getEntries().forEach(function (one) { if (!one.hadRecentInput) sum += one.value; });
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(function () { requestAnimationFrame(function () { setTimeout(function () { go(sum); }, 0); }); });
        })`);
        if (shift > 0.01) found.push(`${name} at ${width}: ${shift}`);
      }
    }
    await openWith(page, `${base}index.html`);
    assert.deepStrictEqual(found, []);
  },

  async 'on the narrowest phone with the largest letters nothing is wider than the page or cut off'({ page, base, folder }) {
    // Lengths that are the lesser of two, as of the cards of the registers, came with 79.
    if (await release(page) < 88) return;
    await size(page, 320, 800);
    const found = [];
    for (const [name, route] of shown(folder, base)) {
      await openWith(page, base + route, { size: '2' });
      found.push(...await page.evaluate(`(function () {
        var found = document.scrollingElement.scrollWidth > innerWidth ? ['the page'] : [];
        [].forEach.call(document.querySelectorAll('main td, main dd, main label'), function (one) {
          var box = one.getBoundingClientRect(), scrolled = one.closest('.table') && !one.closest('.list, .record');
          if (box.width && !scrolled && box.right > innerWidth) found.push(one.textContent);
        });
        return found;
      })()`).then((wide) => wide.map((one) => `${name}: ${one}`)));
    }
    await openWith(page, `${base}index.html`);
    assert.deepStrictEqual(found, []);
  },

  async 'a title breaks between its words and never within one'({ page, base, folder }) {
    const title = '云岭县扶贫领域专项资金监督管理办法';
    const cited = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8')).find((one) => one.title === title);
    for (const [width, choices] of [[390, {}], [320, { size: '2' }]]) {
      await size(page, width, 800);
      await openWith(page, base + cited.route, choices);
      assert.strictEqual(await words(page, 'h1'), title);
      const lines = await page.evaluate(`(function () {
        var walk = document.createTreeWalker(document.querySelector('h1'), 4), lines = [], last, range = document.createRange();
        while (walk.nextNode()) for (var at = 0; at < walk.currentNode.length; at++) {
          range.setStart(walk.currentNode, at);
          range.setEnd(walk.currentNode, at + 1);
          var top = range.getBoundingClientRect().top;
          if (top !== last) lines.push('');
          last = top;
          lines[lines.length - 1] += walk.currentNode.data[at];
        }
        return lines;
      })()`);
      assert.ok(lines.length > 1, lines);
      for (const word of ['扶贫', '领域', '专项', '资金', '监督', '管理办法']) {
        assert.ok(lines.some((line) => line.includes(word)), `${word} stands on one line: ${lines.join('|')}`);
      }
    }
    await openWith(page, `${base}index.html`);
  },

  async 'articles on the screen of an office are lines of 32 to 42 characters, and what cites them stands clear of the notes'({ page, base, folder }) {
    if (await release(page) < 88) return;
    await size(page, 1366, 768);
    const kinds = pagesOf(folder);
    for (const route of [kinds.regulation, kinds.institution]) {
      await openWith(page, base + route);
      const [characters, gap] = await page.evaluate(`(function () {
        var one = document.querySelector('.article'), style = getComputedStyle(one), mark = document.querySelector('.cited-by');
        var width = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return [width / parseFloat(style.fontSize), document.querySelector('.facts').getBoundingClientRect().left - mark.getBoundingClientRect().right];
      })()`);
      assert.ok(characters >= 32 && characters <= 42, `${route}: ${characters} characters in a line`);
      assert.ok(gap > 0, `${route}: the mark reaches into the notes by ${-gap}`);
    }
  },

  async 'nothing moves for who wants no motion'({ page, base }) {
    if (await release(page) < 88) return;
    const moves = () => page.evaluate('getComputedStyle(document.querySelector("main a")).transitionDuration + getComputedStyle(document.documentElement).scrollBehavior');
    await page.open(`${base}index.html`);
    assert.match(await moves(), /0\.15s/);
    await page.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
    assert.match(await moves(), /^0sauto$/);
    await page.call('Emulation.setEmulatedMedia', { features: [] });
  },

  async 'the keyboard reaches the text first, then search, display and navigation, and shows where it is'({ page, base }) {
    await size(page, 1366);
    await page.open(`${base}recent.html`);
    const seen = [];
    for (let step = 0; step < 5; step++) {
      await page.press('Tab');
      seen.push(await focused(page));
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      assert.strictEqual(outline, 'solid', `${seen[step]} shows that it has the focus`);
    }
    assert.deepStrictEqual(seen, ['skip', 'brand', 'INPUT', 'SUMMARY', 'A']);
    await page.evaluate('document.querySelector(".skip").focus()');
    await page.press('Enter');
    await page.until('location.hash === "#main" && document.activeElement.id === "main"');
    await page.evaluate('document.querySelector(".display summary").focus()');
    await page.press('Enter');
    assert.strictEqual(await page.evaluate('document.querySelector(".display").open'), true);
    await page.press('Escape');
    assert.strictEqual(await page.evaluate('document.querySelector(".display").open'), false);
    await page.press('/');
    assert.strictEqual(await page.evaluate('document.activeElement.name'), 'q');
  },

  async 'the keyboard reaches the forms of an institution, and what begins and ends soon on home'({ page, base, folder, asOf }) {
    await size(page, 1366);
    const reaches = async (address, selector, from) => {
      await page.open(address);
      await page.evaluate(`document.querySelector(${JSON.stringify(from)}).focus()`);
      for (let step = 0; step < 200; step++) {
        await page.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) break;
      }
      // The page moves to it, in some releases a frame later.
      await page.until(`(function (at) { var box = at.getBoundingClientRect(); return at.matches(${JSON.stringify(selector)}) && box.height > 0 && box.top > -2 && box.bottom < innerHeight + 2; })(document.activeElement)`);
      return page.evaluate('({ outline: getComputedStyle(document.activeElement).outlineStyle, href: document.activeElement.href })');
    };
    const file = await reaches(base + having(folder, 'institution', 'class="files"'), '.files a', '.brand');
    assert.strictEqual(file.outline, 'solid');
    assert.ok(fs.existsSync(path.join(folder, decodeURIComponent(file.href.slice(base.length)))), file.href);
    const later = await asOf('2026-11-20');
    const soon = await reaches(`${later.base}index.html`, '.soon li a', '.brand');
    assert.strictEqual(soon.outline, 'solid');
    await page.press('Enter');
    await page.until('document.readyState === "complete" && document.querySelector("article.page")');
  },

  async 'the keyboard reaches the copy buttons of every article, paragraph and item'({ page, base, folder }) {
    await size(page, 1366, 700);
    const route = pagesOf(folder).regulation;
    const at = () => page.evaluate('(function (one) { return one.getAttribute("data-act") ? one.closest("[id]").id + " " + one.parentNode.getAttribute("aria-label") : one.tagName; })(document.activeElement)');
    const tabs = async (most) => {
      for (let step = 0; step < most; step++) {
        await page.press('Tab');
        if (await page.evaluate('!!document.activeElement.getAttribute("data-act")')) return at();
      }
      return at();
    };
    // Behind what an address names.
    await page.open(`${base}${route}#a12`);
    await page.evaluate('document.getElementById("a12").scrollIntoView()');
    assert.match(await tabs(30), /^a12 《.+》.*第十二条$/);
    const ids = await page.evaluate('[].map.call(document.querySelectorAll(".body p[id], .body li[id]"), function (one) { return one.id; })');
    const next = ids[ids.indexOf('a12') + 1];
    await page.press('ArrowDown');
    assert.ok((await at()).startsWith(`${next} `), `${await at()} is ${next}`);
    await page.press('ArrowUp');
    await page.press('ArrowUp');
    assert.ok((await at()).startsWith(`${ids[ids.indexOf('a12') - 1]} `), await at());
    await page.press('Enter');
    await page.until('document.querySelector(".said.shown")');
    // And from the top of a page.
    await page.open(base + route);
    assert.match(await tabs(120), /^a1 /);
  },

  async 'home invites to search, counts its rooms, and says what is new and what to read'({ page, base }) {
    await page.open(`${base}index.html`);
    assert.strictEqual(await count(page, 'main form.search input'), 1);
    assert.strictEqual(await count(page, 'header.site form.search'), 0, 'there is one field');
    assert.ok(await count(page, '.room h2 .n') >= 4);
    assert.ok(await count(page, '.fresh .entry a') >= 5);
    const suggestion = await page.evaluate('document.querySelector(".suggestion a").href');
    await page.open(suggestion);
    assert.match(await page.evaluate('document.body.className'), /t-study/);
  },

  async 'a case has its facts, the articles that it applies in full, lessons and what was mended'({ page, base, folder }) {
    const route = having(folder, 'case', 'class="applied"');
    await page.open(base + route);
    assert.ok(await count(page, '.facts dt') >= 5);
    assert.ok(await page.evaluate('document.querySelector(".applied .law p:not(.cite)").offsetHeight > 0'), 'an article is read in place');
    assert.match(await words(page, '.applied .law .cite'), /《.+》.*第.+条/);
    const mended = having(folder, 'case', 'class="record record-rectification') || having(folder, 'case', '问题短板');
    await page.open(base + mended);
    assert.match(await words(page, 'article.page'), /整改措施/);
  },

  async 'an institution shows its standing, its chain and what it rests on'({ page, base, folder }) {
    await page.open(base + having(folder, 'institution', 'class="chain"'));
    assert.ok(await words(page, '.kicker .standing'));
    assert.ok(await count(page, '.chain li') >= 2);
    assert.strictEqual(await count(page, '.chain .own'), 1);
    await page.open(base + having(folder, 'institution', '制定依据'));
    assert.match(await words(page, '.facts'), /制定依据/);
  },

  async 'the outline of a long page has no boxes until it is opened, and then leads to its places'({ page, base, folder }) {
    await size(page, 820);
    await page.open(base + pagesOf(folder).regulation);
    // A newer Chromium keeps boxes of what is folded, without laying them out.
    const high = () => page.evaluate('Math.max(0, document.querySelector(".outline details").offsetHeight - document.querySelector(".outline summary").offsetHeight - 60)');
    assert.strictEqual(await high(), 0);
    await page.click('.outline summary');
    assert.ok(await high() > 0);
    await page.click('.outline li:nth-child(2) > a');
    await page.until('location.hash && Math.abs(document.querySelector(location.hash).getBoundingClientRect().top) < 200');
    assert.strictEqual(await high(), 0, 'it closes where it would cover the text');
    await size(page, 1366);
    await page.open(base + pagesOf(folder).regulation);
    assert.ok(await high() > 0, 'beside the text it is open');
  },

  async 'a link to an article lands on it, below the bar'({ page, base, folder }) {
    await size(page, 1366, 700);
    const route = pagesOf(folder).regulation;
    const lands = (id) => page.until(`(function (top) { return top > 40 && top < 110; })(document.getElementById("${id}").getBoundingClientRect().top)`);
    await page.open(`${base}${route}#a12`);
    await lands('a12');
    await page.evaluate('location.hash = "a18"');
    await lands('a18');
    await page.evaluate('location.hash = "a5-k2"');
    await lands('a5-k2');
  },

  async 'two editions stand side by side, on a phone one under the other'({ page, base, folder }) {
    const route = pagesOf(folder).comparison;
    const sides = () => page.evaluate(`(function () {
      var both = document.querySelectorAll('.pair.changed')[0].querySelectorAll('.side');
      var old = both[0].getBoundingClientRect(), now = both[1].getBoundingClientRect();
      return { beside: now.left >= old.right - 1, below: now.top >= old.bottom - 1 };
    })()`);
    await size(page, 1366);
    await page.open(base + route);
    assert.deepStrictEqual(await sides(), { beside: true, below: false });
    await size(page, 390);
    await page.open(base + route);
    assert.deepStrictEqual(await sides(), { beside: false, below: true });
  },

  async 'every chart of the overview says in words what it shows, and has its numbers in a table'({ page, base }) {
    await size(page, 1366);
    await page.open(`${base}overview.html`);
    assert.ok(await count(page, 'main svg[role=img]') >= 2);
    assert.strictEqual(await page.evaluate('[].filter.call(document.querySelectorAll("main svg[role=img]"), function (one) { return !(one.getAttribute("aria-label") || one.querySelector("title")); }).length'), 0);
    assert.ok(await count(page, '.chart .numbers table') >= 2);
    const high = () => page.evaluate('document.querySelector(".chart .numbers").offsetHeight');
    const folded = await high();
    await page.click('.chart .numbers summary');
    assert.ok(await high() > folded + 60);
  },

  async 'a wrong address is searched for by its words, in pinyin too'({ page, base }) {
    if (base.startsWith('file')) return;
    page.mayComplain(/404/);
    await page.open(`${base}old/gong-wu-jie-dai-guan-li-gui-ding-2019-01-01.html`);
    await page.until('document.querySelector(".guess a")');
    assert.match(await words(page, '.guess'), /也许要找的是.*接待管理规定/);
    await page.open(await page.evaluate('document.querySelector(".guess a").href'));
    assert.match(await words(page, 'h1'), /接待/);
    await page.open(`${base}no/such/%E6%8E%A5%E5%BE%85.html`);
    await page.until('document.querySelector(".guess a")');
    await page.type('main form.search input', '公务接待');
    await page.until('document.querySelector("#search-list [role=option]")');
  },

  async 'a card and the buttons of an article are not cut off by their paragraph'({ page, base, folder }) {
    await size(page, 1366, 700);
    const route = having(folder, 'regulation', 'class="cite" href="#');
    await page.open(base + route);
    await page.evaluate('document.querySelector(".body p a.cite").scrollIntoView({ block: "center" })');
    await page.evaluate('document.querySelector(".body p a.cite").focus()');
    await page.until('document.querySelector(".card")');
    const hit = await page.evaluate(`(function (card) {
      var box = card.getBoundingClientRect(), at = document.elementFromPoint(box.left + 20, box.bottom - 12);
      return { seen: card.contains(at), fixed: Math.abs(box.left - parseFloat(card.style.left)) < 2 };
    })(document.querySelector(".card"))`);
    assert.deepStrictEqual(hit, { seen: true, fixed: true });
    await page.press('Escape');
    await page.until('!document.querySelector(".held")');
  },
};

/** A page of a type whose HTML has some words. */
function having(folder, type, text) {
  const pages = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8'));
  const found = pages.find((one) => one.type === type && fs.readFileSync(path.join(folder, one.route), 'utf8').includes(text));
  return found && found.route;
}
