import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PredictorError } from '../../lib/errors.js';
import type { Columns } from '../log/log-fields.js';
import type { Refused } from '../data/refusals.js';
import type { BuilderFacts } from '../data/data-set.js';

/** The version of the columns of shards: docs/guide/scale.md has their table. */
export const SHARDS_VERSION = 1;

/** `manifest.json`: what lies beside it, and what it was made from. */
export interface Manifest {
  format: 'nextaisle-shards';
  version: number;
  /** `DuckDB v1.5.6` */
  engine: string;
  /** Of prepare.sql and its settings: other shards with the same are made alike. */
  hash: string;
  /** Names of the files of the log. */
  log: string[];
  columns: Columns;
  lines: number;
  events: number;
  sessions: number;
  items: number;
  categories: number;
  repeats: number;
  /** Where the parts begin, ms; null where there is no such part. */
  cuts: { validationFrom: number | null; testFrom: number | null };
  facts: BuilderFacts;
  ignored: Record<string, number>;
  refused: Refused[];
  notes: string[];
  /** `events/<name>.parquet` */
  shards: { name: string; events: number; shoppers: number }[];
}

/** @throws PredictorError BAD_OPTION where the folder holds no shards, or shards of another version. */
export function readManifest(folder: string): Manifest {
  const bad = (why: string, cause?: unknown) =>
    new PredictorError('BAD_OPTION', '--shards', {
      message: `--shards ${folder} ${why}. Make shards with nextaisle prepare <log…> --out ${folder}`,
      cause,
    });
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Partial<Manifest>;
  } catch (thrown) {
    throw bad('has no manifest.json: shards that are whole have one', thrown);
  }
  if (manifest?.format !== 'nextaisle-shards') throw bad('holds no shards of nextaisle');
  if (manifest.version !== SHARDS_VERSION) {
    throw bad(`holds shards of version ${manifest.version}, not ${SHARDS_VERSION}`);
  }
  return manifest as Manifest;
}
