import { seededRandom } from '../../lib/random.js';
import type { RawLine } from './raw-lines.js';
import type { LogPlan } from './log-plan.js';
import { isMissing, plainText } from './missing-values.js';

/** Lines kept of all that come after the first ones. */
const KEPT = 2000;
/** Fewer say nothing of how a log goes on. */
const ENOUGH = 100;

type Line = Pick<RawLine, 'line' | 'values'>;

/**
 * Keeps some lines from the beginning to the end of what comes, each with the same chance: every second one
 * would miss what stands in each other one.
 */
export function createLaterLines() {
  let kept: Line[] = [];
  let chance = 1;
  const random = seededRandom(1);
  return {
    see({ line, values }: Line): void {
      if (random() >= chance) return;
      kept.push({ line, values: ownTexts(values) });
      if (kept.length < KEPT) return;
      kept = kept.filter(() => random() < 0.5);
      chance /= 2;
    },
    lines: (): readonly Line[] => kept,
  };
}

/** The cells as texts of their own: a part of a long text keeps all of it in memory, here of the whole file. */
const ownTexts = (values: RawLine['values']): RawLine['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([header, cell]) => [
      header,
      typeof cell === 'string' ? ` ${cell}`.slice(1) : cell,
    ]),
  );

/**
 * What the first lines of a file decided and its later lines would decide otherwise, so that one of them is read
 * wrongly: a column of types that begins later, say.
 * @param planOf how the reader would read these lines alone.
 * @returns undefined where nothing is.
 */
export function laterProblem(
  first: LogPlan,
  lines: readonly Line[],
  planOf: (lines: readonly RawLine['values'][]) => LogPlan,
): string | undefined {
  if (lines.length < ENOUGH) return undefined;
  let later: LogPlan;
  try {
    later = planOf(lines.map(({ values }) => values));
  } catch {
    // Alone they cannot be read: then they are refused one by one, and counted.
    return undefined;
  }
  for (const field of ['type', 'time', 'user'] as const) {
    const [header] = later.columns[field] ?? [];
    if (header === undefined || first.columns[field]) continue;
    const from = lines.find(({ values }) => !isMissing(plainText(values[header])));
    return `its first lines have no ${field}, and its later ones have one: ${header}, from about line ${from?.line} on. Cut the file there, and give the parts as files of their own`;
  }
  if (!first.columns.type && first.act !== later.act) {
    return `its first lines are read as ${first.act}, and its later ones would be read as ${later.act}: say what each line is with --actions "*=purchase"`;
  }
  if (later.isSplit && !first.isSplit) {
    return `its first lines hold one product each, and later ones several in one cell (${first.columns.item}): write one product a line`;
  }
  return undefined;
}
