import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Arguments, badArgument, textOption, usage } from './arguments.js';

/**
 * `--out`, where a file can be written.
 * @param command how the command is called.
 * @throws PredictorError BAD_OPTION.
 */
export function writableOut(given: Arguments, command: string): string {
  const out = textOption(given, 'out');
  if ((!given.paths.length && given.values.shards === undefined) || !out) throw usage(command);
  if (!folderIsWritable(out)) {
    throw badArgument('out', out, 'a file in a folder that can be written to');
  }
  return out;
}

export function folderIsWritable(out: string): boolean {
  try {
    accessSync(dirname(resolve(out)), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
