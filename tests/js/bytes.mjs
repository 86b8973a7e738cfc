// Bytes of the first results, as the search box loads them, compressed file by file.
//
// node tests/js/bytes.mjs SITE_DIR FILE...: prints per set of queries the median of a cold search
// and of a further one. The script itself is counted with a cold search.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { client } from './client.mjs';

const [site, ...files] = process.argv.slice(2);
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, zlib.gzipSync(fs.readFileSync(path.join(site, file)), { level: 6 }).length);
  return sizes.get(file);
};
const folder = new URL('../../theme/js/search/', import.meta.url);
const script = fs.readdirSync(folder).sort().map((name) => fs.readFileSync(new URL(name, folder), 'utf8')).join('')
  .split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('//')).join('\n');
const scriptBytes = zlib.gzipSync(script, { level: 6 }).length;

const first = async (one, typed) => {
  const index = await one.zk.openIndex();
  await one.zk.firstResults(index, await one.zk.readTyped(index, typed), one.zk.SHOWN);
};
const sets = new Map();
for (const line of files.flatMap((file) => fs.readFileSync(file, 'utf8').split('\n')).filter(Boolean)) {
  const { set = 'queries', query } = JSON.parse(line);
  if (!sets.has(set)) sets.set(set, []);
  sets.get(set).push(query);
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const kilobytes = (bytes) => (bytes / 1000).toFixed(0).padStart(4);

console.log(`script ${kilobytes(scriptBytes)} KB`);
for (const [set, queries] of sets) {
  const cold = [], further = [], requests = [];
  for (const [at, query] of queries.slice(0, 120).entries()) {
    const one = client(site);
    await first(one, query);
    cold.push(scriptBytes + one.loaded.reduce((sum, file) => sum + size(file), 0));
    requests.push(one.loaded.length + 1);
    const before = one.loaded.length;
    await first(one, queries[(at + 1) % queries.length]);
    further.push(one.loaded.slice(before).reduce((sum, file) => sum + size(file), 0));
  }
  console.log(`${set.padEnd(18)} cold ${kilobytes(median(cold))} KB in ${median(requests)} requests, further ${kilobytes(median(further))} KB`);
}
