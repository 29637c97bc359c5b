import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import sirv from 'sirv';
import { rootPath } from '../../scripts/shell.mjs';

/** Nobody has them by chance: what is found in a file is what a page wrote. */
export const words = (count) => Array.from({ length: count }, () => randomBytes(8).toString('hex'));
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Serves the pages of this bench, and to them what is `given`; `next()` resolves with what one tells. */
export async function serve(given) {
  const mounts = [
    ['/dist/', sirv(`${rootPath}dist`, { dev: true })],
    ['/idb-keyval/', sirv(`${rootPath}node_modules/idb-keyval/dist`, { dev: true })],
    ['/', sirv(`${rootPath}bench/disk/pages`, { dev: true })],
  ];
  let heard = () => {};
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-store');
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/words') return response.end(JSON.stringify(given));
    if (pathname === '/told') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      return request.on('end', () =>
        heard({ ...JSON.parse(body), go: (path) => response.end(path) }),
      );
    }
    if (pathname === '/clear') {
      response.setHeader('clear-site-data', '"storage"');
      response.setHeader('content-type', 'text/html');
      return response.end(
        '<!doctype html><script>location.replace("/visit.html?do=look")</script>',
      );
    }
    const [prefix, answer] = mounts.find(([one]) => pathname.startsWith(one));
    request.url = request.url.slice(prefix.length - 1);
    return answer(request, response, () => response.writeHead(404).end());
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => server.close(),
    next: () =>
      new Promise((done, failed) => {
        const late = setTimeout(() => failed(new Error('the page told nothing for 90 s')), 90_000);
        heard = (told) => {
          clearTimeout(late);
          done(told);
        };
      }),
  };
}
