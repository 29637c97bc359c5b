import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { PredictorError } from '../../lib/errors.js';

/** Replaces a file in one step: a reader sees the old file or the new one, never half of it. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}

/** A training's state on disk: a line with the settings it was made with, then the state. */
export interface CheckpointFile {
  readonly path: string;
  read(): Uint8Array;
  write(state: Uint8Array): void;
  remove(): void;
}

/** @param settings what must be the same for training to continue, in words. */
export function checkpointFile(out: string, settings: string): CheckpointFile {
  const path = `${out}.checkpoint`;
  return {
    path,
    read() {
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch {
        throw cannotResume(`there is no ${path}`);
      }
      const end = bytes.indexOf(10);
      const made = bytes.toString('utf8', 0, Math.max(0, end));
      if (made !== settings) {
        throw cannotResume(`${path} was made with ${made}; this command has ${settings}`);
      }
      return new Uint8Array(bytes.subarray(end + 1));
    },
    write: (state) => replaceFile(path, Buffer.concat([Buffer.from(`${settings}\n`), state])),
    remove: () => rmSync(path, { force: true }),
  };
}

const cannotResume = (why: string) =>
  new PredictorError('BAD_OPTION', '--resume', { message: `--resume cannot go on: ${why}.` });
