import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { PredictorError } from '../../lib/errors.js';

/** Replaces a file at once: one that is read while it is written is the old one, never half a new one. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}

/** Where training stands, on disk: a line that says with what it was made, then the state. */
export interface CheckpointFile {
  readonly path: string;
  read(): Uint8Array;
  write(state: Uint8Array): void;
  remove(): void;
}

/** @param settings what must be the same for training to go on, in words. */
export function checkpointFile(out: string, settings: string): CheckpointFile {
  const path = `${out}.checkpoint`;
  return {
    path,
    read() {
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch {
        throw new PredictorError('BAD_OPTION', `--resume: there is no ${path}`);
      }
      const end = bytes.indexOf(10);
      const made = bytes.toString('utf8', 0, Math.max(0, end));
      if (made !== settings) {
        throw new PredictorError('BAD_OPTION', `--resume: ${path} is of ${made}, not ${settings}`);
      }
      return new Uint8Array(bytes.subarray(end + 1));
    },
    write: (state) => replaceFile(path, Buffer.concat([Buffer.from(`${settings}\n`), state])),
    remove: () => rmSync(path, { force: true }),
  };
}
