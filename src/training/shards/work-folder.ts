import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Engine, openEngine } from './engine.js';

/** Where shards are made. What the folder `out` held before stays as it is until new ones are whole. */
export interface Work {
  engine: Engine;
  folder: string;
  /** For finished shards. */
  made: string;
  /** Puts what was made in the place of older shards. */
  finish(): void;
  /** Of a refused log, none of it is of use. */
  discard(): void;
  /** Ends the lock; what was neither finished nor discarded stays, for another run to go on with. */
  close(): void;
}

/** What shards are, the one first that says of all others that they are whole. */
const PARTS = ['manifest.json', 'events', 'items.parquet', 'categories.parquet', 'report.parquet'];
const LOCK = 'lock.duckdb';

/**
 * Locks `out` and opens what was begun there, or an empty place where that was of another text or log. Nothing is
 * removed before the lock is held. A lock is a database of its own, because DuckDB's ends with its process.
 * @param key what is made there, and of what.
 * @throws PredictorError ENGINE_MISSING, BAD_OPTION where another process works there.
 */
export async function openWork(out: string, key: string): Promise<Work> {
  const folder = join(out, '.work');
  const made = join(folder, 'shards');
  const isNew = !existsSync(out);
  mkdirSync(folder, { recursive: true });
  const leave = () => {
    removeEmpty(folder);
    if (isNew) removeEmpty(out);
  };
  const lock = await openEngine(join(folder, LOCK), join(folder, 'lock-spill')).catch((thrown) => {
    leave();
    throw thrown;
  });
  const empty = () => {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(LOCK)) rmSync(join(folder, name), { recursive: true, force: true });
    }
  };
  const open = async () => {
    if (!isBegun(folder, key)) {
      empty();
      writeFileSync(join(folder, 'key'), key);
    }
    mkdirSync(join(made, 'events'), { recursive: true });
    return openEngine(join(folder, 'work.duckdb'), join(folder, 'spill'));
  };
  const engine = await open().catch((thrown) => {
    lock.close();
    throw thrown;
  });
  let isDone = false;
  return {
    engine,
    folder,
    made,
    finish() {
      for (const name of PARTS) rmSync(join(out, name), { recursive: true, force: true });
      for (const name of [...PARTS].reverse()) renameSync(join(made, name), join(out, name));
      isDone = true;
    },
    discard() {
      isDone = true;
    },
    close() {
      engine.close();
      if (isDone) empty();
      lock.close();
      if (!isDone) return;
      for (const name of readdirSync(folder)) {
        if (name.startsWith(LOCK)) rmSync(join(folder, name), { recursive: true, force: true });
      }
      leave();
    },
  };
}

const isBegun = (folder: string, key: string): boolean =>
  existsSync(join(folder, 'key')) && readFileSync(join(folder, 'key'), 'utf8') === key;

/** Removes a folder with nothing in it. */
function removeEmpty(folder: string): void {
  if (existsSync(folder) && !readdirSync(folder).length) rmdirSync(folder);
}
