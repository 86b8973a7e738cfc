// What the theme does for a reader: choices, navigation, study, ledgers, booklets, access.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWith, pagesOf, size } from './pages.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const AXE = path.join(HERE, 'node_modules/axe-core/axe.min.js');
const forget = (page) => page.evaluate('(function () { try { localStorage.clear(); } catch (refused) {} })()');
const words = (page, selector) => page.evaluate(`(document.querySelector(${JSON.stringify(selector)}) || {}).textContent || ''`);
/** Releases before 80 answer to no media features, and axe needs newer ones. */
const isCurrent = async (page) => Number(/Chrom(?:e|ium)\/(\d+)/.exec(await page.evaluate('navigator.userAgent'))[1]) > 100;

export const tests = {
  async 'the choice of colours and size is kept on the next page'({ page, base }) {
    await page.open(`${base}index.html`);
    await forget(page);
    await page.click('.display summary');
    await page.click('.display input[value="dark"]');
    await page.click('.display input[name="zhiku-size"][value="1"]');
    await page.open(`${base}recent.html`);
    assert.strictEqual(await page.evaluate('document.documentElement.getAttribute("data-theme") + document.documentElement.getAttribute("data-size")'), 'dark1');
    const [red, green, blue] = (await page.evaluate('getComputedStyle(document.body.parentNode).backgroundColor')).match(/\d+/g).map(Number);
    assert.ok(red + green + blue < 150, 'the page is dark');
    await forget(page);
  },

  async 'a link to an article of a long law ends at that article, and so does the way back'({ page, base, folder }) {
    const laws = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8')).filter((one) => one.type === 'regulation');
    const long = laws.map((one) => one.route).sort((a, b) => fs.statSync(path.join(folder, b)).size - fs.statSync(path.join(folder, a)).size)[0];
    const last = '[].slice.call(document.querySelectorAll(".article[id]")).slice(-9)[0]';
    await size(page, 1366);
    await page.open(base + long);
    const id = await page.evaluate(`${last}.id`);
    const from = () => page.evaluate(`document.getElementById('${id}').getBoundingClientRect().top`);
    const isThere = async (how) => { const top = await from(); assert.ok(top >= -1 && top < 130, `${how}: ${id} is at ${top}`); };
    await page.evaluate(`(function () { var link = document.createElement('a'); link.href = '#${id}'; link.id = 'go'; link.textContent = 'go'; document.querySelector('.prose.body').appendChild(link); link.click(); })()`);
    await isThere('by a link in the page');
    await page.open('about:blank');
    await page.open(`${base}${long}#${id}`);
    await isThere('by an address');
    await page.evaluate('window.scrollBy(0, 30)');
    const before = await from();
    await page.open(`${base}index.html`);
    await page.evaluate('history.back()');
    await page.until(`document.getElementById('${id}') && document.readyState === 'complete'`);
    await page.until(`Math.abs(document.getElementById('${id}').getBoundingClientRect().top - ${before}) < 3`);
  },

  async 'on a phone the navigation opens by its button and closes by Escape'({ page, base }) {
    await size(page, 390);
    await page.open(`${base}index.html`);
    const shown = () => page.evaluate('document.querySelector("#nav").offsetHeight > 0');
    assert.strictEqual(await shown(), false);
    await page.click('button.menu');
    assert.strictEqual(await shown(), true);
    await page.evaluate('document.querySelector("#nav a").focus()');
    await page.press('Escape');
    assert.strictEqual(await shown(), false);
    assert.strictEqual(await page.evaluate('document.activeElement.className'), 'menu');
  },

  async 'no page is wider than the screen'({ page, base, folder }) {
    // The page for wrong addresses is shown by servers alone.
    const shown = Object.entries(pagesOf(folder)).filter(([name]) => name !== 'not-found' || base.startsWith('http'));
    for (const width of [390, 820, 1366]) {
      await size(page, width);
      for (const [name, route] of shown) {
        await page.open(base + route);
        const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        assert.ok(wide <= 0, `${name} at ${width} px is ${wide} px too wide: ${route}`);
      }
    }
  },

  async 'a page of study can be marked as read, and the series says so'({ page, base, folder }) {
    const study = inSeries(folder);
    await page.open(base + study);
    await forget(page);
    await page.open(base + study);
    await page.click('.read button');
    assert.strictEqual(await page.evaluate('document.querySelector(".read button").getAttribute("aria-pressed")'), 'true');
    await page.open(base + study);
    assert.match(await words(page, '.progress-words'), /1/);
    assert.strictEqual(await page.evaluate('document.querySelectorAll(".series ol .done").length'), 1);
    await forget(page);
  },

  async 'a bar follows the reader through a regulation, and finds words and articles in it'({ page, base, folder }) {
    await size(page, 1366);
    await page.open(base + pagesOf(folder).regulation);
    const shown = () => page.evaluate('document.querySelector(".position").classList.contains("shown")');
    assert.strictEqual(await shown(), false);
    await page.evaluate('document.getElementById("a12").scrollIntoView()');
    await page.until('/第十二条/.test(document.querySelector(".position span").textContent)');
    assert.match(await words(page, '.position span'), /^第.+章.+　第十二条$/);
    assert.ok(await shown());
    const text = await words(page, '.prose.body');
    await page.type('.find input', '接待');
    await page.until('document.querySelector(".find output").textContent');
    const count = text.split('接待').length - 1;
    assert.strictEqual(await words(page, '.find output'), `1/${count}`);
    await page.press('Enter');
    assert.strictEqual(await words(page, '.find output'), `2/${count}`);
    await page.until('(function (box) { return box.top >= 0 && box.bottom <= innerHeight; })(document.querySelector("mark.now").getBoundingClientRect())');
    await page.clear('.find input');
    await page.type('.find input', '20');
    await page.until('document.querySelector("#a20 .no.now")');
    await page.clear('.find input');
    await page.type('.find input', '没有这样的话');
    await page.until('document.querySelector(".find output").textContent === "没有"');
    await page.press('Escape');
    assert.strictEqual(await page.evaluate('document.querySelectorAll("mark.here").length'), 0);
    assert.strictEqual(await words(page, '.prose.body'), text, 'the text is as it was');
  },

  async 'a term says what it means where it stands'({ page, base, folder }) {
    const study = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8')).map((one) => one.route)
      .find((route) => fs.readFileSync(path.join(folder, route), 'utf8').includes('class="term"'));
    await page.open(base + study);
    await page.evaluate('document.querySelector("a.term").focus()');
    await page.until('document.querySelector(".card .line")');
    const meaning = await page.evaluate('document.querySelector("a.term").getAttribute("data-def").split("\\n")[0]');
    assert.strictEqual(await words(page, '.card .line'), meaning);
    await page.press('Escape');
    await page.until('!document.querySelector(".card")');
  },

  async 'the rows of a ledger are narrowed by words and by state'({ page, base, folder }) {
    const ledger = pagesOf(folder).ledger;
    await page.open(base + ledger);
    const rows = () => page.evaluate('document.querySelectorAll(".record tbody tr:not([hidden])").length');
    const all = await rows();
    await page.type('.narrow input', '合同');
    const some = await rows();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    await page.clear('.narrow input');
    assert.strictEqual(await rows(), all);
    assert.match(await words(page, '.progress p'), /%/);
  },

  async 'chosen pages become one booklet with cover, contents and texts'({ page, base, folder }) {
    const pages = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8')).filter((one) => one.type === 'study');
    await page.open(`${base}book.html`);
    await forget(page);
    for (const one of pages.slice(0, 2)) {
      await page.open(base + one.route);
      await page.click('.choose');
    }
    await page.open(`${base}book.html`);
    await page.until('document.querySelectorAll(".chosen li").length === 2');
    await page.evaluate('document.querySelectorAll(".chosen li button")[1].click()');
    await page.type('.book-form [name=title]', '第三季度学习材料');
    await page.click('.book-form [name=make]');
    await page.until('!document.querySelector(".book-form [name=print]").hidden');
    assert.strictEqual(await words(page, '.cover .title'), '第三季度学习材料');
    const titles = await page.evaluate('[].map.call(document.querySelectorAll(".contents a"), function (a) { return a.textContent; })');
    assert.deepStrictEqual(titles.slice(0, 2), [pages[1].title, pages[0].title]);
    assert.strictEqual(await page.evaluate('document.querySelectorAll(".book .failed").length'), 0);
    assert.strictEqual(await page.evaluate('[].every.call(document.querySelectorAll(".contents a"), function (a) { return document.getElementById(a.hash.slice(1)); })'), true);
    const ids = await page.evaluate('[].map.call(document.querySelectorAll("[id]"), function (e) { return e.id; })');
    assert.strictEqual(new Set(ids).size, ids.length, 'no name stands twice');
    await forget(page);
  },

  async 'the booklet of a series has all its pages'({ page, base, folder }) {
    await page.open(base + inSeries(folder));
    const count = await page.evaluate('document.querySelectorAll(".series ol a").length');
    await page.open(await page.evaluate('document.querySelector(".series p a").href'));
    await page.until('!document.querySelector(".book-form [name=print]").hidden');
    assert.ok(count > 1 && await page.evaluate('document.querySelectorAll(".book > article.chapter").length') === count);
    assert.strictEqual(await page.evaluate('document.querySelectorAll(".book .failed").length'), 0);
  },

  async 'a page that is not there is named in the booklet, not left out in silence'({ page, base }) {
    page.mayComplain(/404|ERR_FILE_NOT_FOUND|Failed to load|Not allowed|postMessage/);
    await page.open(`${base}book.html?pages=study/no-such.html`);
    await page.until('document.querySelector(".book .failed")');
  },

  async 'the list of a section is cards or a table, and the choice is kept without a shift'({ page, base, folder }) {
    await size(page, 1366, 900);
    await page.open(`${base}cases/index.html`);
    await forget(page);
    await page.open(`${base}cases/index.html`);
    const heads = () => page.evaluate('(function (head) { return head.offsetHeight > 2 ? head.rows[0].cells.length : 0; })(document.querySelector(".list thead"))');
    assert.strictEqual(await page.evaluate('getComputedStyle(document.querySelector(".list tbody tr")).display'), 'block', 'cards at first');
    assert.strictEqual(await heads(), 0, 'cards have no heads');
    assert.strictEqual(await page.evaluate('document.querySelectorAll(".list thead button:not([tabindex])").length'), 0, 'nor can hidden heads be reached');
    assert.ok(await page.evaluate('document.querySelector(".list td.about").offsetHeight > 0'), 'cards have a summary');
    await page.click('.view button[value="table"]');
    assert.strictEqual(await page.evaluate('document.querySelector(".view [aria-pressed=true]").value'), 'table');
    assert.ok(await heads() >= 5, 'the table has heads');
    const table = await page.evaluate('[].map.call(document.querySelectorAll(".list thead th"), function (head) { return head.textContent; })');
    for (const head of ['名称', '日期', '案例类别', '违反纪律', '党纪处分', '政务处分']) assert.ok(table.includes(head), `${head} in ${table}`);
    // The next page is a table from its first paint.
    await page.open(`${base}institutions/index.html`);
    assert.strictEqual(await page.evaluate('document.documentElement.getAttribute("data-list")'), 'table');
    const own = await page.evaluate('[].map.call(document.querySelectorAll(".list thead th"), function (head) { return head.textContent; })');
    for (const head of ['名称', '时效', '文号', '制发单位', '施行日期']) assert.ok(own.includes(head), `${head} in ${own}`);
    await page.click('.view button[value=""]');
    await page.open(`${base}cases/index.html`);
    assert.strictEqual(await heads(), 0);
    await forget(page);
  },

  async 'a whole list is sorted by the heads of its table, by keyboard too'({ page, base }) {
    await size(page, 1366, 900);
    await openWith(page, `${base}cases/index.html`, { list: 'table' });
    const column = (name) => page.evaluate(`(function () {
      var at = [].findIndex.call(document.querySelectorAll(".list thead th"), function (head) { return head.textContent === "${name}"; });
      return [].map.call(document.querySelectorAll(".list tbody tr"), function (row) { return row.cells[at].textContent; });
    })()`);
    const dates = await column('日期');
    assert.deepStrictEqual(dates, dates.slice().sort().reverse(), 'the latest first');
    await page.evaluate('document.querySelector(".list thead .date button").focus()');
    await page.press('Enter');
    await page.press('Enter');
    assert.deepStrictEqual(await column('日期'), dates.slice().sort());
    assert.strictEqual(await page.evaluate('document.querySelector(".list thead .date").getAttribute("aria-sort")'), 'ascending');
    const order = await column('名称');
    await page.evaluate('document.querySelector(".list thead th button").click()');
    assert.strictEqual((await column('名称')).length, order.length);
    assert.strictEqual(await page.evaluate('document.querySelectorAll(".list thead [aria-sort]").length'), 1);
    await forget(page);
  },

  async 'without script a list is cards, and leads on'({ page, base }) {
    await page.call('Emulation.setScriptExecutionDisabled', { value: true });
    try {
      await page.open(`${base}cases/index.html`);
    } finally {
      await page.call('Emulation.setScriptExecutionDisabled', { value: false });
    }
    assert.strictEqual(await page.evaluate('getComputedStyle(document.querySelector(".list tbody tr")).display'), 'block');
    assert.strictEqual(await page.evaluate('document.querySelectorAll(".view, .display, .choose").length'), 0);
    assert.ok(await page.evaluate('document.querySelectorAll(".list tbody a[href]").length') > 5);
    assert.ok(await page.evaluate('document.querySelector(".nav").offsetHeight') > 0, 'the navigation is there');
  },

  async 'axe finds nothing on any kind of page, light and dark'({ page, base, folder }) {
    if (!fs.existsSync(AXE)) return console.log('left out: axe-core is not installed');
    if (!(await isCurrent(page)) || base.startsWith('file')) return null;
    const axe = fs.readFileSync(AXE, 'utf8');
    const found = [];
    await size(page, 1366);
    for (const [name, route] of Object.entries(pagesOf(folder))) {
      for (const [theme, list] of [['light', ''], ['dark', 'table']]) {
        await openWith(page, base + route, { theme, list });
        await page.evaluate(axe);
        const violations = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(function (result) {
          return result.violations.map(function (one) { return one.id + ': ' + one.nodes.slice(0, 3).map(function (node) { return node.html.slice(0, 160) + ' ' + (node.any[0] ? node.any[0].message : ''); }).join(' | '); });
        })`);
        found.push(...violations.map((one) => `${name} (${theme}, ${route}) ${one}`));
      }
    }
    await forget(page);
    assert.deepStrictEqual(found, []);
  },
};

function inSeries(folder) {
  const pages = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8'));
  return pages.map((one) => one.route).find((route) => fs.readFileSync(path.join(folder, route), 'utf8').includes('class="series"'));
}
