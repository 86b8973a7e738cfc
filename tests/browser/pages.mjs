// A page of every kind of the built sample, by a name for each.
import fs from 'node:fs';
import path from 'node:path';

/** Names and routes: a page of every content type, every derived page, every kind of list. */
export function pagesOf(folder) {
  const pages = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8'));
  const kinds = { home: 'index.html', 'not-found': '404.html' };
  for (const page of pages) {
    const name = page.withdrawn ? `${page.type}-withdrawn` : page.type;
    if (!kinds[name]) kinds[name] = page.route;
  }
  for (const name of fs.readdirSync(folder).sort()) {
    if (name.endsWith('.html') && !kinds[name.slice(0, -5)] && !['index.html', '404.html'].includes(name)) kinds[name.slice(0, -5)] = name;
  }
  for (const list of ['study/index.html', 'regulations/index.html', 'cases/index.html', 'institutions/index.html', 'facets', 'pinyin']) {
    const route = list.endsWith('.html') ? list : first(folder, list);
    if (route) kinds[`list-${list.split('/')[0]}`] = route;
  }
  for (const [name, below, fits] of DERIVED) {
    const place = path.join(folder, below);
    const found = fs.existsSync(place) ? fs.readdirSync(place).sort().find((file) => fits.test(file)) : null;
    if (found) kinds[name] = `${below}/${found}`;
  }
  return kinds;
}

/** Pages that the program makes of several, by a name, their folder and their file. */
const DERIVED = [
  ['comparison', 'works', /^[^_]+_[^_]+_[^_]+\.html$/],
  ['work', 'works', /^[^_]+\.html$/],
  ['cited', 'regulations', /_cited\.html$/],
  ['institutions', 'lifecycle', /^index\.html$/],
  ['catalogue', 'lifecycle', /^in-force\.html$/],
  ['yearly', 'lifecycle', /^\d{4}\.html$/],
  ['coming', 'lifecycle', /^coming\.html$/],
  ['check-up', 'lifecycle', /^check-up\.html$/],
  ['reviews', 'lifecycle', /^reviews\.html$/],
  ['matrix', 'matrix', /^index\.html$/],
];

function first(folder, below) {
  for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const route = `${below}/${entry.name}`;
    if (entry.isDirectory()) return first(folder, route);
    if (entry.name.endsWith('.html')) return route;
  }
  return null;
}

/** Sets the size of what is seen, in CSS pixels. */
export async function size(page, width, height = 800) {
  await page.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
}

/** Keeps the reader's choices as the site itself does, and opens an address with them. */
export async function openWith(page, url, { theme = '', size: text = '', list = '' } = {}) {
  await page.open(url);
  await page.evaluate(`(function () {
    ${theme ? `localStorage.setItem('zhiku.theme', '${theme}')` : `localStorage.removeItem('zhiku.theme')`};
    ${list ? `localStorage.setItem('zhiku.list', '${list}')` : `localStorage.removeItem('zhiku.list')`};
    ${text ? `localStorage.setItem('zhiku.size', '${text}')` : `localStorage.removeItem('zhiku.size')`};
  })()`);
  await page.open(url);
}
