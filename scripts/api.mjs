// `npm run api`: writes the public API of every door from dist/*.d.ts to api/<door>.api.md, so that
// a change shows in a diff. --check writes nothing and fails on a difference.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { publicDoors } from './doors.mjs';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

const { check } = readFlags('check');
const reports = join(rootPath, 'api');
const scratch = join(rootPath, 'node_modules/.cache/nextaisle-api');

await ensureInstalled();
const { CompilerState, Extractor, ExtractorConfig } = await import('@microsoft/api-extractor');
await ensureBuilt();
const doors = publicDoors();
for (const folder of [reports, scratch]) mkdirSync(folder, { recursive: true });
const entries = doors.map(({ types }) => join(rootPath, types));

function configOf({ name, types }) {
  const reported = { logLevel: 'warning', addToApiReportFile: true };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: rootPath,
      mainEntryPointFilePath: join(rootPath, types),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            ...{ module: 'ESNext', moduleResolution: 'Bundler', target: 'ES2022' },
            ...{ lib: ['ES2022', 'DOM', 'DOM.Iterable'], jsx: 'react-jsx', types: [] },
            ...{ strict: true, skipLibCheck: true },
          },
          files: entries,
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: reports,
        reportTempFolder: scratch,
        // Types that the main door uses are part of it, exported or not; listed once, not per door.
        includeForgottenExports: name === 'index',
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: reported,
          // Every export of a door is public, so no release tag is needed.
          'ae-missing-release-tag': { logLevel: 'none' },
          // The report says "(undocumented)"; this message names a line of dist, which moves.
          'ae-undocumented': { logLevel: 'none' },
          // TypeDoc checks this for all doors at once.
          'ae-forgotten-export': { logLevel: 'none' },
        },
      },
    },
    packageJsonFullPath: join(rootPath, 'package.json'),
    configObjectFullPath: undefined,
  });
}

/** The console shows only what prevents the report; all else is in the report. */
function quiet(message) {
  if (message.logLevel !== 'error') message.handled = true;
}

const wrong = readdirSync(reports)
  .filter((file) => !doors.some(({ name }) => file === `${name}.api.md`))
  .map((file) => ({ file, why: 'is of a door that is gone' }));
if (!check) for (const { file } of wrong) rmSync(join(reports, file));

const configs = doors.map(configOf);
const compilerState = CompilerState.create(configs[0], { additionalEntryPoints: entries });
for (const config of configs) {
  const file = basename(config.reportFilePath);
  const missing = !existsSync(config.reportFilePath);
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: !check,
    compilerState,
    messageCallback: quiet,
  });
  if (errorCount) wrong.push({ file, why: 'could not be made' });
  else if (check && (apiReportChanged || missing)) {
    wrong.push({ file, why: 'is not what the build exports' });
  }
}
if (wrong.some(({ why }) => check || why === 'could not be made')) {
  for (const { file, why } of wrong) console.error(`api/${file} ${why}`);
  console.error('The public surface has changed: run `npm run api` and commit');
  process.exitCode = 1;
}
