import { isMissing, plainText } from './missing-values.js';

export type Values = Readonly<Record<string, unknown>>;

/** What the first lines of a log have under one header. */
export interface ColumnFacts {
  /** Lines with a value. */
  filled: number;
  /** Lines without one, where other lines have one. */
  gaps: number;
  /** Different values, counted up to a few. */
  distinct: number;
  /** The first values, as they stand. */
  values: unknown[];
}

const KEPT = 2000;
const DISTINCT = 200;

/** What stands under each header in the first lines of a log. One odd line is one among many. */
export function sampleColumns(lines: readonly Values[]): Map<string, ColumnFacts> {
  const columns = new Map<string, ColumnFacts & { seen: Set<string> }>();
  for (const line of lines) {
    for (const header of Object.keys(line)) {
      let facts = columns.get(header);
      if (!facts) {
        facts = { filled: 0, gaps: 0, distinct: 0, values: [], seen: new Set() };
        columns.set(header, facts);
      }
      const value = line[header];
      const text = plainText(value);
      if (isMissing(text)) continue;
      facts.filled++;
      if (facts.values.length < KEPT) facts.values.push(value);
      if (facts.seen.size < DISTINCT) facts.seen.add(text);
    }
  }
  for (const facts of columns.values()) {
    facts.gaps = lines.length - facts.filled;
    facts.distinct = facts.seen.size;
  }
  return columns;
}

/** The share of a column's values for which something holds. */
export function share(facts: ColumnFacts, holds: (value: unknown) => boolean): number {
  const some = facts.values.length > 500 ? spread(facts.values, 500) : facts.values;
  return some.length ? some.filter(holds).length / some.length : 0;
}

/** So many of a list, from its beginning to its end. */
const spread = (values: unknown[], count: number): unknown[] =>
  Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]);
