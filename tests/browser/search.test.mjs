// Typing into the search box and on the search page.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { size } from './pages.mjs';

const BOX = '#search-box', WORDS = '#search-words';
const OPEN = '!document.querySelector("#search-list").hidden';
/** A page with the box in its header. */
const PAGE = 'recent.html';

const texts = (selector) => `Array.from(document.querySelectorAll(${JSON.stringify(selector)})).map(function (one) { return one.textContent; })`;
const status = 'document.querySelector(".search-status").textContent';
const attribute = (page, name) => page.evaluate(`document.querySelector('${BOX}').getAttribute('${name}')`);
/** Opens the search page with a state behind # and waits for what it says. */
async function search(page, base, state) {
  await page.open(`${base}search.html#${state}`);
  await page.until(`document.querySelector(".results > *") || /没有/.test(${status})`);
}

const HERE = path.dirname(fileURLToPath(import.meta.url));

export const tests = {
  async 'the client computes what the vectors say'({ page, base }) {
    await page.open(base + PAGE);
    const check = fs.readFileSync(path.join(HERE, '../js/check_vectors.js'), 'utf8');
    const vectors = fs.readFileSync(path.join(HERE, '../vectors/search.json'), 'utf8');
    await page.evaluate(`${check}; 0`);
    assert.deepStrictEqual(await page.evaluate(`checkVectors(window.zhikuSearch, ${JSON.stringify(JSON.parse(vectors))})`), []);
  },

  async 'what is shown of a text begins and ends with whole numbers and words'({ page, base }) {
    await page.open(base + PAGE);
    const around = (before, after) => page.evaluate(`(function (zk) {
      var shown = zk.snippet(${JSON.stringify(before)} + '谈话' + ${JSON.stringify(after)}, { names: [], words: ['谈话'], articles: [] });
      return [shown.text, shown.marks.map(function (mark) { return shown.text.slice(mark[0], mark[1]); })];
    })(window.zhikuSearch)`);
    const fill = '甲'.repeat(21);
    const [start, marks] = await around(`乙于2021${fill}`, '');
    assert.strictEqual(start, `…2021${fill}谈话`);
    assert.deepStrictEqual(marks, ['谈话']);
    const [end] = await around('', `${'甲'.repeat(106)}2021年`);
    assert.strictEqual(end, `谈话${'甲'.repeat(106)}2021…`);
    const [long] = await around(`${'9'.repeat(60)}${fill}`, '');
    assert.ok(long.length < 60, 'a long run is cut all the same');
  },

  async 'nothing of the search is loaded before the box is used, then its first table is warmed'({ page, base }) {
    await page.open(base + PAGE);
    assert.deepStrictEqual(page.requests.filter((url) => url.startsWith(`${base}search/`)), []);
    const asked = page.event((method, params) => method === 'Network.requestWillBeSent' && params.request.url === `${base}search/index.js`);
    await page.evaluate(`document.querySelector('${BOX}').focus()`);
    await asked;
  },

  async 'the first results come while typing, and lead to their place'({ page, base }) {
    await page.open(base + PAGE);
    await page.type(BOX, '谈话');
    await page.until(`${OPEN} && document.querySelectorAll("#search-list mark").length`);
    assert.strictEqual(await attribute(page, 'role'), 'combobox');
    assert.strictEqual(await attribute(page, 'aria-expanded'), 'true');
    assert.ok(await page.evaluate('document.querySelector("form.search [aria-live]").textContent'), 'the number is said aloud');
    await page.press('ArrowDown');
    const chosen = await page.evaluate(`document.getElementById(document.querySelector('${BOX}').getAttribute('aria-activedescendant')).querySelector('a').href`);
    await page.press('Enter');
    await page.until('/hl=/.test(location.search) && document.querySelector("main mark.found")');
    assert.strictEqual(await page.evaluate('location.href'), chosen);
    await page.press('Escape');
    await page.until('!document.querySelector("main mark.found")');
  },

  async 'traditional, full-width and pinyin spellings find the same page'({ page, base }) {
    await page.open(base + PAGE);
    const first = async (typed) => {
      await page.clear(BOX);
      await page.type(BOX, typed);
      const said = JSON.stringify(typed);
      await page.until(`${OPEN} && document.querySelector("#search-list .all") && document.querySelector("#search-list .all").href.indexOf(encodeURIComponent(${said})) > 0`);
      return page.evaluate('document.querySelector("#search-list .title").textContent');
    };
    const plain = await first('案件质量评查办法');
    assert.ok(plain.includes('案件质量评查办法'), plain);
    for (const typed of ['案件質量評查辦法', 'anjianzhiliangpingchabanfa']) assert.strictEqual(await first(typed), plain, typed);
  },

  async 'an article is found by its number in digits and marked where it stands'({ page, base }) {
    await page.open(base + PAGE);
    await page.type(BOX, '案件质量评查办法3条');
    await page.until(`${OPEN} && document.querySelector("#search-list .snippet")`);
    await page.press('ArrowDown');
    await page.press('Enter');
    await page.until('/#a3$/.test(location.href) && document.querySelector("mark.found")');
    const marked = await page.evaluate(texts('mark.found'));
    assert.ok(marked.some((text) => text.replace(/\s/g, '') === '第三条'), marked.join('|'));
    assert.ok(await page.evaluate('document.getElementById("a3").getBoundingClientRect().top < innerHeight'), 'it is in view');
  },

  async 'an open composition of an input method starts no search'({ page, base }) {
    await page.open(base + PAGE);
    const fire = (type, text) => page.evaluate(`(function () {
      var input = document.querySelector('${BOX}');
      input.focus();
      ${text === undefined ? '' : `input.value = ${JSON.stringify(text)};`}
      input.dispatchEvent(${type === 'input' ? 'new InputEvent("input", { bubbles: true, isComposing: true })' : `new CompositionEvent('${type}', { bubbles: true })`});
    })()`);
    await fire('compositionstart');
    await fire('input', "tan'hua");
    // The search is asked for directly: had the composition started one, its answer would be older.
    await page.evaluate('window.zhikuSearch.openIndex().then(function (index) { return window.zhikuSearch.openTerms(index); }).then(function () {})');
    await page.press('Enter');
    assert.ok(await page.evaluate('document.querySelector("#search-list").hidden'), 'nothing while it is open');
    await fire('compositionend', '谈话');
    await page.until(`${OPEN} && document.querySelectorAll("#search-list mark").length`);
    assert.ok((await page.evaluate(texts('#search-list .all'))).join('').includes('谈话'));
  },

  async 'the keys / and Ctrl K lead to the box'({ page, base }) {
    await page.open(base + PAGE);
    await page.press('/');
    await page.until(`document.activeElement === document.querySelector('${BOX}')`);
    await page.evaluate('document.activeElement.blur()');
    await page.press('k', { control: true });
    await page.until(`document.activeElement === document.querySelector('${BOX}')`);
  },

  async 'facets count, filter, stand in the address, and go back'({ page, base }) {
    await search(page, base, 'q=%E8%B0%88%E8%AF%9D');
    const all = Number(/\d+/.exec(await page.evaluate(status))[0]);
    const counts = await page.evaluate('Array.from(document.querySelector(".facets fieldset").querySelectorAll(".count")).map(function (one) { return Number(one.textContent); })');
    assert.strictEqual(counts.reduce((sum, one) => sum + one, 0), all, 'every page has one type');
    await page.click('.facets fieldset input');
    await page.until(`new RegExp("[^0-9]${counts[0]}[^0-9]").test(" " + ${status} + " ") && document.querySelector(".facets input:checked")`);
    assert.ok((await page.evaluate('location.hash')).includes('kind='), 'the state is in the address');
    await page.evaluate('history.back()');
    await page.until(`!document.querySelector(".facets input:checked") && new RegExp("[^0-9]${all}[^0-9]").test(" " + ${status} + " ")`);
  },

  async 'on a phone the filters are folded away until they are asked for'({ page, base }) {
    await size(page, 390);
    await search(page, base, 'q=%E8%B0%88%E8%AF%9D');
    const seen = () => page.evaluate('document.querySelector("#search-facets").offsetHeight > 0');
    assert.strictEqual(await seen(), false);
    await page.click('.search-page .fold');
    assert.strictEqual(await seen(), true);
    assert.strictEqual(await page.evaluate('document.querySelector(".fold").getAttribute("aria-expanded")'), 'true');
    // Of many values the most frequent stand first; the rest follow when asked for.
    const hidden = () => page.evaluate('Array.from(document.querySelectorAll("#search-facets .rest")).filter(function (one) { return !one.offsetHeight; }).length');
    const before = await hidden();
    assert.ok(before > 0);
    await page.click('.rest-of');
    assert.ok(await hidden() < before);
    assert.ok(await page.evaluate('document.activeElement.parentNode.className === "rest"'));
  },

  async 'a filter that is typed is ticked'({ page, base }) {
    await search(page, base, `q=${encodeURIComponent('谈话 栏目:机关制度')}`);
    assert.deepStrictEqual(await page.evaluate('Array.from(document.querySelectorAll(".facets input:checked")).map(function (one) { return one.parentNode.textContent.replace(/[0-9]+$/, ""); })'), ['机关制度']);
    const routes = await page.evaluate('Array.from(document.querySelectorAll(".result h2 a")).map(function (one) { return one.getAttribute("href"); })');
    assert.ok(routes.length && routes.every((route) => route.startsWith('institutions/')), routes.join(' '));
  },

  async 'a page with articles leads to a search inside it'({ page, base }) {
    await search(page, base, `q=${encodeURIComponent('案件质量评查办法')}`);
    await page.click('.result h2 a');
    // The page scrolls to its marks; only then does it stand still for a click.
    await page.until('document.querySelector("a.search-in") && document.querySelector("main mark.found")');
    const title = await page.evaluate('document.querySelector("h1").textContent');
    await page.click('a.search-in');
    await page.until('/search\\.html#in=/.test(location.href) && document.readyState === "complete" && !document.querySelector(".inside").hidden');
    assert.ok((await page.evaluate('document.querySelector(".inside").textContent')).includes(title.trim()));
    await page.type(WORDS, '案件');
    await page.press('Enter');
    await page.until('document.querySelector(".result")');
    const found = await page.evaluate(texts('.result h2'));
    assert.ok(found.every((one) => one === title.trim()), found.join('|'));
    await page.click('.inside button');
    await page.until('document.querySelectorAll(".result").length > 1');
  },

  async 'a part of a number or a Latin word is found'({ page, base }) {
    await search(page, base, 'q=02');
    assert.ok(await page.evaluate('document.querySelectorAll(".result").length'));
  },

  async 'nothing found says what was searched and offers near titles'({ page, base }) {
    await search(page, base, `q=${encodeURIComponent('"鼉龘龘"')}`);
    const said = await page.evaluate(status);
    assert.ok(said.includes('鼉龘龘') && said.includes('标题'), said);
    await search(page, base, `q=${encodeURIComponent('"案件质量评查办法鼉龘"')}`);
    assert.ok((await page.evaluate(texts('.result h2'))).some((one) => one.includes('案件质量评查办法')));
    await search(page, base, `q=${encodeURIComponent('"鼉龘"')}&kind=${encodeURIComponent('案例')}`);
    assert.ok((await page.evaluate(status)).includes('案例'), 'the limits are named');
    await page.click('.results button');
    await page.until('location.hash.indexOf("kind") < 0');
  },

  async 'a file that is missing is reported, not taken for nothing, and asked for again'({ page, copy }) {
    page.mayComplain(/ERR_FILE_NOT_FOUND|404|Failed to load/);
    const { folder, base } = await copy();
    const index = path.join(folder, 'search/index.js');
    const names = /"([a-z2-7]{7})"/.exec(fs.readFileSync(index, 'utf8'))[1];
    const table = path.join(folder, `search/${names}.js`);
    const bytes = fs.readFileSync(table);
    fs.rmSync(table);
    await page.open(base + PAGE);
    await page.type(BOX, '谈话');
    await page.until('document.querySelector("#search-list .failed")');
    assert.ok((await page.evaluate(texts('#search-list'))).join('').includes(names), 'the file is named');
    assert.strictEqual(page.requests.filter((url) => url.includes(names)).length % 3, 0, 'it was tried three times');
    fs.writeFileSync(table, bytes);
    await page.click('#search-list .again');
    await page.until(`${OPEN} && document.querySelectorAll("#search-list mark").length`);
  },
};
