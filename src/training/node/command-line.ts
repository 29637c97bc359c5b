import { PredictorError } from '../../lib/errors.js';
import { type Arguments, readArguments } from './arguments.js';
import { cardCommand } from './card-command.js';
import { checkOptions } from './command-options.js';
import type { CommandResult } from './command-result.js';
import { withConfigFile } from './config-file.js';
import { driftCommand } from './drift-command.js';
import { evaluateCommand } from './evaluate-command.js';
import { exportCommand } from './export-command.js';
import { HELP } from './help.js';
import { inspectCommand } from './inspect-command.js';
import { prepareCommand } from './prepare-command.js';
import { sliceCommand } from './slice-command.js';
import type { Terminal } from './terminal.js';
import { trainCommand } from './train-command.js';

export interface CommandContext {
  terminal: Terminal;
  /** Aborted when the user asks to stop. */
  signal: AbortSignal;
  version: string;
  /** Folder of the wasm binaries, with a slash at the end. */
  wasmFolder: string;
  /** The SQL of `prepare`, and a slash at the end. */
  sqlFolder: string;
  /** The model that many shops share. */
  baseModel: string;
  /** The program itself, which serves `startThreads` where it is not the main thread; without it one thread trains. */
  program?: string;
  /** Commands from other rooms, by name. */
  others?: Readonly<Record<string, (given: Arguments) => Promise<CommandResult>>>;
}

/**
 * Runs one command: arguments come in, an exit code comes out, and whatever goes wrong becomes one line. Read
 * next: arguments.ts and help.ts, then train-command.ts with load-log.ts, which reads files as streams.
 */
export async function runCommandLine(
  argv: readonly string[],
  { terminal, signal, version, wasmFolder, sqlFolder, baseModel, program, others }: CommandContext,
): Promise<number> {
  const wantsJson = argv.includes('--json');
  const print = (json: unknown) => terminal.out.write(`${JSON.stringify(json, finite, 2)}\n`);
  try {
    const asked = readArguments(argv);
    if (asked.values.version) {
      terminal.out.write(`${version}\n`);
      return 0;
    }
    if (asked.values.help || asked.command === 'help') {
      terminal.out.write(HELP);
      return 0;
    }
    checkOptions(asked);
    const given = withConfigFile(asked);
    const run: Record<string, () => Promise<CommandResult>> = {
      card: () => cardCommand(given, terminal, baseModel),
      train: () => trainCommand(given, terminal, signal, { wasmFolder, program }),
      drift: () => driftCommand(given, terminal, signal),
      evaluate: () => evaluateCommand(given, terminal, signal),
      export: () => exportCommand(given),
      inspect: () => inspectCommand(given),
      prepare: () => prepareCommand(given, terminal, sqlFolder),
      slice: () => sliceCommand(given, terminal),
    };
    for (const name in others) run[name] = () => others[name](given);
    if (!Object.hasOwn(run, given.command)) {
      terminal.err.write(given.command ? `nextaisle: no command ${given.command}\n\n` : '');
      terminal.err.write(HELP);
      return 2;
    }
    const { json, text, exitCode } = await run[given.command]();
    if (wantsJson) print(json);
    else terminal.out.write(text);
    return exitCode;
  } catch (thrown) {
    // Any other error is a bug in this program, or the machine's.
    const { code, message } =
      thrown instanceof PredictorError ? thrown : { code: 'UNEXPECTED', message: String(thrown) };
    if (wantsJson) print({ error: thrown instanceof PredictorError ? thrown : { code, message } });
    terminal.err.write(`nextaisle: ${code} ${message.replace(/\s+/g, ' ')}\n`);
    if (code === 'INTERRUPTED') return 130;
    return code === 'BAD_OPTION' ? 2 : 1;
  }
}

/** JSON has no NaN: a share of no cases is null. */
const finite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;
