import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PredictorError } from '../../../src/lib/errors.js';
import { loadedLines } from '../../../src/training/measure/log-text.js';
import { readArguments } from '../../../src/training/node/arguments.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { loadOptions } from '../../../src/training/node/log-options.js';
import { createDice } from '../dice.js';
import type { Judged } from '../outcome.js';
import { writeFiles } from './files.js';
import { judgeLog, type ReadLog } from './judge.js';
import { writeNoLog } from './no-logs.js';
import { RECORD_DIALECTS } from './record-dialects.js';
import { tableDialect } from './table-dialect.js';

/** Writes, reads and judges one log. */
export async function judgeLogCase(seed: number, folder: string): Promise<Judged> {
  mkdirSync(folder, { recursive: true });
  try {
    const dice = createDice(seed);
    if (dice.chance(0.08)) {
      const { paths, kinds, shown } = writeNoLog(dice, folder);
      return { seed, kinds, ...judgeLog(undefined, await readAsTrained(paths, [])), input: shown };
    }
    const log = dice.chance(0.7)
      ? tableDialect(dice)
      : RECORD_DIALECTS[dice.pick(Object.keys(RECORD_DIALECTS))](dice);
    const files = writeFiles(dice, log, folder);
    const judgement = judgeLog(log.told, await readAsTrained(files.paths, log.options));
    const input = `${files.paths.join(' ')} ${log.options.join(' ')}\n${files.shown.slice(0, 3000)}`;
    return { seed, kinds: [...log.kinds, ...files.kinds], ...judgement, input };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As `nextaisle train` reads a log. */
export async function readAsTrained(paths: string[], options: string[]): Promise<ReadLog> {
  try {
    const given = readArguments(['train', ...paths, ...options]);
    const loaded = await loadLog(given.paths, loadOptions(given));
    return { loaded, said: loadedLines(loaded).join('\n') };
  } catch (thrown) {
    const code = thrown instanceof PredictorError ? thrown.code : 'UNEXPECTED';
    return {
      error: thrown instanceof PredictorError ? thrown.message : String((thrown as Error).stack),
      code,
    };
  }
}

/** Judges logs of many seeds, one after another. */
export async function judgeLogs(
  first: number,
  count: number,
  onCase?: (judged: Judged) => void,
): Promise<Judged[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-logs-'));
  const cases: Judged[] = [];
  try {
    for (let seed = first; seed < first + count; seed++) {
      const judged = await judgeLogCase(seed, join(folder, 'case'));
      cases.push(judged);
      onCase?.(judged);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return cases;
}
