// Typing into the search box and on the search page.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';

const BOX = '#search-box';
const OPEN = '!document.querySelector("#search-list").hidden';
const options = (page) => page.evaluate('Array.from(document.querySelectorAll("#search-list [role=option]")).map(function (o) { return o.textContent; })');
const results = (page) => page.evaluate('Array.from(document.querySelectorAll(".results .result h2")).map(function (o) { return o.textContent; })');

export const tests = {
  async 'nothing of the search is loaded before the box is used'({ page, base }) {
    await page.open(`${base}index.html`);
    const before = page.requests.filter((url) => url.startsWith(`${base}search/`));
    assert.deepStrictEqual(before, []);
    const asked = page.event((method, params) => method === 'Network.requestWillBeSent' && params.request.url === `${base}search/index.js`);
    await page.evaluate(`document.querySelector('${BOX}').focus()`);
    await asked;
  },

  async 'the first results come while typing, and lead to their place'({ page, base }) {
    await page.open(`${base}index.html`);
    await page.type(BOX, '谈话');
    await page.until(`${OPEN} && document.querySelectorAll("#search-list mark").length`);
    assert.strictEqual(await page.evaluate(`document.querySelector('${BOX}').getAttribute('aria-expanded')`), 'true');
    await page.press('ArrowDown');
    const chosen = await page.evaluate(`document.getElementById(document.querySelector('${BOX}').getAttribute('aria-activedescendant')).querySelector('a').href`);
    await page.press('Enter');
    await page.until('/hl=/.test(location.search) && document.querySelector("main mark.found")');
    assert.strictEqual(await page.evaluate('location.href'), chosen);
    await page.press('Escape');
    await page.until('!document.querySelector("main mark.found")');
  },
};
