// Runs the suites of this folder in Chromium of several ages, over HTTP and from the disk.
//
//   npm ci --prefix tests/browser        once, for the old releases
//   node tests/browser/run.mjs [--chromium current,64,88] [--zhiku target/debug/zhiku] [SUITE…]
//
// A suite is a file NAME.test.mjs that exports `tests`: names with what they do. A test gets
//   page    a tab (chromium.mjs), on an empty page
//   folder  the built sample, to look into
//   base    the address of the sample site, http://… or file://…, with / at the end
//   asOf    builds the sample as of another day and gives {folder, base}
//   copy    makes a copy of the built sample and gives {folder, base}; it is there to be damaged
// and throws when something is wrong. A page that complains (an exception, a file that is missing)
// fails its test, but for complaints that fit the pattern given to `page.mayComplain`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { find, launch } from './chromium.mjs';
import { serve } from './folder.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(HERE, '../..');
/** The day as of which the sample is built. */
const AS_OF = '2025-06-01';

const options = { chromium: 'current,64,88', zhiku: path.join(ROOT, 'target/debug/zhiku') };
const wanted = [];
for (let args = process.argv.slice(2); args.length;) {
  const [first, second] = args;
  const option = first.startsWith('--') ? first.slice(2) : null;
  if (option && !(option in options && second)) throw new Error(`unknown option ${first}`);
  if (option) options[option] = second;
  else wanted.push(first);
  args = args.slice(option ? 2 : 1);
}

const names = fs.readdirSync(HERE).filter((name) => name.endsWith('.test.mjs')).sort()
  .filter((name) => !wanted.length || wanted.includes(name.replace('.test.mjs', '')));
if (!names.length) throw new Error(`no such suite: ${wanted}`);
const suites = await Promise.all(names.map(async (name) => [name, (await import(pathToFileURL(path.join(HERE, name)))).tests]));

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'zhiku-browser-'));
const sample = path.join(scratch, 'sample');
let passed = 0, failed = 0, copies = 0;
try {
  build(sample, AS_OF);
  for (const release of options.chromium.split(',')) await inRelease(release);
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

function build(folder, day) {
  if (fs.existsSync(folder)) return;
  execFileSync(options.zhiku, ['build', '--quiet', '--no-cache', '--root', ROOT, '--content', path.join(ROOT, 'content'), '--out', folder, '--as-of', day],
    { stdio: 'inherit' });
}

async function inRelease(release) {
  const program = find(release);
  if (!program) {
    console.log(`left out: Chromium ${release} is not installed`);
    return;
  }
  const chromium = await launch(program);
  console.log(`\n${chromium.version}`);
  try {
    for (const way of ['http', 'file']) {
      for (const [suite, tests] of suites) {
        for (const [name, run] of Object.entries(tests)) await one(chromium.page, way, `${way} ${suite.replace('.test.mjs', '')}: ${name}`, run);
      }
    }
  } finally {
    await chromium.close();
  }
}

async function one(page, way, name, run) {
  const servers = [];
  const at = async (folder) => {
    if (way === 'file') return `${pathToFileURL(folder)}/`;
    servers.push(await serve(folder));
    return servers[servers.length - 1].address;
  };
  const copy = async () => {
    const folder = path.join(scratch, `copy-${copies++}`);
    fs.cpSync(sample, folder, { recursive: true });
    return { folder, base: await at(folder) };
  };
  const asOf = async (day) => {
    const folder = path.join(scratch, `sample-${day}`);
    build(folder, day);
    return { folder, base: await at(folder) };
  };
  try {
    const base = await at(sample);
    let allowed = null;
    page.mayComplain = (pattern) => { allowed = pattern; };
    await page.open('about:blank');
    await page.call('Emulation.clearDeviceMetricsOverride');
    page.complaints.length = 0;
    page.requests.length = 0;
    await run({ page, base, copy, asOf, folder: sample });
    const bad = page.complaints.filter((complaint) => !(allowed && allowed.test(complaint)));
    if (bad.length) throw new Error(`the page complained: ${bad.join('; ')}`);
    passed++;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n${String(error.stack || error).replace(/^/gm, '      ')}`);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}
