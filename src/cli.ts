import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { doctorCommand } from './doctor/node/doctor-command.js';
import { predictCommand } from './predictor/node/predict-command.js';
import { simulateCommand } from './simulate/node/simulate-command.js';
import { runCommandLine } from './training/node/command-line.js';
import { serveGradients } from './training/node/serve-gradients.js';

// A door that is run, not imported: the only module of ours that acts when it is loaded.
if (isMainThread) await runProgram();
else await serveGradients();

async function runProgram(): Promise<void> {
  const stop = new AbortController();
  process.on('SIGINT', () => {
    // Once: finish with the best so far. Twice: now.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    process.stderr.write('\nstopping; once more to stop at once\n');
  });
  // A reader that goes away (`| head`) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });

  const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };

  const terminal = { out: process.stdout, err: process.stderr };

  process.exitCode = await runCommandLine(process.argv.slice(2), {
    terminal,
    signal: stop.signal,
    version,
    wasmFolder: fileURLToPath(new URL('.', import.meta.url)),
    sqlFolder: fileURLToPath(new URL('../scale/', import.meta.url)),
    baseModel: fileURLToPath(new URL('../weights/base.safetensors', import.meta.url)),
    program: fileURLToPath(import.meta.url),
    others: {
      predict: (given) => predictCommand(given, terminal, stop.signal),
      simulate: (given) => simulateCommand(given, terminal, stop.signal),
      doctor: ({ paths, values }) =>
        doctorCommand({
          urls: paths,
          click: [values.click ?? []].flat().map(String),
          browser: typeof values.browser === 'string' ? values.browser : undefined,
          script: fileURLToPath(new URL('doctor-page.js', import.meta.url)),
        }),
    },
  });
}
