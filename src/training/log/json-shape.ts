import { endOf, parseJson } from './json-values.js';

type Values = Record<string, unknown>;

/** Where the records of a JSON text are. */
export type JsonShape =
  | { kind: 'lines' }
  /** Records from a place on, each with what stands before them. */
  | { kind: 'records'; at: number; shared: Values; isList: boolean };

/** Keys under which services hand out lists of records. GA4's `items` and OTTO's `events` are flatten.ts's. */
const WRAPPERS = [
  'data',
  'records',
  'results',
  'result',
  'rows',
  'logs',
  'value',
  'hits',
  'sessions',
  'response',
  'body',
];

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param head the beginning of a text whose first letter is `{` or `[`. */
export function jsonShape(head: string): JsonShape {
  const trimmed = head.trimStart();
  const offset = head.length - trimmed.length;
  if (trimmed.startsWith('[')) return { kind: 'records', at: offset + 1, shared: {}, isList: true };
  const lines = trimmed.split('\n', 60).filter((line) => line.trim());
  // The last of them may be cut.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const records = whole.filter((line) => isObject(parseJson(line)));
  if (records.length * 2 >= whole.length) return { kind: 'lines' };
  const found = listIn(trimmed, 0, {});
  if (found) return { kind: 'records', at: offset + found.at, shared: found.shared, isList: true };
  return { kind: 'records', at: offset, shared: {}, isList: false };
}

/** The first list of objects within an object that goes beyond the text, and the plain values before it. */
function listIn(
  text: string,
  from: number,
  shared: Values,
): { at: number; shared: Values } | undefined {
  // One that ends here is a record.
  if (from === 0 && endOf(text, 0) > 0) return undefined;
  let at = from + 1;
  for (;;) {
    const key = /^\s*(?:,\s*)?"((?:[^"\\]|\\.){0,200})"\s*:\s*/.exec(text.slice(at, at + 500));
    if (!key) return undefined;
    at += key[0].length;
    if (/^\[\s*\{/.test(text.slice(at, at + 200))) return { at: at + 1, shared };
    if (text[at] === '{') {
      const found = listIn(text, at, {});
      if (found) return { at: found.at, shared: { ...shared, ...found.shared } };
    }
    const end = /^[{[]/.test(text[at] ?? '') ? endOf(text, at) : scalarEnd(text, at);
    if (end < 0) return undefined;
    const value = parseJson(text.slice(at, end));
    if (!isObject(value) && !Array.isArray(value)) shared[key[1]] = value;
    at = end;
  }
}

function scalarEnd(text: string, at: number): number {
  const found = /^("(?:[^"\\]|\\.)*"|[\w.+-]+)/.exec(text.slice(at, at + 10_000));
  return found ? at + found[0].length : -1;
}

/** `{ "data": [ … ] }` → its records. Anything else is one record. */
export function unwrap(record: Values): Values[] {
  for (const key of WRAPPERS) {
    const list = Object.hasOwn(record, key) ? record[key] : undefined;
    if (Array.isArray(list) && list.length && list.every(isObject)) {
      const plain = Object.entries(record).filter(([, value]) => typeof value !== 'object');
      return list.map((one) => ({ ...Object.fromEntries(plain), ...one }));
    }
    if (isObject(list) && !Object.hasOwn(record, 'items')) {
      const inner = unwrap(list);
      if (inner[0] !== list) return inner;
    }
  }
  return [record];
}
