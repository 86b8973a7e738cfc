// Answers queries from a built site with the client's own code.
//
// node tests/js/search.mjs SITE_DIR --limit N --queries FILE
//
// FILE holds JSON lines {query}; out come JSON lines {query, hits: [{path, article, route, score}]}.
import fs from 'node:fs';
import { client } from './client.mjs';

const [site, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : otherwise);
const limit = Number(option('--limit', '10'));
const queries = option('--queries');
if (!site || !queries) {
  process.stderr.write('usage: node tests/js/search.mjs SITE_DIR --limit N --queries FILE\n');
  process.exit(2);
}

const { zk, loaded } = client(site);
const index = await zk.openIndex();
const paths = (await zk.named(index.files[6]))[0].split('\n');
const details = await zk.openDetails(index);
const knows = (name) => details.facets.some((facet) => facet.name === name || facet.label === name) || zk.INSIDE.includes(name);
const times = [];

for (const line of fs.readFileSync(queries, 'utf8').split('\n').filter(Boolean)) {
  const { query } = JSON.parse(line);
  const start = process.hrtime.bigint();
  await zk.foldable(index.files, query);
  const read = zk.readQuery(query, knows);
  const readings = zk.isLetters(read.groups.join('')) ? await zk.openPinyin(index) : null;
  const found = await zk.search(index, read, readings);
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
  const hits = [];
  for (const hit of found.slice(0, limit)) {
    const first = index.pages[hit.page].first;
    const unit = await zk.text(index, hit.unit === null ? first : hit.unit);
    const number = hit.unit === null ? undefined : index.articles[hit.unit];
    const article = number ? number[0] + (number[1] ? '之' + zk.chinese(number[1]) : '') : null;
    const anchor = hit.unit !== null && unit.anchor ? '#' + unit.anchor : '';
    hits.push({ path: paths[hit.page], article, route: unit.page.route + anchor, score: hit.score });
  }
  process.stdout.write(JSON.stringify({ query, hits }) + '\n');
}

if (rest.includes('--statistics')) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  process.stderr.write(`ms at 50 %: ${at(0.5)}, at 95 %: ${at(0.95)}; files loaded: ${loaded.length}\n`);
}
