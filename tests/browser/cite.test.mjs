// Citations as links: the card with the words of the article, by mouse, keyboard and touch.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { size } from './pages.mjs';

/** A case whose articles were renumbered after it was decided. */
const CASE = 'cases/case-04.html';
const CITE = 'article .body a.cite[href*="html#a"]';
const CARD = '#cite-card';

const text = (page, selector) => page.evaluate(`(document.querySelector(${JSON.stringify(selector)}) || {}).textContent || ''`);
const there = (page, selector) => page.evaluate(`!!document.querySelector(${JSON.stringify(selector)})`);
const gone = (page) => page.until(`!document.querySelector('${CARD}')`);
const shown = (page) => page.until(`document.querySelector('${CARD} .line')`);
/** The middle of the first line of an element, once it stands in the middle of the screen. */
const middle = (page, selector) => page.evaluate(`(function () {
  var element = document.querySelector(${JSON.stringify(selector)});
  document.documentElement.style.scrollBehavior = 'auto';
  if (!element.closest('${CARD}')) element.scrollIntoView({ block: 'center' });
  // What the scrolling sets off has happened two frames later.
  return new Promise(function (done) {
    requestAnimationFrame(function () { requestAnimationFrame(function () {
      var box = element.getClientRects()[0];
      done([box.left + box.width / 2, box.top + box.height / 2]);
    }); });
  });
})()`);

async function point(page, [x, y]) {
  await page.call('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y, button: 'none' });
}

async function tap(page, [x, y]) {
  await page.call('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  await page.call('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Opens a page with the pointer where no citation is. */
async function open(page, url) {
  await point(page, [1, 1]);
  await page.open(url);
}

export const tests = {
  async 'pointing at a citation shows the article, its edition, why this one, and today\'s number'({ page, base, folder }) {
    await size(page, 1366);
    await open(page, base + CASE);
    const link = await page.evaluate(`(function (link) { return { href: link.href, title: link.title }; })(document.querySelector('${CITE}'))`);
    await point(page, await middle(page, CITE));
    await shown(page);
    const card = await text(page, CARD);
    const [, route, anchor] = /([a-z]+\/[^/]+\.html)#(.+)$/.exec(link.href);
    const cited = fs.readFileSync(path.join(folder, route), 'utf8');
    const words = new RegExp(`id="${anchor}">(.*?)</p>`).exec(cited)[1].replace(/<b class="no".*?<\/b>|<[^>]+>/g, '').trim();
    assert.ok(words.length > 8 && card.includes(words), `${card} has ${words}`);
    assert.ok(card.includes(link.title) && /\d{4} 版/.test(link.title), `${card} says ${link.title}`);
    assert.match(await text(page, `${CARD} .standing`), /已修改/);
    // Which edition it is comes before its words.
    assert.strictEqual(await there(page, `${CARD} .what + .why + .line`), true);
    assert.match(await text(page, `${CARD} .now`), /第.+条/);
    const comparison = await page.evaluate(`document.querySelector('${CARD} .now a').href`);
    assert.ok(comparison.startsWith(base) && fs.existsSync(path.join(folder, comparison.slice(base.length).split('#')[0])), comparison);
    assert.strictEqual(await page.evaluate(`document.querySelector('${CITE}').getAttribute('aria-describedby')`), 'cite-card');
    // The browser's own title does not stand over the card, and is back when the card is gone.
    assert.strictEqual(await page.evaluate(`document.querySelector('${CITE}').title`), '');
    await point(page, await middle(page, `${CARD} .why`));
    await point(page, [2, 2]);
    await gone(page);
    assert.strictEqual(await page.evaluate(`document.querySelector('${CITE}').title`), link.title);
  },

  async 'the keyboard reaches the card and what it holds, and Escape closes it'({ page, base }) {
    await size(page, 1366);
    await open(page, base + CASE);
    await page.evaluate(`document.querySelector('${CITE}').focus()`);
    await shown(page);
    await page.press('Tab');
    assert.strictEqual(await page.evaluate(`document.querySelector('${CARD}').contains(document.activeElement)`), true);
    await page.press('Escape');
    assert.strictEqual(await there(page, CARD), false);
    assert.strictEqual(await page.evaluate(`document.activeElement === document.querySelector('${CITE}')`), true);
    assert.ok(await page.evaluate(`document.querySelector('${CITE}').title.length > 0`));
  },

  async 'a first tap shows the card within a phone\'s screen, a tap beside closes it, its link leads on'({ page, base }) {
    await size(page, 390);
    await page.call('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
    try {
      await open(page, base + CASE);
      await tap(page, await middle(page, CITE));
      await shown(page);
      assert.ok((await page.evaluate('location.pathname')).endsWith(CASE), 'the page stayed');
      const box = await page.evaluate(`(function (box) { return [box.left, box.right, box.top, box.bottom, innerWidth, innerHeight]; })(document.querySelector('${CARD}').getBoundingClientRect())`);
      assert.ok(box[0] >= 0 && box[1] <= box[4] && box[2] >= 0 && box[3] <= box[5], String(box));
      await tap(page, [6, box[2] > 60 ? box[2] - 30 : box[3] + 30]);
      await gone(page);
      await tap(page, await middle(page, CITE));
      await shown(page);
      await tap(page, await middle(page, `${CARD} .go`));
      await page.until('/regulations/.test(location.pathname) && location.hash.length > 1');
    } finally {
      await page.call('Emulation.setTouchEmulationEnabled', { enabled: false });
    }
  },

  async 'a citation that opens no article, for its edition is not held, says so in a card'({ page, base }) {
    await size(page, 1366);
    await open(page, base + CASE);
    await page.evaluate(`(function (link) {
      link.href = link.href.split('#')[0];
      link.className = 'cite unsure';
      link.title = '未收录';
      link.id = 'unheld';
    })(document.querySelector('${CITE}'))`);
    await point(page, await middle(page, '#unheld'));
    await page.until(`document.querySelector('${CARD} .why')`);
    assert.strictEqual(await text(page, `${CARD} .why`), '未收录');
    assert.strictEqual(await there(page, `${CARD} .line`), false);
    await page.press('Escape');
    await gone(page);
  },

  async 'a citation of the same text shows its article from the page'({ page, base, folder }) {
    const route = fs.readdirSync(path.join(folder, 'institutions')).map((name) => `institutions/${name}`).sort()
      .find((name) => name.endsWith('.html') && /<a class="cite" href="#a\d/.test(fs.readFileSync(path.join(folder, name), 'utf8')));
    await size(page, 1366);
    await open(page, base + route);
    const own = 'a.cite[href^="#a"]';
    await page.evaluate(`document.querySelector('${own}').focus()`);
    await shown(page);
    const anchor = await page.evaluate(`document.querySelector('${own}').hash.slice(1).split('-k')[0]`);
    const words = await page.evaluate(`document.getElementById('${anchor}').textContent`);
    assert.strictEqual(await text(page, `${CARD} .line`), words);
    await page.press('Escape');
  },

  async 'the mark of an article leads to those that cite it, and they lead back'({ page, base, folder }) {
    const route = 'regulations/sanzi-2018.html';
    await size(page, 1366);
    await open(page, base + route);
    const mark = await page.evaluate(`(function (mark) { var box = mark.getBoundingClientRect(), no = mark.parentNode.querySelector('.no').getBoundingClientRect();
      return { href: mark.getAttribute('href'), label: mark.getAttribute('aria-label'), apart: no.right <= box.left || no.bottom <= box.top || box.right <= no.left || box.bottom <= no.top }; })(document.querySelector('p.article .cited-by'))`);
    assert.match(mark.label, /\d/);
    assert.ok(mark.apart, 'the mark does not stand upon the number');
    await page.open(base + path.posix.join(path.dirname(route), mark.href));
    const anchor = mark.href.split('#')[1];
    assert.ok(await there(page, `#${anchor}`), `${mark.href} is there`);
    const back = await page.evaluate(`[].map.call(document.querySelectorAll('main a'), function (a) { return a.getAttribute('href'); })`);
    assert.ok(back.some((href) => href.endsWith(`${path.basename(route)}#${anchor}`)), String(back));
    assert.ok(back.some((href) => href.includes('case-')), String(back));
    assert.ok(fs.existsSync(path.join(folder, route.replace('.html', '_cited.html'))));
  },

  async 'the buttons of an article come without moving its words'({ page, base }) {
    await size(page, 390);
    await open(page, base + 'regulations/sanzi-2018.html');
    const place = 'p.article#a7';
    const box = () => page.evaluate(`(function (box) { return [box.width, box.height]; })(document.querySelector('${place}').getBoundingClientRect())`);
    // A paragraph out of sight is laid out only when it comes near.
    await middle(page, place);
    await page.evaluate('new Promise(function (go) { requestAnimationFrame(function () { requestAnimationFrame(go); }); })');
    const before = await box();
    await point(page, await middle(page, place));
    await page.until(`document.querySelector('${place} .copies button')`);
    assert.deepStrictEqual(await box(), before);
    const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.ok(wide <= 0, `${wide} px too wide`);
  },
};
