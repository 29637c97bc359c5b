// `npm run docs`: builds the site in docs/.vitepress/dist: pages, reference of every door, demo.
// Fails on a broken link or {@link}, and on a type that a door uses but no door exports.
// --check leaves out the demo.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { publicDoors } from './doors.mjs';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

const inRoot = (path) => join(rootPath, path);
const SITE = inRoot('docs/.vitepress/dist');

/** The reference as Markdown pages, in docs/api. */
async function writeReference() {
  const { Application } = await import('typedoc');
  const app = await Application.bootstrapWithPlugins({
    name: 'API',
    entryPoints: publicDoors().map(({ source }) => inRoot(source)),
    tsconfig: inRoot('tsconfig.json'),
    // Types have their own gate.
    skipErrorChecking: true,
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    readme: 'none',
    out: inRoot('docs/api'),
    docsRoot: rootPath,
    // Source links need the address of the repository.
    disableSources: !process.env.GITHUB_REPOSITORY,
    excludePrivate: true,
    excludeExternals: true,
    // Parts of other types that nobody imports by name.
    intentionallyNotExported: [
      'EVENT_SOURCES',
      'ErrorDetails',
      'Method',
      'PLATFORMS',
      'MarkupNote',
      'ModelCode',
      'PageCode',
      'RareCode',
    ],
    treatWarningsAsErrors: true,
    validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (!project) return false;
  // Named as in an import.
  for (const door of project.children ?? []) {
    door.name = door.name === 'index' ? 'nextaisle' : `nextaisle/${door.name}`;
  }
  app.validate(project);
  rmSync(inRoot('docs/api'), { recursive: true, force: true });
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

/** Side by side as in the repository, because the demo loads `../dist/` and `../weights/`. */
function copyDemo() {
  for (const folder of ['demo', 'weights', 'dist']) {
    cpSync(inRoot(folder), join(SITE, folder), {
      recursive: true,
      filter: (path) => !/\.(map|d\.ts|md|txt)$|cli\.js$/.test(path),
    });
  }
}

const { check } = readFlags('check');
await ensureInstalled();
if (!(await writeReference())) process.exit(1);
const { build } = await import('vitepress');
await build(inRoot('docs'));
if (!check) {
  await ensureBuilt();
  copyDemo();
  console.log(
    `${readdirSync(SITE).length} entries in ${SITE}; npx vitepress preview docs serves it.`,
  );
}
