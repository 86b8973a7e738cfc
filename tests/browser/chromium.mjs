// Chromium of any age, driven over its debugging port.
//
//   const chromium = await launch(find('64'));
//   const { page } = chromium;
//   await page.open('file:///…/index.html');
//   await page.type('#search', '监察法');
//   await page.until('!document.querySelector("[role=listbox]").hidden');
//
// Only what releases from 64 on have in common is used: one tab over its own socket, characters as
// key events, conditions looked at by the page itself.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { connect } from './socket.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Milliseconds after which a condition will not come true any more. */
const PATIENCE = 60_000;
const FLAGS = ['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage',
  '--disable-background-networking', '--disable-extensions', '--no-first-run', '--hide-scrollbars',
  '--remote-debugging-port=0', '--window-size=1366,900'];
const KEYS = { Enter: 13, Escape: 27, ArrowUp: 38, ArrowDown: 40, ArrowLeft: 37, ArrowRight: 39, Home: 36, End: 35,
  Tab: 9, Backspace: 8, Delete: 46, '/': 191, k: 75 };

/** The program of a release, `current` or one of package.json's; null where it is not installed. */
export function find(release) {
  return release === 'current' ? installed() : unpacked(release);
}

function installed() {
  if (process.env.CHROME) return { program: process.env.CHROME, libraries: [] };
  for (const folder of (process.env.PATH || '').split(path.delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const program = path.join(folder, name);
      if (fs.existsSync(program)) return { program, libraries: [] };
    }
  }
  return null;
}

/** Takes a release out of its package, once. */
function unpacked(release) {
  const packed = path.join(HERE, `node_modules/chromium-${release}/bin`);
  const folder = path.join(HERE, `node_modules/.unpacked/${release}`);
  const program = path.join(folder, 'chromium');
  if (!fs.existsSync(path.join(packed, 'chromium.br'))) return null;
  if (!fs.existsSync(program)) {
    fs.mkdirSync(folder, { recursive: true });
    const plain = (name) => zlib.brotliDecompressSync(fs.readFileSync(path.join(packed, name)));
    if (fs.existsSync(path.join(packed, 'aws.tar.br'))) untar(plain('aws.tar.br'), folder);
    fs.writeFileSync(program + '.new', plain('chromium.br'), { mode: 0o755 });
    fs.renameSync(program + '.new', program);
  }
  // Libraries of its time, for a machine that lacks them; the machine's own come first.
  return { program, libraries: [path.join(folder, 'lib')] };
}

function untar(bytes, folder) {
  const text = (from, length) => bytes.toString('latin1', from, from + length).split('\0')[0];
  for (let at = 0; at + 512 <= bytes.length && bytes[at];) {
    const name = text(at, 100), size = parseInt(text(at + 124, 12), 8) || 0, isFile = '0\0'.includes(text(at + 156, 1) || '0');
    if (isFile && name.startsWith('lib/')) {
      const file = path.join(folder, 'lib', path.basename(name));
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, bytes.subarray(at + 512, at + 512 + size));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** Starts Chromium with one tab. */
export async function launch({ program, libraries }) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
  const where = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', ...libraries].join(':');
  const env = libraries.length ? { ...process.env, LD_LIBRARY_PATH: where } : process.env;
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'],
    { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const port = await portOf(child);
  const { Browser: version } = await json(port, 'GET', '/json/version');
  // A tab of our own: an old release lists its first one late.
  const tab = await json(port, 'PUT', '/json/new?about:blank');
  const page = await Page.attach(tab.webSocketDebuggerUrl);
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { version, page, close };
}

function portOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.on('error', reject);
    child.on('close', () => reject(new Error(`Chromium ended: ${said}`)));
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found) resolve(found[1]);
    });
  });
}

function json(port, method, where) {
  return new Promise((resolve, reject) => {
    http.request({ host: '127.0.0.1', port, method, path: where }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => resolve(JSON.parse(body)));
    }).on('error', reject).end();
  });
}

/** A tab. */
export class Page {
  static async attach(url) {
    const page = new Page();
    page.waiting = new Map();
    page.listeners = [];
    page.complaints = [];
    page.requests = [];
    page.socket = await connect(url, (text) => page.heard(JSON.parse(text)), () => page.lost());
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page.call(`${domain}.enable`);
    await page.call('Page.bringToFront');
    return page;
  }

  /** Calls a method of the protocol. */
  call(method, params = {}) {
    const id = (this.last = (this.last || 0) + 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, method });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  heard({ id, method, params, result, error }) {
    const waiting = this.waiting.get(id);
    if (waiting) {
      this.waiting.delete(id);
      if (error) waiting.reject(new Error(`${waiting.method}: ${error.message}`));
      else waiting.resolve(result);
      return;
    }
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.complaints.push(`${params.entry.text} ${params.entry.url || ''}`);
    if (method === 'Runtime.exceptionThrown') {
      const { exceptionDetails: { text, exception } } = params;
      this.complaints.push(`${text} ${exception ? exception.description : ''}`);
    }
    this.listeners = this.listeners.filter((listener) => !listener(method, params));
  }

  lost() {
    this.waiting.forEach(({ reject, method }) => reject(new Error(`${method}: the tab is gone`)));
  }

  /** Resolves when `fits` says yes to an event. */
  event(fits) {
    return new Promise((resolve, reject) => {
      const never = setTimeout(() => reject(new Error(`never heard: ${fits}`)), PATIENCE);
      this.listeners.push((method, params) => {
        if (!fits(method, params)) return false;
        clearTimeout(never);
        resolve(params);
        return true;
      });
    });
  }

  /** Opens an address and waits until it has loaded. */
  async open(url) {
    // The same address but for the fragment would load nothing anew.
    if (url.includes('#')) await this.open('about:blank');
    const loaded = this.event((method) => method === 'Page.loadEventFired');
    const { errorText } = await this.call('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
    // Release 88 glides even where it is told to jump.
    await this.evaluate("document.documentElement && (document.documentElement.style.scrollBehavior = 'auto')");
  }

  /** What an expression gives; a promise is waited for. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(`${expression}: ${(result.description || exceptionDetails.text)}`);
    return result.value;
  }

  /** Waits until an expression is true, and gives what it is then; survives a change of page. */
  async until(expression) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      let value = null;
      try {
        value = await this.evaluate(`new Promise(function (done) {
          var left = 100;
          (function look() {
            var value;
            try { value = (${expression}); } catch (early) { value = null; }
            if (value || !left--) done(value || null); else setTimeout(look, 20);
          })();
        })`);
      } catch (error) {
        if (!/context|navigat|Promise was collected/i.test(error.message)) throw error;
      }
      if (value) return value;
      if (Date.now() > end) throw new Error(`never true: ${expression}\n${await this.evaluate('location.href + "\\n" + document.body.innerText.slice(0, 600)')}`);
    }
  }

  /** Types text into an element, character by character, after what is in it already. */
  async type(selector, text) {
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`);
    for (const c of text) await this.call('Input.dispatchKeyEvent', { type: 'char', text: c, unmodifiedText: c });
  }

  /** Empties a field as a reader would: all of it chosen, then deleted. */
  async clear(selector) {
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus(), document.querySelector(${JSON.stringify(selector)}).select()`);
    await this.press('Delete');
  }

  /** Presses a key; `control` holds Ctrl down. */
  async press(key, { control = false } = {}) {
    const code = { key, windowsVirtualKeyCode: KEYS[key] || key.charCodeAt(0), modifiers: control ? 2 : 0 };
    const text = key === 'Enter' ? '\r' : key.length === 1 && !control ? key : undefined;
    await this.call('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...code, ...(text ? { text } : {}) });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', ...code });
  }

  /** Clicks the middle of an element, once it stands still. */
  async click(selector) {
    const spot = await this.evaluate(`new Promise(function (done) {
      var element = document.querySelector(${JSON.stringify(selector)}), before = '';
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      (function look() {
        var box = element.getBoundingClientRect(), now = [box.left + box.width / 2, box.top + box.height / 2];
        if (String(now) === before) return done(now);
        before = String(now);
        // Two frames: what is hit is what was drawn last.
        requestAnimationFrame(function () { requestAnimationFrame(look); });
      })();
    })`);
    const at = { x: spot[0], y: spot[1], button: 'left', clickCount: 1 };
    await this.call('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
    await this.call('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
  }

  /** A picture of what is in view, as the bytes of a PNG. */
  async picture() {
    return Buffer.from((await this.call('Page.captureScreenshot', { format: 'png' })).data, 'base64');
  }
}
