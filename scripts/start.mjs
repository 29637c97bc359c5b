// `npm start`: installs, builds and serves the demo shop.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

readFlags();
await ensureInstalled();
await ensureBuilt();
// Not before: it needs a package.
const { serveFolders } = await import('./serve.mjs');
const folder = (name) => join(rootPath, name);
const { url } = await serveFolders({
  mounts: {
    '/dist/': folder('dist'),
    '/weights/': folder('weights'),
    '/demo/': folder('demo'),
    '/': folder('demo'),
  },
  gzip: true,
  port: Number(process.env.PORT ?? 4173),
});
console.log(`The demo shop is open at ${url}/ (Ctrl-C closes it).`);
console.log(`What it sees, expects and would earn: ${url}/studio.html`);
console.log(`What it would know of your shop, from your own log: ${url}/log.html`);
