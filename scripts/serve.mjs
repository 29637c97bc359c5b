import { createServer } from 'node:http';
import { createGzip } from 'node:zlib';
import sirv from 'sirv';

/** Missing in sirv's table of types. */
const setHeaders = (response, path) => {
  if (path.endsWith('.safetensors')) response.setHeader('content-type', 'application/octet-stream');
};

/** Has a body, because Chromium shows its own error page for an empty one. */
const missing = (response) => response.writeHead(404).end('not found');

/** Sends texts as a web host does: what is written from here on is compressed. */
function compress({ method, headers, url }, response) {
  const isText = /(\/|\.(html|js|css|svg|json))(\?|$)/.test(url);
  if (method !== 'GET' || !isText || !/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return;
  const { write, end, writeHead } = response;
  const gzip = createGzip();
  response.writeHead = (status, more = {}) => {
    response.removeHeader('content-length');
    const { 'Content-Length': _, ...others } = more;
    return writeHead.call(response, status, { ...others, 'content-encoding': 'gzip' });
  };
  response.write = (chunk) => gzip.write(chunk);
  response.end = (chunk) => gzip.end(chunk);
  gzip.on('data', (chunk) => write.call(response, chunk));
  // Whoever pipes a file waits for this.
  gzip.on('drain', () => response.emit('drain'));
  gzip.on('end', () => end.call(response));
}

/**
 * Serves folders on 127.0.0.1, read from disk at each request.
 * @param options.mounts URL prefix → folder, e.g. `{ '/dist/': '/repo/dist', '/': '/repo/demo' }`;
 *   the longest prefix wins.
 * @param options.pages URL path → HTML text; wins over folders.
 * @param options.headers sent with every response, e.g. a Content-Security-Policy.
 * @param options.gzip compresses texts.
 * @param options.onRequest is told each request before it is answered.
 * @param options.port 0 for any free one; a taken port falls back to a free one.
 */
export function serveFolders({ mounts, pages = {}, headers = {}, gzip, onRequest, port = 0 }) {
  const folders = Object.entries(mounts)
    .sort(([a], [b]) => b.length - a.length)
    .map(([prefix, folder]) => {
      const answer = sirv(folder, {
        dev: true,
        setHeaders,
        onNoMatch: (_, response) => missing(response),
      });
      return { prefix, answer };
    });
  const server = createServer((request, response) => {
    onRequest?.(request);
    if (gzip) compress(request, response);
    for (const [name, value] of Object.entries({ 'cache-control': 'no-store', ...headers })) {
      response.setHeader(name, value);
    }
    const [path] = request.url.split('?');
    if (Object.hasOwn(pages, path)) {
      response.setHeader('content-type', 'text/html;charset=utf-8');
      response.end(pages[path]);
      return;
    }
    const mount = folders.find(({ prefix }) => path.startsWith(prefix));
    if (!mount) {
      missing(response);
      return;
    }
    request.url = request.url.slice(mount.prefix.length - 1);
    mount.answer(request, response);
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
