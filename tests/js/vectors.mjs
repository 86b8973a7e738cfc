// Runs tests/vectors against the client's own code: node tests/js/vectors.mjs
import assert from 'node:assert';
import fs from 'node:fs';
import vm from 'node:vm';
import { client } from './client.mjs';

const read = (name) => fs.readFileSync(new URL(name, import.meta.url), 'utf8');
const { zk } = client(null);
const check = vm.runInThisContext(`(${read('check_vectors.js').replace(/^(\/\/.*\n)+/, '')})`);
assert.deepStrictEqual(await check(zk, JSON.parse(read('../vectors/search.json'))), []);
console.log('vectors agree');
