import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { PredictorError } from '../../lib/errors.js';
import { writeLog } from './log-dialects.fixture.js';
import { flattenRecord } from './flatten.js';
import { planLog } from './log-plan.js';
import type { ReadRow } from './log-reader.js';

/** 10,000 take half a minute; the seed draws others. */
const CASES = Number(process.env.NEXTAISLE_CASES ?? 1500);
const SEED = Number(process.env.NEXTAISLE_SEED ?? 18);

/** What is read of a log, as the truth is written. */
function readEvents(records: readonly Record<string, unknown>[]): string[] {
  const lines = records.flatMap((record) => flattenRecord({ ...record }));
  const plan = planLog(lines, {});
  const rows = lines
    .flatMap((line) => plan.read(line))
    .filter((row): row is ReadRow => 'type' in row);
  return rows.map(({ shopper, type, item, time, undecided }) =>
    [
      shopper.split('\t').at(-1),
      type,
      item,
      undecided ? undecided.readings[undecided.order()] : time,
    ].join(' '),
  );
}

test(`of ${CASES} logs in every dialect, none is read wrongly in silence`, () => {
  const random = seededRandom(SEED);
  const wrong: string[] = [];
  let right = 0;
  const refused = new Map<string, number>();
  for (let i = 0; i < CASES; i++) {
    const { truth, lines, dialect, mayRefuse } = writeLog(random);
    let read: string[];
    try {
      read = readEvents(lines);
    } catch (thrown) {
      if (!(thrown instanceof PredictorError)) throw thrown;
      const cause = mayRefuse.find((part) => thrown.detail.includes(part));
      if (cause) refused.set(cause, (refused.get(cause) ?? 0) + 1);
      else wrong.push(`${dialect}: refused: ${thrown.detail.slice(0, 300)}`);
      continue;
    }
    if (read.join('\n') === truth.join('\n')) right++;
    else
      wrong.push(
        `${dialect}: ${JSON.stringify(lines[0])}\n  read  ${read.slice(0, 3)}\n  truth ${truth.slice(0, 3)}`,
      );
  }
  if (CASES > 1500) console.log({ right, refused, wrong: wrong.length });
  expect(wrong.slice(0, 5)).toEqual([]);
  // What nothing in the log decides is refused, and that is a small part.
  const asked = [...refused.values()].reduce((sum, n) => sum + n, 0);
  expect(right + asked).toBe(CASES);
  expect(asked / CASES).toBeLessThan(0.1);
}, 120_000);
