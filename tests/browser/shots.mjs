// Pictures of a page of every kind, to be looked at one by one, and PDFs of the three print formats.
//
//   node tests/browser/shots.mjs OUT [--site DIR] [--only NAME,NAME] [--looks NAME,NAME] [--widths N,N]
//
// Without --site the sample is built. OUT holds KIND-WIDTH-LOOK.png and PRINT.pdf.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, launch } from './chromium.mjs';
import { serve } from './folder.mjs';
import { openWith, pagesOf, size } from './pages.mjs';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const LOOKS = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  large: { theme: 'light', size: '1' },
  larger: { theme: 'light', size: '2' },
  contrast: { theme: 'contrast' },
  table: { theme: 'light', list: 'table' },
};
/** Looks that say something of some kinds alone. */
const FITS = { table: /^list-/ };
/** Taller pictures help nobody. */
const TALLEST = 4000;

/** The page of results, with something found and with nothing. */
const SEARCHES = { 'search-results': 'search.html#q=公务接待', 'search-empty': 'search.html#q=火星基地' };

const [out, ...rest] = process.argv.slice(2);
if (!out) throw new Error('where should the pictures go? node tests/browser/shots.mjs OUT');
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : null);
fs.mkdirSync(out, { recursive: true });

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'zhiku-shots-'));
const site = option('--site') || path.join(scratch, 'site');
if (!option('--site')) {
  execFileSync(path.join(ROOT, 'target/debug/zhiku'), ['build', '--quiet', '--root', ROOT, '--out', site], { stdio: 'inherit' });
}
const program = find('current');
if (!program) throw new Error('Chromium is not installed');
const { page, close } = await launch(program);
const server = await serve(site);
try {
  const only = option('--only') ? option('--only').split(',') : null;
  const chosen = (name, all) => (option(name) ? option(name).split(',') : all);
  const kinds = Object.entries({ ...pagesOf(site), ...SEARCHES }).filter(([kind]) => !only || only.includes(kind));
  for (const [kind, route] of kinds) {
    for (const width of chosen('--widths', ['1366', '820', '390']).map(Number)) {
      for (const look of chosen('--looks', Object.keys(LOOKS)).filter((name) => !FITS[name] || FITS[name].test(kind))) {
        const choices = LOOKS[look];
        await size(page, width, 900);
        await openWith(page, server.address + route, choices);
        if (SEARCHES[kind]) await page.until(`document.querySelector('.result, .search-status').textContent.trim()`);
        const height = await page.evaluate('document.documentElement.scrollHeight');
        await size(page, width, Math.min(Math.max(height, 600), TALLEST));
        // What came into view by the new height is drawn in the frame after.
        await page.evaluate('new Promise(function (go) { requestAnimationFrame(function () { requestAnimationFrame(go); }); })');
        fs.writeFileSync(path.join(out, `${kind}-${width}-${look}.png`), await page.picture());
      }
    }
  }
  await openWith(page, server.address);
  for (const kind of ['institution', 'regulation', 'ledger', 'study']) {
    const route = pagesOf(site)[kind];
    if (!route || (only && !only.includes(kind))) continue;
    await page.open(server.address + route);
    const { data } = await page.call('Page.printToPDF', { printBackground: false, preferCSSPageSize: true });
    fs.writeFileSync(path.join(out, `${kind}.pdf`), Buffer.from(data, 'base64'));
  }
  console.log(`${fs.readdirSync(out).length} files in ${out}`);
} finally {
  await close();
  await server.close();
  fs.rmSync(scratch, { recursive: true, force: true });
}
