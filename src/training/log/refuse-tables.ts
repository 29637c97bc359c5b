import { fitOf } from './field-names.js';
import { badLog } from './log-error.js';

/** A number or a time: no header has such a cell. */
export const isValue = (cell: string) =>
  /^[-+]?\d[\d.,]*$/.test(cell) || /^\d{1,4}[-/.]\d\d?[-/.]\d{1,4}([T ]|$)/.test(cell);

/** @throws PredictorError BAD_LOG where lines are lists of products: of many lengths, or with the same words in all places. */
export function refuseBaskets(
  file: string,
  rows: readonly string[],
  cellsOf: (line: string) => string[],
): void {
  const some = rows
    .filter((row) => row.trim())
    .slice(0, 200)
    .map(cellsOf);
  if (some.length < 3 || some.some((cells) => cells.some((cell) => cell.length > 100))) return;
  const widths = new Set(some.map((cells) => cells.length));
  const [first, ...others] = some;
  const later = new Set(others.flat());
  const again = first.filter((cell) => later.has(cell)).length;
  const isMoving = (name: string) =>
    new Set(others.flatMap((cells) => cells.flatMap((cell, i) => (cell === name ? [i] : []))))
      .size > 1;
  const isAlike = first.length > 1 && !first.some(isValue) && first.some(isMoving);
  if (widths.size < 3 && !isAlike) return;
  // Names of an event's fields are a header, however many cells its lines have.
  const named = (['user', 'session', 'time', 'type'] as const).filter((field) =>
    first.some((cell) => fitOf(cell, field) > 500),
  );
  if (named.length > 1) return;
  if (widths.size < 4 && !first.some(isValue) && again * 2 < first.length) return;
  throw badLog(
    file,
    `has no header and no shopper: its first line is ${rows[0].slice(0, 80)}. It looks like a basket a line: write one product a line, with the number of its basket, under a header: order_id,item_id`,
  );
}

/** What reports count. Logs of events have no such columns. */
const TOTALS =
  /^(views|item views|screen page views|page ?views|unique page ?views|sessions|engaged sessions|visits|users|active users|total users|new users|returning users|event count|events per session|conversions|key events|total revenue|item revenue|purchase revenue|gross revenue|net sales|gross sales|total sales|items? (viewed|purchased|added to cart|checked out)|bounce rate|engagement rate|average engagement time.*|avg\.? .*|conversion rate|ctr|impressions|clicks|orders|units sold|add to carts|transactions|nth (day|week|month|hour))$/;

/** @throws PredictorError BAD_LOG where the headers are those of a report. */
export function refuseReport(file: string, headers: string[]): void {
  const totals = headers.filter((header) =>
    TOTALS.test(header.toLowerCase().replace(/[_-]+/g, ' ')),
  );
  const one =
    /\b(user|session|visitor|customer|client|shopper|visit|cookie|device)_?\s?(id|pseudo)/i;
  if (totals.length < 2 || headers.some((header) => one.test(header))) return;
  throw badLog(
    file,
    `is a report: it holds totals (${totals.slice(0, 3).join(', ')}), not events. Export the events themselves, one a line, with the shopper or session of each.`,
  );
}
