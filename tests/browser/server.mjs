// Serves a folder as GitHub Pages serves a project site: under a prefix, case-sensitive, `/x` for x.html,
// 301 from a folder to the folder with its slash, 404.html inside the prefix alone, text compressed.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'application/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.geojson': 'application/geo+json; charset=utf-8', '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.csv': 'text/csv; charset=utf-8', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.webp': 'image/webp', '.woff2': 'font/woff2', '.ico': 'image/x-icon',
};
const compressed = new Set(['.html', '.css', '.js', '.json', '.geojson', '.xml', '.svg', '.txt', '.csv']);

// Returns the address of the site, and the log: {path, status, bytes as sent} of each request.
export async function serve(folder, prefix = '/') {
  const log = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const send = (status, body, type, extra = {}) => {
      const packed = compressed.has(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      const bytes = packed ? gzipSync(body) : body;
      const headers = { 'content-type': types[type] ?? 'application/octet-stream', ...extra };
      if (packed) headers['content-encoding'] = 'gzip';
      log.push({ path, status, bytes: bytes.length });
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : bytes);
    };
    const plain = status => send(status, Buffer.from(`${status}\n`), '.txt');
    if (!path.startsWith(prefix)) return plain(404);
    const inside = normalize(path.slice(prefix.length));
    if (inside.startsWith('..')) return plain(400);
    const file = join(folder, inside);
    const kind = async name => { try { return await stat(name); } catch { return null; } };
    const found = await kind(file);
    if (found?.isDirectory() && !path.endsWith('/')) return send(301, Buffer.alloc(0), '', { location: `${path}/` });
    for (const candidate of found?.isDirectory() ? [join(file, 'index.html')] : [file, `${file}.html`]) {
      if ((await kind(candidate))?.isFile()) return send(200, await readFile(candidate), extname(candidate));
    }
    const missing = join(folder, '404.html');
    if (await kind(missing)) return send(404, await readFile(missing), '.html');
    return plain(404);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  return { origin: `http://127.0.0.1:${port}`, url: `http://127.0.0.1:${port}${prefix}`, log, close: () => { server.closeAllConnections(); server.close(); } };
}
