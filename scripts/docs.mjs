// `npm run docs`: the reference site in docs/api/, of every door. With --check nothing is written: a
// broken {@link}, or a type that a door hands out and none exports, is a failure.
import { Application } from 'typedoc';
import { publicDoors } from './doors.mjs';
import { ensureInstalled } from './install.mjs';
import { rootPath } from './shell.mjs';

await ensureInstalled();
const app = await Application.bootstrap({
  name: 'nextaisle',
  entryPoints: publicDoors().map(({ source }) => `${rootPath}${source}`),
  tsconfig: `${rootPath}tsconfig.json`,
  // The gate of types has done it.
  skipErrorChecking: true,
  readme: `${rootPath}README.md`,
  out: `${rootPath}docs/api`,
  // Links to the sources need an address: the one that the release is built from.
  disableSources: !process.env.GITHUB_REPOSITORY,
  excludePrivate: true,
  excludeExternals: true,
  githubPages: true,
  // What another type is made of, and nobody names.
  intentionallyNotExported: ['CommonCode', 'EVENT_SOURCES', 'Method', 'OtherCode'],
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
});
const project = await app.convert();
if (!project) process.exit(1);
app.validate(project);
if (!process.argv.includes('--check')) await app.generateOutputs(project);
process.exitCode = app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0;
