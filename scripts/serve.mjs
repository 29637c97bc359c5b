import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.safetensors': 'application/octet-stream',
};

/**
 * Serves folders on 127.0.0.1.
 * @param options.mounts URL prefix → folder, e.g. `{ '/dist/': '/repo/dist', '/': '/repo/demo' }`;
 *   the longest prefix wins.
 * @param options.pages URL path → HTML text, before the folders.
 * @param options.headers sent with every answer, e.g. a Content-Security-Policy.
 * @param options.port 0 for any free one; a taken port falls back to a free one.
 */
export function serveFolders({ mounts, pages = {}, headers = {}, port = 0 }) {
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  const fileAt = (path) => {
    const prefix = prefixes.find((start) => path.startsWith(start));
    if (!prefix) return undefined;
    const folder = normalize(mounts[prefix] + sep);
    let file = normalize(join(folder, path.slice(prefix.length)));
    // `..` in a URL must not climb out of the folder.
    if (!file.startsWith(folder)) return undefined;
    try {
      if (statSync(file).isDirectory()) file = join(file, 'index.html');
      return statSync(file).isFile() ? file : undefined;
    } catch {
      return undefined;
    }
  };
  const server = createServer((request, response) => {
    let path = '/';
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      // A malformed escape: answered as the root.
    }
    const all = { 'cache-control': 'no-store', ...headers };
    if (Object.hasOwn(pages, path)) {
      response.writeHead(200, { ...all, 'content-type': TYPES['.html'] });
      response.end(pages[path]);
      return;
    }
    const file = fileAt(path);
    if (!file) {
      response.writeHead(404, { ...all, 'content-type': 'text/plain' });
      response.end('not found');
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...all, 'content-type': type });
    createReadStream(file).pipe(response);
  });
  return new Promise((done, failed) => {
    server.on('error', (error) => {
      if (error.code === 'EADDRINUSE' && port) server.listen(0, '127.0.0.1');
      else failed(error);
    });
    server.listen(port, '127.0.0.1');
    server.on('listening', () => {
      done({
        url: `http://localhost:${server.address().port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
