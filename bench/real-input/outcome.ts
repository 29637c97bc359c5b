/**
 * What became of one known truth. `right`: what was read is the truth. `refused`: some or all of it is missing,
 * and an error or a count says so. `lost`: some is missing and nothing says so. `wrong`: something was read that
 * is not true, and nothing says so.
 */
export type Outcome = 'right' | 'refused' | 'lost' | 'wrong';

export interface Judgement {
  outcome: Outcome;
  /** What differs, or what was said; for a reader. */
  why: string;
}

/** One generated case after it was read and judged. */
export interface Judged extends Judgement {
  seed: number;
  /** What is particular about the case: each is a row of the table. */
  kinds: readonly string[];
  /** The input itself, for a case that was lost or wrong. */
  input?: string;
}

export type Counts = Record<Outcome, number>;

/** Counts by kind; a case counts in each of its kinds, and once in `all`. */
export function tally(cases: readonly Judged[]): Record<string, Counts> {
  const table: Record<string, Counts> = {};
  for (const { kinds, outcome } of cases) {
    for (const kind of new Set(['all', ...kinds])) {
      table[kind] ??= { right: 0, refused: 0, lost: 0, wrong: 0 };
      table[kind][outcome]++;
    }
  }
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The table as aligned text. */
export function tableText(world: string, table: Record<string, Counts>): string {
  const rows = Object.entries(table).map(([kind, counts]) => {
    const { right, refused, lost, wrong } = counts;
    const sum = right + refused + lost + wrong;
    const share = `${((100 * right) / sum).toFixed(1)}%`;
    return [kind, sum, right, share, refused, lost, wrong].map(String);
  });
  const head = [world, 'cases', 'right', 'share', 'refused', 'lost', 'wrong'];
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ');
  return [line(head), ...rows.map(line)].join('\n');
}

/** The cases that were lost or wrong, so that a test that fails shows how to repeat them. */
export const badCases = (cases: readonly Judged[]): string[] =>
  cases
    .filter(({ outcome }) => outcome === 'lost' || outcome === 'wrong')
    .map(
      ({ seed, outcome, kinds, why }) => `seed ${seed}: ${outcome} (${kinds.join(', ')}) ${why}`,
    );
