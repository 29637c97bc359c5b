import type { Values } from './column-sample.js';
import type { Columns } from './log-fields.js';
import { isMissing, plainText } from './missing-values.js';

/** An order's later lines leave out what its first one says: who, when and which. */
export function createOrderCarrier(
  order: string,
  columns: Columns,
  status: readonly string[] = [],
) {
  const headers = [
    order,
    ...(columns.user ?? []),
    ...(columns.time ?? []),
    ...(columns.session ?? []),
    ...status,
  ];
  let last: Values = {};
  return (line: Values): Values => {
    const number = plainText(line[order]);
    if (number && number !== plainText(last[order])) {
      last = line;
      return line;
    }
    const values: Record<string, unknown> = { ...line };
    for (const header of headers) {
      if (isMissing(plainText(values[header]))) values[header] = last[header];
    }
    last = values;
    return values;
  };
}
