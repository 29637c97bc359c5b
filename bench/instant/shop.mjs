import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { rootPath } from '../../scripts/shell.mjs';

/** Milliseconds before a page's first byte, and before that of a picture or a style sheet. */
export const PAGE_MS = 200;
export const FILE_MS = 30;
/** A product page without pictures. */
export const PAGE_KB = 60;
const PRODUCTS = 6;

/** A picture that cannot be compressed: 160 × 160 in colours, about 77 KB. */
const picture = (() => {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
    const out = Buffer.alloc(8 + body.length);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4 + body.length);
    return out;
  };
  const size = 160;
  const head = Buffer.from([0, 0, 0, size, 0, 0, 0, size, 8, 2, 0, 0, 0]);
  const line = () => Buffer.concat([Buffer.from([0]), randomBytes(size * 3)]);
  const pixels = Buffer.concat(Array.from({ length: size }, line));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
})();

const productsOf = (folder) =>
  Array.from({ length: PRODUCTS }, (_, i) => ({
    id: `mug-${i}`,
    name: `Mug ${i}`,
    category: ['Kitchen', 'Mugs'],
    price: 5 + i,
    url: `${folder}/mug-${i}`,
  }));

/** One heading and nothing to wait for: how soon this browser paints whatever is clicked on. */
export const BARE = 'bare';
const bareOf = (folder) => `<!doctype html><html lang="en"><title>Bare</title>
<link rel="icon" href="data:,"><h1>Bare</h1>
<script type="application/json" id="shop">${JSON.stringify({ folder, id: BARE })}</script>
<script type="module" src="/page.js"></script>`;

function pageOf(folder, id) {
  const products = productsOf(folder);
  const text = 'A mug for tea and coffee, made by hand, fired twice. ';
  const html = `<!doctype html><html lang="en"><title>${id}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
<nav>${products.map(({ url, name }) => `<a href="${url}">${name}</a>`).join(' ')}</nav>
<a href="${folder}/${BARE}">Bare</a>
<main><h1>${id}</h1><img src="${folder}/${id}.png" width="480" height="480" alt="${id}"></main>
<script type="application/json" id="shop">${JSON.stringify({ folder, id, products })}</script>
<script type="module" src="/page.js"></script><footer hidden>`;
  return html + text.repeat(Math.ceil((PAGE_KB * 1000 - html.length) / text.length));
}

/** Shops of `examples/` that need no build: the library as a script tag and through an import map. */
export const EXAMPLES = ['script-tag', 'import-map'];

const ofExample = (name, file) => readFileSync(join(rootPath, 'examples', name, file), 'utf8');

/** The products of the examples, each with an address of its own. */
const productsModule = (folder) => `${ofExample('catalog', 'products.js')}
for (const product of products) product.url = '${folder}/' + product.id;`;

/** The page of an example, as the page of one of its products. */
function exampleOf(name, folder, id) {
  const ids = [...ofExample('catalog', 'products.js').matchAll(/id: '([\w-]+)'/g)];
  const links = [...ids.map(([, one]) => one), BARE];
  const shop = JSON.stringify({ folder, id, example: name });
  return ofExample(name, 'index.html')
    .replace('</head>', '<link rel="stylesheet" href="/shop.css"></head>')
    .replace(
      '<main></main>',
      `<nav>${links.map((one) => `<a href="${folder}/${one}">${one}</a>`).join(' ')}</nav>
<main><h1>${id}</h1><img src="${folder}/${id}.png" width="480" height="480" alt="${id}"></main>`,
    )
    .replace('/node_modules/example-catalog/products.js', `${folder}/products.js`)
    .replace('const predictor =', 'const predictor = window.predictor =')
    .replace(
      '</body>',
      `<script type="application/json" id="shop">${shop}</script><script type="module" src="/page.js"></script></body>`,
    );
}

const later = (ms, work) => setTimeout(work, ms);

/**
 * A shop of several pages at `/<trial>/<id>`, with the built library.
 * @param onReport is given what a page measured; answers the address of the next trial.
 */
export async function serveShop(onReport) {
  const script = readFileSync(join(rootPath, 'bench/instant/page.js'));
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://shop');
    const send = (ms, type, body, cache = 'no-cache') =>
      later(ms, () =>
        response.writeHead(200, { 'content-type': type, 'cache-control': cache }).end(body),
      );
    if (pathname === '/report') {
      let body = '';
      for await (const part of request) body += part;
      send(0, 'text/plain', onReport(JSON.parse(body)));
    } else if (pathname === '/page.js') send(0, 'text/javascript', script, 'max-age=3600');
    else if (pathname === '/shop.css')
      send(FILE_MS, 'text/css', 'body { font: 16px sans-serif; margin: 2em }', 'max-age=3600');
    else if (pathname.endsWith('/products.js')) {
      send(0, 'text/javascript', productsModule(pathname.replace(/\/[^/]*$/, '')), 'max-age=3600');
    } else if (/^\/(dist|weights|node_modules\/(nextaisle|idb-keyval))\//.test(pathname)) {
      const type = pathname.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
      const path = pathname.replace('/node_modules/nextaisle/', '/');
      send(0, type, readFileSync(join(rootPath, path)), 'max-age=3600');
    } else if (pathname.endsWith('.png')) send(FILE_MS, 'image/png', picture, 'max-age=3600');
    else {
      const at = pathname.lastIndexOf('/');
      const [folder, id] = [pathname.slice(0, at), pathname.slice(at + 1)];
      const isBare = id === BARE;
      const example = EXAMPLES.find((name) => folder.startsWith(`/${name}.`));
      const page = isBare
        ? bareOf(folder)
        : example
          ? exampleOf(example, folder, id)
          : pageOf(folder, id);
      send(isBare ? 0 : PAGE_MS, 'text/html;charset=utf-8', page);
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
