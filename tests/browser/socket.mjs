// A WebSocket as a client: text frames only, which is all that Chromium's debugging port speaks.
//
// Node 20 has none of its own, and the tests are to run in a fresh clone with nothing installed.
import crypto from 'node:crypto';
import http from 'node:http';

const TEXT = 1, CLOSE = 8, PING = 9, PONG = 10;

/** Opens a socket; `heard` is called with each message, `closed` once at the end. */
export function connect(url, heard, closed) {
  const { hostname, port, pathname } = new URL(url);
  const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': crypto.randomBytes(16).toString('base64') };
  return new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path: pathname, headers });
    request.on('error', reject);
    request.on('response', (response) => reject(new Error(`no WebSocket at ${url}: ${response.statusCode}`)));
    request.on('upgrade', (response, socket, head) => {
      const read = reader(heard, (payload) => socket.write(frame(PONG, payload)));
      socket.on('data', read);
      socket.on('error', () => {});
      socket.on('close', closed);
      read(head);
      resolve({
        send: (text) => socket.write(frame(TEXT, Buffer.from(text))),
        close: () => socket.end(frame(CLOSE, Buffer.alloc(0))),
      });
    });
  });
}

/** One frame with its mask, as RFC 6455 asks of a client. */
function frame(kind, payload) {
  const length = payload.length;
  const size = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const out = Buffer.alloc(6 + size + length);
  out[0] = 0x80 | kind;
  out[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127);
  if (size === 2) out.writeUInt16BE(length, 2);
  if (size === 8) out.writeBigUInt64BE(BigInt(length), 2);
  const mask = crypto.randomBytes(4);
  mask.copy(out, 2 + size);
  for (let i = 0; i < length; i++) out[6 + size + i] = payload[i] ^ mask[i % 4];
  return out;
}

/** Puts frames together from bytes as they come. */
function reader(heard, pinged) {
  let rest = Buffer.alloc(0), parts = [];
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      if (rest.length < 2) return;
      const short = rest[1] & 0x7f, size = short < 126 ? 0 : short === 126 ? 2 : 8;
      if (rest.length < 2 + size) return;
      const length = size === 0 ? short : size === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
      const end = 2 + size + length;
      if (rest.length < end) return;
      const kind = rest[0] & 0x0f, last = rest[0] & 0x80, payload = rest.subarray(2 + size, end);
      rest = rest.subarray(end);
      if (kind === PING) pinged(payload);
      if (kind > TEXT) continue;
      parts.push(payload);
      if (!last) continue;
      heard(Buffer.concat(parts).toString('utf8'));
      parts = [];
    }
  };
}
