// Runs tests/vectors against the client's own code: node tests/js/vectors.mjs
import assert from 'node:assert';
import fs from 'node:fs';
import { client } from './client.mjs';

const vectors = JSON.parse(fs.readFileSync(new URL('../vectors/search.json', import.meta.url), 'utf8'));
const { zk } = client(null);
const plain = (value) => JSON.parse(JSON.stringify(value));
const list = fs.readFileSync(new URL('../../src/text/variants.txt', import.meta.url), 'utf8').split('\n');
const pairs = list.filter((line) => line && line[0] !== '#').flatMap((line) => {
  const [to, ...from] = Array.from(line);
  return from.map((one) => [one, to]);
});
zk.setVariantPairs(pairs);

for (const { text, fold, key, terms } of vectors.texts) {
  assert.strictEqual(zk.fold(text), fold, text);
  assert.strictEqual(zk.key(text), key, text);
  assert.deepStrictEqual(plain(zk.termsOf(text)), terms, text);
}
for (const vector of vectors.queries) {
  const query = zk.readQuery(vector.query, (name) => name === '类型');
  const asked = zk.askedTerms(query.groups);
  for (const part of ['groups', 'required', 'excluded', 'filters']) {
    assert.deepStrictEqual(plain(query[part]), vector[part], vector.query + ' ' + part);
  }
  assert.deepStrictEqual(plain(asked.terms), vector.terms, vector.query);
  assert.deepStrictEqual(plain(asked.prefixes), vector.prefixes, vector.query);
  assert.deepStrictEqual(plain(asked.open.map((open) => open.term)), vector.open.map((open) => open.term), vector.query);
  vector.open.forEach(({ first, last, fits }, at) => {
    assert.deepStrictEqual(plain(zk.openRange(asked.open[at])), [first, last], vector.query);
    const all = vectors.parts.filter((term) => zk.openFits(asked.open[at], term));
    assert.deepStrictEqual(plain(all), fits, vector.query);
  });
}
for (const { number, text, small } of vectors.numbers) {
  assert.strictEqual(zk.reader(text).number(), number);
  assert.strictEqual(zk.reader(small).small(), number);
}
for (const { units, class: length, count, score } of vectors.scores) {
  const own = zk.bm25(65861, 7405727, units, length, count);
  assert.ok(Math.abs(own - score) <= 1e-6 * score, `${own} ${score}`);
}
console.log('vectors agree');
