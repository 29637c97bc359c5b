import { rareError } from '../../lib/errors.js';
import { isTotal } from './missing-values.js';
import { hasLostDigits } from './number-times.js';

const WHOLE = /^\d+(?:\.0+)?$/;
const POINT_ZERO = /^\d+\.0+$/;
const FRACTION = /^\d+\.0*[1-9]\d*$/;
/** So often as the commonest other id, and it is no shopper. */
const CROWD = 10;
const CROWD_LEAST = 20;

/** How many ids may be none of the numbers: one in a hundred, where a program has given every number a `.0`. */
function oddOnes(sample: readonly string[]): number {
  const numbers = sample.filter((id) => WHOLE.test(id));
  return numbers.every((id) => POINT_ZERO.test(id)) && !sample.some((id) => FRACTION.test(id))
    ? Math.floor(sample.length / 100)
    : 0;
}

/** An id, or why it is none. */
export type ReadId = string | { lost: true };

/**
 * Reads the ids of a column. Where all are numbers, `1000.0` is 1000: a spreadsheet or pandas made numbers of ids.
 * @param sample the ids in the first lines.
 * @throws PredictorError BAD_COLUMN where a later id shows that they were no whole numbers.
 */
export function createIdReader(header: string, sample: readonly string[]) {
  const others = sample.filter((id) => !WHOLE.test(id) && !isTotal(id));
  // One odd line is one among many.
  const isNumeric = sample.length > others.length && others.length <= oddOnes(sample);
  let stripped: string | undefined;
  let hasFractions = !isNumeric;
  return {
    read(id: string): ReadId {
      const last = id.charCodeAt(id.length - 1);
      // Digits only may end in this.
      if (last < 48 || last > 57) return id;
      if (id.includes('+') && hasLostDigits(id)) return { lost: true };
      if (!isNumeric || !id.includes('.')) return id;
      if (FRACTION.test(id)) {
        if (stripped !== undefined) {
          throw rareError(
            'BAD_COLUMN',
            `${header}: ${stripped} was read as ${stripped.replace(/\.0+$/, '')}, a whole number, and then came ${id}. Write the ids as text`,
          );
        }
        hasFractions = true;
      } else if (!hasFractions && POINT_ZERO.test(id)) {
        stripped ??= id;
        return id.slice(0, id.indexOf('.'));
      }
      return id;
    },
    notes: (): string[] => (stripped === undefined ? [] : [wholeIdsNote(header, stripped)]),
  };
}

/** What is said of ids that were read without their `.0`. */
export const wholeIdsNote = (header: string, id: string): string =>
  `ids (${header}) are whole numbers written like ${id}: read as ${id.replace(/\.0+$/, '')}`;

/**
 * Numbers that a log writes where it knows no shopper: -1 among ids that are not negative, and 0 where it has
 * far more lines than any other.
 */
export function nobodyIn(sample: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const id of sample) {
    const plain = id.replace(/\.0+$/, '');
    counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  const nobody = new Set<string>();
  if (counts.size < 2) return nobody;
  const others = [...counts].filter(([id]) => id !== '0' && id !== '-1');
  if (counts.has('-1') && others.every(([id]) => !id.startsWith('-'))) nobody.add('-1');
  const most = others.reduce((max, [, count]) => Math.max(max, count), 0);
  const zero = counts.get('0') ?? 0;
  if (zero >= CROWD_LEAST && zero >= most * CROWD) nobody.add('0');
  for (const id of [...nobody]) nobody.add(`${id}.0`);
  return nobody;
}
