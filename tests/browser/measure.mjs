// What a search costs a reader: bytes, requests, time and memory in Chromium, typed into the box.
//
//   node tests/browser/measure.mjs SITE_DIR QUERIES.jsonl [--chromium current] [--most 60]
//
// QUERIES holds JSON lines {query, set}. Per set: compressed bytes and requests of a first search,
// everything beyond the page itself (the search's script too), and of a further one; over all
// queries: milliseconds of computing per query once its files are there; the tab's JavaScript heap.
import fs from 'node:fs';
import { find, launch } from './chromium.mjs';
import { serve } from './folder.mjs';

const [site, file, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : otherwise);
const most = Number(option('--most', '60'));
const program = find(option('--chromium', 'current'));
if (!site || !file || !program) {
  console.error('usage: node tests/browser/measure.mjs SITE_DIR QUERIES.jsonl [--chromium current] [--most 60]');
  process.exit(2);
}
const sets = new Map();
for (const line of fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const { set = 'queries', query } = JSON.parse(line);
  if (!sets.has(set)) sets.set(set, []);
  if (sets.get(set).length < most) sets.get(set).push(query);
}
const at = (values, share) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const kb = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
const BOX = '#search-box, #search-words';
const DONE = '!document.querySelector("#search-list").hidden && document.querySelector("#search-list [role=option]")';

const { address, sent, close } = await serve(site);
const chromium = await launch(program);
const { page } = chromium;
const ofSearch = () => sent.filter(({ path }) => /search/.test(path) && /\.js$/.test(path));
const total = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0);
const times = [], heaps = [];
console.log(chromium.version);
try {
  await page.call('Network.setCacheDisabled', { cacheDisabled: true });
  const start = `${address}recent.html`;
  for (const [set, queries] of sets) {
    const cold = [], further = [], requests = [];
    for (const [place, query] of queries.entries()) {
      await page.open(start);
      sent.splice(0, sent.length, ...ofSearch().slice(-1));
      await page.type(BOX, query);
      await page.until(DONE);
      cold.push(total(ofSearch()));
      requests.push(ofSearch().length);
      const before = ofSearch().length;
      await page.evaluate('document.querySelector("#search-list").hidden = true');
      await page.clear(BOX);
      await page.type(BOX, queries[(place + 1) % queries.length]);
      await page.until(DONE);
      further.push(total(ofSearch().slice(before)));
      times.push(await page.evaluate(`(function () {
        var zk = window.zhikuSearch, typed = ${JSON.stringify(query)};
        return zk.openIndex().then(function (index) {
          function once() {
            return zk.readTyped(index, typed).then(function (query) {
              return zk.readingsFor(index, query).then(function (readings) { return zk.search(index, query, readings); });
            });
          }
          return once().then(function () {
            var start = performance.now();
            return once().then(function () { return performance.now() - start; });
          });
        });
      })()`));
      heaps.push((await page.evaluate('performance.memory.usedJSHeapSize')) / 1e6);
    }
    console.log(`${set.padEnd(18)} first ${kb(at(cold, 0.5)).padStart(7)} in ${at(requests, 0.5)} requests, further ${kb(at(further, 0.5)).padStart(7)}`);
  }
  console.log(`computing: ${at(times, 0.5).toFixed(1)} ms at the median, ${at(times, 0.95).toFixed(1)} ms at 95 %; heap of the tab: ${at(heaps, 0.5).toFixed(0)} MB at the median, ${at(heaps, 1).toFixed(0)} MB at most`);
} finally {
  await chromium.close();
  await close();
}
