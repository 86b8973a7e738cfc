// A folder behind a plain file server, as an office would put the site on one.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** Serves a folder on a free port; `sent` holds path and compressed size of every answer. */
export async function serve(folder) {
  const sent = [];
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
    const known = file.startsWith(folder) && fs.existsSync(file) && fs.statSync(file).isFile();
    // A page that is not there is answered by the site's own page for it.
    const lost = path.join(folder, '404.html'), isLost = !known && /\.html$|\/$/.test(name) && fs.existsSync(lost);
    const body = zlib.gzipSync(known ? fs.readFileSync(file) : isLost ? fs.readFileSync(lost) : '');
    sent.push({ path: name, bytes: body.length });
    response.writeHead(known ? 200 : 404, { 'Content-Type': `${TYPES[isLost ? '.html' : path.extname(file)] || 'application/octet-stream'}; charset=utf-8`,
      'Content-Encoding': 'gzip', 'Content-Length': body.length, 'Cache-Control': 'no-cache' });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { address: `http://127.0.0.1:${server.address().port}/`, sent, close };
}
