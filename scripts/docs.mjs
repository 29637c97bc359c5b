// `npm run docs`: the site in docs/.vitepress/dist: the pages, the reference of every door, the demo.
// Fails on a broken {@link}, on a type that a door hands out and none exports, and on a link that leads
// nowhere. With --check the demo is left out.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Application } from 'typedoc';
import { build } from 'vitepress';
import { ensureBuilt } from './build.mjs';
import { publicDoors } from './doors.mjs';
import { ensureInstalled } from './install.mjs';
import { rootPath } from './shell.mjs';

const inRoot = (path) => join(rootPath, path);
const SITE = inRoot('docs/.vitepress/dist');

/** The reference as Markdown pages, in docs/api. */
async function writeReference() {
  const app = await Application.bootstrapWithPlugins({
    name: 'API',
    entryPoints: publicDoors().map(({ source }) => inRoot(source)),
    tsconfig: inRoot('tsconfig.json'),
    // The gate of types has done it.
    skipErrorChecking: true,
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    readme: 'none',
    out: inRoot('docs/api'),
    docsRoot: rootPath,
    // Links to the sources need an address: the one that the release is built from.
    disableSources: !process.env.GITHUB_REPOSITORY,
    excludePrivate: true,
    excludeExternals: true,
    // What another type is made of, and nobody names.
    intentionallyNotExported: [
      'EVENT_SOURCES',
      'ErrorDetails',
      'Method',
      'PLATFORMS',
      'PageCode',
      'RareCode',
    ],
    treatWarningsAsErrors: true,
    validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (!project) return false;
  // As one imports them.
  for (const door of project.children ?? []) {
    door.name = door.name === 'index' ? 'nextaisle' : `nextaisle/${door.name}`;
  }
  app.validate(project);
  rmSync(inRoot('docs/api'), { recursive: true, force: true });
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

/** As in the repository, side by side: the demo loads `../dist/` and `../weights/`. */
function copyDemo() {
  for (const folder of ['demo', 'weights', 'dist']) {
    cpSync(inRoot(folder), join(SITE, folder), {
      recursive: true,
      filter: (path) => !/\.(map|d\.ts|md|txt)$|cli\.js$/.test(path),
    });
  }
}

await ensureInstalled();
if (!(await writeReference())) process.exit(1);
await build(inRoot('docs'));
if (!process.argv.includes('--check')) {
  await ensureBuilt();
  copyDemo();
  console.log(
    `${readdirSync(SITE).length} entries in ${SITE}; npx vitepress preview docs serves it.`,
  );
}
