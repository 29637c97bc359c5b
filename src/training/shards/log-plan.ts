import { ACTION_TYPES, type ActionType } from '../../events/event.js';
import type { Act, ActionReader } from '../log/action-names.js';
import { sampleColumns, type Values } from '../log/column-sample.js';
import { findColumns } from '../log/columns.js';
import { quantityOf } from '../log/sold-lines.js';
import { nobodyIn } from '../log/id-column.js';
import { createCellUnfolder } from '../log/json-cells.js';
import type { Columns } from '../log/log-fields.js';
import { NotPlain, OWN_TIMES, unfit } from './not-plain.js';
import { timesKind } from '../log/dated.js';
import { isMissing, isTotal, plainText } from '../log/missing-values.js';
import { decideNumbers, NUMBER_KINDS } from '../log/number-times.js';
import type { LogWords } from '../log/log-plan.js';

/** A column of ids. */
interface IdColumn {
  header: string;
  /** All are whole numbers: `1000.0` is 1000. */
  isWhole: boolean;
  /** Ids that stand for no person. */
  nobody: string[];
}

/** How the columns of a log are read by SQL: what the reader decided on the first lines. */
export interface ShardPlan {
  columns: Columns;
  /** The user's columns, or the session's where there is no user. */
  people: IdColumn[];
  session?: IdColumn;
  time: string;
  /** The least Unix time of the column's unit, where its values are numbers: 1e8 is seconds. */
  unixFrom?: number;
  type: string[];
  /** What a line without a type is. */
  act: ActionType;
  items: IdColumn[];
  prices: { header: string; isCents: boolean }[];
  agent?: string;
  /** How many were bought: below 0 where they came back. */
  quantity?: string;
}

const AGENT = /^(.*[._ ])?user[ _-]?agent$/i;
const UNIX_FROM: Record<string, number> = { s: 1e8, ms: 1e11, us: 1e14, ns: 1e17 };
const CENTS = /(?:^|[^a-z])(?:cents?|minor)(?:[^a-z]|$)/i;

/**
 * Decides how SQL reads a log, by its first lines, as the reader of `train` does.
 * @param lines the first lines of the first file.
 * @returns the plan, and sentences on how the columns were found.
 * @throws NotPlain where `train` reads it and SQL does not. PredictorError BAD_LOG where neither does.
 */
export function planShards(
  file: string,
  lines: readonly Values[],
  { columns: given, dates, named }: LogWords,
  readAction: ActionReader,
  keepRobots: boolean,
): { plan: ShardPlan; notes: readonly string[] } {
  if (createCellUnfolder(sampleColumns(lines))) throw new NotPlain('has JSON in its cells');
  const { columns, act, order, status, voids, notes } = findColumns(
    lines,
    given,
    readAction,
    named,
  );
  if (order !== undefined) throw new NotPlain(`is a log of orders (${order})`);
  if (status.length) throw new NotPlain(`may have orders that came to nothing (${status[0]})`);
  if (voids.length) throw new NotPlain(`may have lines that do not count (${voids[0].header})`);
  if (columns.categoryElsewhere) throw new NotPlain('has products of several kinds of line');
  const quantity = quantityOf(new Set(lines.flatMap((values) => Object.keys(values))));
  if (quantity !== undefined && act === 'purchase' && !columns.type)
    throw new NotPlain(`has quantities of what was bought (${quantity}), which may be below 0`);
  const texts = (header: string) =>
    lines.map((values) => plainText(values[header])).filter((text) => !isMissing(text));
  const idsOf = (header: string, isPerson: boolean): IdColumn => {
    const ids = texts(header);
    const others = ids.filter((id) => !/^\d+(?:\.0+)?$/.test(id) && !isTotal(id));
    return {
      header,
      isWhole: ids.length > 0 && !others.length,
      nobody: isPerson ? [...nobodyIn(ids)] : [],
    };
  };
  const people = (columns.user ?? columns.session ?? []).map((header) => idsOf(header, true));
  if (people.length > 2) throw new NotPlain('names shoppers in more than two columns');
  const [time, ...parts] = columns.time ?? [];
  if (time === undefined) throw unfit(file, 'has no column of times');
  if (parts.length) throw new NotPlain(`has its times in parts (${columns.time?.join(', ')})`);
  const unixFrom = unixTimes(file, time, lines, texts(time), dates);
  const plan: ShardPlan = {
    columns,
    people,
    session: columns.user && columns.session && idsOf(columns.session[0], true),
    time,
    unixFrom,
    type: columns.type ?? [],
    act,
    items: (columns.item ?? []).map((header) => idsOf(header, false)),
    prices: (columns.price ?? []).map((header) => ({ header, isCents: CENTS.test(header) })),
    quantity,
    agent: keepRobots
      ? undefined
      : [...new Set(lines.flatMap((values) => Object.keys(values)))].find((header) =>
          AGENT.test(header),
        ),
  };
  return { plan, notes };
}

/**
 * The least Unix time of a column's numbers, undefined where it has none.
 * @throws PredictorError BAD_LOG where the times are no dates.
 */
function unixTimes(
  file: string,
  header: string,
  lines: readonly Values[],
  written: readonly string[],
  asked: LogWords['dates'],
): number | undefined {
  const all = lines.map((values) => values[header]);
  const kind = NUMBER_KINDS.find((one) => one === asked);
  const found = kind ? { kind, unit: 's' as const } : decideNumbers(written, header);
  const decided = found && 'problem' in found ? undefined : found;
  if (timesKind(all, decided) === 'own') throw unfit(file, OWN_TIMES);
  if (!decided || all.some((value) => value instanceof Date)) return undefined;
  const from = UNIX_FROM[decided.kind];
  if (from === undefined) {
    throw new NotPlain(`has times (${header}) that are no Unix times (${decided.kind})`);
  }
  return from;
}

/** The number of an action in SQL: its place in `ACTION_TYPES`, -1 for one to be ignored. */
export const actionNumber = (act: Act): number =>
  act === 'ignored' ? -1 : ACTION_TYPES.indexOf(act);
