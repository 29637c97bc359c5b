import { type ColumnFacts, share } from './column-sample.js';
import { flattenRecord } from './flatten.js';
import { parseJson } from './json-values.js';

type Values = Record<string, unknown>;

/**
 * Unfolds the columns of a table that hold JSON: `properties` and `items` of an export.
 * @returns undefined where no column does.
 */
export function createCellUnfolder(
  facts: ReadonlyMap<string, ColumnFacts>,
): ((values: Values) => Values[]) | undefined {
  const headers = [...facts]
    .filter(([, its]) => share(its, (value) => parsed(value) !== undefined) > 0.5)
    .map(([header]) => header);
  if (!headers.length) return undefined;
  return (values) => {
    const record = { ...values };
    for (const header of headers) {
      const value = parsed(values[header]);
      if (value !== undefined) record[header] = value;
    }
    return flattenRecord(record);
  };
}

function parsed(value: unknown): object | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  if (!/^(?:\{.*\}|\[.*\])$/s.test(text)) return undefined;
  // Python writes its lists with single quotes.
  for (const json of text.includes('"')
    ? [text]
    : [text, text.replaceAll("'", '"').replaceAll('None', 'null')]) {
    const read = parseJson(json);
    if (typeof read === 'object' && read !== null) return read;
  }
  return undefined;
}
