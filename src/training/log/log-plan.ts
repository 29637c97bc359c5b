import type { ActionType } from '../../events/event.js';
import { rareError } from '../../lib/errors.js';
import { type Act, createActionReader } from './action-names.js';
import { counted } from './counted.js';
import { sampleColumns, type Values } from './column-sample.js';
import { findColumns } from './columns.js';
import type { TimesKind } from './dated.js';
import type { Columns } from './log-fields.js';
import { createCellUnfolder } from './json-cells.js';
import { createDateOrders, type DatesOption } from './date-orders.js';
import { createLogReader, type ReadRow } from './log-reader.js';
import type { Refusal } from './log-row.js';
import type { ReadMemory } from './read-memory.js';
import { createMissingCounts, createUnknownActions } from './missing-counts.js';
import { isMissing, plainText } from './missing-values.js';

/** What a person says of a log that cannot be read off it. */
export interface LogWords {
  columns?: Columns;
  /** What its action names mean; `*` stands for every other name. */
  actions?: ReadonlyMap<string, Act>;
  /** How its times are written, where the log does not decide it. */
  dates?: DatesOption;
  /** What the name of the file says that its lines are, where they do not: `purchases.csv`. */
  named?: ActionType;
}

/** How a log is read, decided on its first lines. */
export interface LogPlan {
  columns: Columns;
  /** What a line without a type is. */
  act: ActionType;
  /** Whether a cell may hold several products. */
  isSplit: boolean;
  /** What its times are; undefined where the first lines have none. */
  times: TimesKind | 'none' | undefined;
  read(values: Record<string, unknown>): readonly (ReadRow | Refusal)[];
  /** Sentences for the person who waits, the most important first. */
  notes(): string[];
}

/** What is known of a log across its files. */
export interface LogMemory extends ReadMemory {
  notes(): string[];
}

export function createLogMemory(dates?: DatesOption): LogMemory {
  const missing = createMissingCounts();
  const unknown = createUnknownActions();
  const orders = createDateOrders(dates);
  return {
    missing,
    unknown,
    orders,
    marks: new Map(),
    notes: () => [...orders.notes(), ...missing.notes(), ...unknown.notes()],
  };
}

/**
 * Decides how a log is read.
 * @param sample its first lines.
 * @throws PredictorError BAD_COLUMN where a column is missing or cannot be read in one way only.
 */
export function planLog(
  sample: readonly Record<string, unknown>[],
  { columns: given, actions, dates, named }: LogWords,
  memory: LogMemory = createLogMemory(dates),
): LogPlan {
  const readAction = createActionReader(actions);
  const unfold = createCellUnfolder(sampleColumns(sample));
  const lines: readonly Values[] = unfold ? sample.flatMap(unfold) : sample;
  const found = findColumns(lines, given, readAction, named);
  if (found.columns.type) refuseUnknown(lines, found.columns.type, readAction);
  const reader = createLogReader(found, lines, readAction, memory);
  return {
    columns: found.columns,
    act: found.act,
    isSplit: reader.isSplit,
    times: reader.times,
    read: unfold ? (values) => unfold(values).flatMap((line) => reader.read(line)) : reader.read,
    notes: () => [...found.notes, ...reader.notes()],
  };
}

/** @throws PredictorError BAD_COLUMN where not one action is known: nothing would be read. */
function refuseUnknown(
  lines: readonly Values[],
  headers: readonly string[],
  readAction: (name: string) => Act | undefined,
): void {
  const counts = new Map<string, number>();
  for (const values of lines) {
    const name = headers
      .map((header) => plainText(values[header]))
      .find((text) => !isMissing(text));
    if (name === undefined) continue;
    if (readAction(name) !== undefined) return;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (!counts.size) return;
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12);
  const said = most.map(([name, count]) => `${name.slice(0, 40)} ${counted(count, 'time')}`);
  const option = most.map(([name]) => `${name.slice(0, 40)}=…`).join(',');
  throw rareError(
    'BAD_COLUMN',
    `no action of ${headers[0]} is known: ${said.join(', ')}${counts.size > most.length ? ', …' : ''}. Say what each means, with click, cart, purchase, remove, wishlist, checkout, search, category or ignored: --actions ${option}`,
  );
}
