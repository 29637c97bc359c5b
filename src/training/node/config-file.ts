import { readFileSync, statSync } from 'node:fs';
import { shown } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';
import { nearest } from '../../lib/nearest.js';
import { type Arguments, OPTIONS, type OptionName } from './arguments.js';
import { EVERYWHERE, OF_TRAINING, READING } from './command-options.js';

/** A file of options is a page at most; this is a log that was given in its place. */
const MAX_BYTES = 1 << 20;

/** What other commands take from the file of a training: how its log is read, split and measured. */
const SHARED: readonly OptionName[] = [...READING, 'sample', 'split', 'validation'];

/** What `--config` may hold. */
export const CONFIG_NAMES: readonly OptionName[] = OF_TRAINING.filter(
  (name) => name !== 'config' && !EVERYWHERE.includes(name),
);

/**
 * The arguments with the options of `--config` filled in where the command line has none.
 * @throws PredictorError BAD_OPTION naming the option that is wrong.
 */
export function withConfigFile(given: Arguments): Arguments {
  const path = given.values.config;
  if (typeof path !== 'string') return given;
  const names = given.command === 'train' ? CONFIG_NAMES : SHARED;
  const values = { ...given.values };
  for (const [name, value] of Object.entries(readConfig(path))) {
    if (!(CONFIG_NAMES as readonly string[]).includes(name)) {
      const near = nearest(name, CONFIG_NAMES);
      const meant = near ? `. Did you mean ${JSON.stringify(near)}?` : '';
      throw wrong(path, `${JSON.stringify(name)} is no option of train${meant}`);
    }
    const option = name as OptionName;
    const checked = optionText(path, option, value);
    if (checked !== undefined && names.includes(option)) values[option] ??= checked;
  }
  return { ...given, values };
}

/** The options of a file; of what `train --json` printed, those it was trained with. */
function readConfig(path: string): Record<string, unknown> {
  let text: string;
  try {
    if (statSync(path).size > MAX_BYTES) throw wrong(path, 'is too large for a file of options');
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw thrown instanceof PredictorError ? thrown : wrong(path, 'cannot be read', thrown);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw wrong(path, `is not JSON: ${(thrown as Error).message}`, thrown);
  }
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(parsed)) throw wrong(path, 'is no object of options, { "epochs": 5 }');
  return isObject(parsed.config) ? parsed.config : parsed;
}

/** As the command line would have it; undefined for null, which stands for the default. */
function optionText(path: string, name: OptionName, value: unknown): string | boolean | undefined {
  if (value === null) return undefined;
  const isFlag = OPTIONS[name].type === 'boolean';
  const fits = isFlag ? ['boolean'] : ['string', 'number'];
  if (!fits.includes(typeof value)) {
    const allowed = isFlag ? 'true or false' : 'a text or a number, as on the command line';
    throw wrong(path, `${JSON.stringify(name)} is ${shown(value)}: ${allowed}`);
  }
  if (value === false) return undefined;
  return value === true ? true : String(value);
}

function wrong(path: string, what: string, cause?: unknown): PredictorError {
  const message = `--config ${path}: ${what}.`;
  return new PredictorError('BAD_OPTION', '--config', { message, cause });
}
