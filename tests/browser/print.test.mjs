// What comes out of the printer: the format of official documents (GB/T 9704-2012), ledgers, booklets.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pagesOf } from './pages.mjs';

const MM = 72 / 25.4;
/** Half a point: what rounding to device pixels may shift. */
const NEAR = 1;

/** The pages of a PDF: size in points, and lines with their box and words, top first. */
function read(pdf) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zhiku-print-'));
  try {
    const file = path.join(folder, 'page.pdf');
    fs.writeFileSync(file, pdf);
    const text = execFileSync('pdftotext', ['-bbox-layout', file, '-'], { encoding: 'utf8' });
    return text.split('<page ').slice(1).map((page) => {
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page).map(Number);
      const lines = [...page.matchAll(/<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^]*?)<\/line>/g)].map((line) => {
        const [left, top, right, bottom] = line.slice(1, 5).map(Number);
        const words = [...line[5].matchAll(/>([^<]*)<\/word>/g)].map((word) => word[1]).join(' ');
        return { left, top, right, bottom, middle: (top + bottom) / 2, words };
      });
      return { width, height, lines: lines.sort((a, b) => a.middle - b.middle) };
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function printed(page, url) {
  await page.open(url);
  const { data } = await page.call('Page.printToPDF', { printBackground: false, preferCSSPageSize: true });
  return read(Buffer.from(data, 'base64'));
}

/** Old releases know no named pages, and paper is the same over either way. */
async function isLeftOut(page, base) {
  if (base.startsWith('file') || Number(/Chrom(?:e|ium)\/(\d+)/.exec(await page.evaluate('navigator.userAgent'))[1]) < 131) return true;
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return false;
  } catch (missing) {
    console.log('left out: pdftotext (poppler-utils) is not installed');
    return true;
  }
}

const isNumber = (line) => /^— \d+ —$/.test(line.words);

export const tests = {
  async 'institutions and regulations print as GB/T 9704-2012 asks'({ page, base, folder }) {
    if (await isLeftOut(page, base)) return;
    const kinds = pagesOf(folder);
    for (const route of [kinds.institution, kinds.regulation]) {
      const pages = await printed(page, base + route);
      assert.ok(pages.length > 1, `${route} has several pages`);
      pages.forEach(({ width, height, lines }, at) => {
        const where = `${route}, page ${at + 1}`;
        assert.ok(Math.abs(width - 210 * MM) < NEAR && Math.abs(height - 297 * MM) < NEAR, `${where} is A4`);
        const number = lines.filter(isNumber);
        assert.deepStrictEqual(number.map((line) => line.words), [`— ${at + 1} —`], where);
        // Odd on the right, even on the left, each a character from the edge of the type area.
        const inset = at % 2 ? number[0].left - 28 * MM : 184 * MM - number[0].right;
        assert.ok(inset > 8 && inset < 20, `${where}: the number stands ${inset} pt from the edge`);
        const text = lines.filter((line) => !isNumber(line));
        for (const line of text) {
          assert.ok(line.left > 28 * MM - NEAR && line.right < 184 * MM + NEAR, `${where}: outside 156 mm: ${line.words}`);
          assert.ok(line.middle > 37 * MM && line.middle < 262 * MM, `${where}: outside 225 mm: ${line.words}`);
          assert.ok([...line.words.replace(/ /g, '')].length <= 29, `${where}: more than 28 characters: ${line.words}`);
        }
        // The source and the review at the very end are set smaller.
        const body = text.filter((line) => line.bottom - line.top > 36);
        assert.ok(body.length <= 22, `${where} has ${body.length} lines`);
      });
      const first = pages[0].lines.map((line) => line.words.replace(/ /g, '')).join('\n');
      for (const part of [/文号\S+〔\d{4}〕\d+号/, /施行日期\d{4}-\d\d-\d\d/, /制(发单位|定机关)/]) assert.match(first, part, `${route}: below the title`);
      const full = pages.slice(1, -1).map(({ lines }) => lines.length - 1);
      assert.ok(!full.length || Math.max(...full) >= 20, `${route}: a full page has 22 lines, these have ${full}`);
    }
  },

  async 'a ledger prints across the sheet, with nothing cut off'({ page, base, folder }) {
    if (await isLeftOut(page, base)) return;
    const pages = await printed(page, base + pagesOf(folder).ledger);
    for (const { width, height, lines } of pages) {
      assert.ok(width > height, 'landscape');
      assert.ok(lines.every((line) => line.left > 15 * MM && line.right < width - 15 * MM), 'within the margins');
    }
  },

  async 'a booklet prints with a cover without number, each text on a page of its own'({ page, base, folder }) {
    if (await isLeftOut(page, base)) return;
    const routes = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8')).filter((one) => one.type === 'study').slice(0, 2).map((one) => one.route);
    await page.open(`${base}book.html?pages=${routes.join(',')}`);
    await page.until('!document.querySelector(".book-form [name=print]").hidden');
    const { data } = await page.call('Page.printToPDF', { printBackground: false, preferCSSPageSize: true });
    const pages = read(Buffer.from(data, 'base64'));
    assert.ok(pages.length >= 4);
    assert.strictEqual(pages[0].lines.filter(isNumber).length, 0, 'the cover has no number');
    assert.ok(pages.slice(1).every(({ lines }) => lines.filter(isNumber).length === 1));
    assert.match(pages[1].lines[0].words, /目\s*录/);
  },
};
