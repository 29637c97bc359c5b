import { PredictorError } from '../../lib/errors.js';
import { evaluateCommand } from './evaluate-command.js';
import { inspectCommand } from './inspect-command.js';
import type { Terminal } from './terminal.js';
import { type CommandResult, trainCommand } from './train-command.js';
import { type Arguments, readArguments, usage } from './usage.js';

export interface CommandContext {
  terminal: Terminal;
  /** Aborted when the user asks to stop. */
  signal: AbortSignal;
  version: string;
  /** Folder of the wasm binaries, with a slash at the end. */
  wasmFolder: string;
  /** Commands that have nothing to do with training. */
  others?: Readonly<Record<string, (given: Arguments) => Promise<CommandResult>>>;
}

/** Runs one command; all that can go wrong becomes an exit code and one line. */
export async function runCommandLine(
  argv: readonly string[],
  { terminal, signal, version, wasmFolder, others }: CommandContext,
): Promise<number> {
  const wantsJson = argv.includes('--json');
  const print = (json: unknown) => terminal.out.write(`${JSON.stringify(json, finite, 2)}\n`);
  try {
    const given = readArguments(argv);
    if (given.values.version) {
      terminal.out.write(`${version}\n`);
      return 0;
    }
    if (given.values.help || given.command === 'help') {
      terminal.out.write(usage());
      return 0;
    }
    const run: Record<string, () => Promise<CommandResult>> = {
      train: () => trainCommand(given, terminal, signal, wasmFolder),
      evaluate: () => evaluateCommand(given, terminal, signal),
      inspect: () => inspectCommand(given),
    };
    for (const name in others) run[name] = () => others[name](given);
    if (!Object.hasOwn(run, given.command)) {
      terminal.err.write(given.command ? `nextaisle: no command ${given.command}\n\n` : '');
      terminal.err.write(usage());
      return 2;
    }
    const { json, text, exitCode } = await run[given.command]();
    if (wantsJson) print(json);
    else terminal.out.write(text);
    return exitCode;
  } catch (thrown) {
    // What is not ours is a fault of this program, or of the machine.
    const { code, message } =
      thrown instanceof PredictorError ? thrown : { code: 'UNEXPECTED', message: String(thrown) };
    if (wantsJson) print({ error: thrown instanceof PredictorError ? thrown : { code, message } });
    terminal.err.write(`nextaisle: ${code} ${message.replace(/\s+/g, ' ')}\n`);
    if (code === 'INTERRUPTED') return 130;
    return code === 'BAD_OPTION' ? 2 : 1;
  }
}

/** JSON has no NaN: a share of nothing is null. */
const finite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;
