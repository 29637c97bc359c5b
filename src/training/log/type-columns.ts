import type { ActionReader } from './action-names.js';
import { share } from './column-sample.js';
import { type Columns, FIELDS } from './log-fields.js';
import { isOrderId, isOrderLine } from './field-names.js';
import { plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

/** A log without types is one of orders when its lines belong to orders. */
export function findOrder(
  columns: Columns,
  headers: readonly string[],
  factsOf: FactsOf,
  lines: number,
  readAction: ActionReader,
): string | undefined {
  const knowsTypes =
    columns.type && share(factsOf(columns.type[0]), (value) => isAct(readAction, value)) > 0;
  if (knowsTypes) return undefined;
  const ids = headers.filter(isOrderId);
  if (headers.some(isOrderLine)) {
    const [id] = ids.filter((header) => factsOf(header).filled > 0);
    return (
      id ??
      headers.find((header) => wordsOf(header).join(' ') === 'name') ??
      headers.find((header) => wordsOf(header).join(' ') === 'id')
    );
  }
  if (columns.type) return undefined;
  return ids.find((header) => factsOf(header).filled >= lines * 0.9);
}

/** An action's column by any name: nine of ten of its values are known names of actions. */
export function findTypeByValues(
  columns: Columns,
  headers: readonly string[],
  factsOf: FactsOf,
  readAction: ActionReader,
  notes: string[],
): void {
  // A column called `name` may hold the names of events.
  const taken = new Set(
    FIELDS.flatMap((field) => (field === 'name' ? [] : (columns[field] ?? []))),
  );
  const header = headers.find(
    (one) =>
      !taken.has(one) &&
      factsOf(one).filled > 0 &&
      share(factsOf(one), (value) => readAction(plainText(value)) !== undefined) >= 0.9 &&
      share(factsOf(one), (value) => isAct(readAction, value)) > 0,
  );
  if (header === undefined) return;
  columns.type = [header];
  const names = columns.name?.filter((one) => one !== header);
  columns.name = names?.length ? names : undefined;
  notes.push(`type is read from ${header}, whose values are names of actions`);
}

/** Whether a value names an action with a product. */
export const isAct = (readAction: ActionReader, value: unknown) => {
  const action = readAction(plainText(value));
  return action !== undefined && action !== 'ignored';
};
