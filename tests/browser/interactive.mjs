// How soon a reader can use a page on a slow machine.
//
//   node tests/browser/interactive.mjs SITE_DIR ROUTE… [--throttle 4] [--runs 7] [--chromium current]
//
// Interactive is a page once its scripts have run and no task of 50 ms or more follows. Medians in
// milliseconds from the start of the navigation. What other programs do to the machine is in them; `work`
// is not: processor time of the page's main thread until all is done, not throttled, times the throttle.
import { find, launch } from './chromium.mjs';
import { serve } from './folder.mjs';

const args = process.argv.slice(2), options = { throttle: '4', runs: '7', chromium: 'current' }, plain = [];
while (args.length) {
  const first = args.shift();
  if (first.startsWith('--')) options[first.slice(2)] = args.shift();
  else plain.push(first);
}
const [site, ...routes] = plain;
const program = find(options.chromium);
if (!routes.length || !program) {
  console.error('usage: node tests/browser/interactive.mjs SITE_DIR ROUTE… [--throttle 4] [--runs 7] [--chromium current]');
  process.exit(2);
}
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const WATCH = `window.zhikuTasks = [];
  new PerformanceObserver(function (list) {
    list.getEntries().forEach(function (one) { zhikuTasks.push([one.startTime, one.duration]); });
  }).observe({ entryTypes: ['longtask'] });`;
const READ = `new Promise(function (go) { setTimeout(function () {
  var at = performance.timing, from = at.navigationStart;
  go({ parsed: at.domInteractive - from, ready: at.domContentLoadedEventEnd - from, loaded: at.loadEventEnd - from, tasks: zhikuTasks,
    nodes: document.querySelectorAll('*').length });
}, 1500); })`;

/** Processor milliseconds of the main thread for loading an address, by kind of work. */
async function work(page, url) {
  const events = [];
  page.listeners.push((method, params) => {
    if (method === 'Tracing.dataCollected') events.push(...params.value);
    return method === 'Tracing.tracingComplete';
  });
  await page.call('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] } });
  await page.open(url);
  await page.evaluate('new Promise(function (go) { setTimeout(go, 1000); })');
  const done = page.event((method) => method === 'Tracing.tracingComplete');
  await page.call('Tracing.end');
  await done;
  const main = new Map();
  for (const one of events.filter(({ name }) => name === 'ParseHTML')) main.set(`${one.pid} ${one.tid}`, (main.get(`${one.pid} ${one.tid}`) || 0) + 1);
  const own = [...main].sort((a, b) => b[1] - a[1])[0][0];
  const sum = (...names) => events.filter((one) => names.includes(one.name) && `${one.pid} ${one.tid}` === own)
    .reduce((total, one) => total + (one.tdur || 0), 0) / 1000;
  return { work: sum('RunTask'), parse: sum('ParseHTML'), run: sum('EvaluateScript', 'FunctionCall', 'v8.compile'),
    style: sum('UpdateLayoutTree', 'RecalculateStyles'), layout: sum('Layout'), paint: sum('PrePaint', 'Paint', 'Layerize', 'Commit') };
}

const { address, close } = await serve(site);
const chromium = await launch(program);
const { page } = chromium;
console.log(chromium.version);
try {
  await page.call('Page.addScriptToEvaluateOnNewDocument', { source: WATCH });
  await page.call('Emulation.setDeviceMetricsOverride', { width: 1366, height: 768, deviceScaleFactor: 1, mobile: false });
  for (const route of routes) {
    await page.open(address + route);
    await page.call('Emulation.setCPUThrottlingRate', { rate: Number(options.throttle) });
    const seen = [];
    for (let run = 0; run < Number(options.runs); run++) {
      await page.open(address + route);
      const found = await page.evaluate(READ);
      const last = found.tasks.reduce((end, [start, length]) => Math.max(end, start + length), 0);
      seen.push({ interactive: Math.round(Math.max(found.ready, last)), parsed: found.parsed, ready: found.ready, loaded: found.loaded,
        longest: Math.round(Math.max(0, ...found.tasks.map(([, length]) => length))), nodes: found.nodes });
    }
    await page.call('Emulation.setCPUThrottlingRate', { rate: 1 });
    const works = [];
    for (let run = 0; run < Number(options.runs); run++) works.push(await work(page, address + route));
    const words = Object.keys(seen[0]).map((name) => `${name} ${median(seen.map((one) => one[name]))}`);
    const times = Object.keys(works[0]).map((name) => `${name} ${(options.throttle * median(works.map((one) => one[name]))).toFixed(0)}`);
    console.log(`${route}: ${words.join(', ')}; processor: ${times.join(', ')}; interactive ${seen.map((one) => one.interactive).sort((a, b) => a - b).join(' ')}`);
  }
} finally {
  await chromium.close();
  await close();
}
