import { type ColumnFacts, share, type Values } from './column-sample.js';
import type { Columns } from './log-fields.js';
import { isMissing, plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

const DEVICES =
  /^(?:desktop|mobile|tablet|phone|smart ?phone|smart ?tv|tv|console|web|app|pc|computer|laptop|android|ios|ipados|windows|mac ?os|linux|m ?site|wearable|ipad|iphone|bot|other|unknown)$/i;

/**
 * A category that is the device's, or the browser's: it says nothing of the product.
 * @returns the columns left out.
 */
export function withoutDevices(
  columns: Columns,
  factsOf: FactsOf,
  notes: string[],
): readonly string[] {
  const devices = columns.category?.filter((header) => {
    const facts = factsOf(header);
    return facts.filled > 0 && share(facts, isDevice) > 0.9 && share(facts, isKnownDevice) > 0.5;
  });
  if (!devices?.length) return [];
  const rest = columns.category?.filter((header) => !devices.includes(header)) ?? [];
  columns.category = rest.length ? rest : undefined;
  notes.push(
    `${devices[0]} is left out: it says which device was used. If it is the product's category: --columns category=${devices[0]}`,
  );
  return devices;
}

const isDevice = (value: unknown) => DEVICES.test(plainText(value));
/** A shop of telephones has a category `phone`, and not one `desktop` beside it. */
const isKnownDevice = (value: unknown) =>
  /^(?:desktop|mobile|tablet|smart ?phone|web|app|android|ios)$/i.test(plainText(value));

/** Sentences on columns that nobody reads and that change what others mean. */
export function oddColumns(
  columns: Columns,
  headers: readonly string[],
  factsOf: FactsOf,
  lines: readonly Values[],
): string[] {
  const notes: string[] = [];
  const money = headers.find((header) => {
    const isCurrency =
      /(?:^| )currency(?: code| iso)?$|^waehrung$|^wahrung$|^devise$|^moneda$/.test(
        wordsOf(header).join(' '),
      );
    return isCurrency && new Set(textsOf(factsOf(header)).map((one) => one.toUpperCase())).size > 1;
  });
  if (columns.price && money !== undefined) {
    const several = [...new Set(textsOf(factsOf(money)))].slice(0, 4);
    notes.push(
      `prices are of several currencies (${money}: ${several.join(', ')}) and are read as one: write them in one, or leave the price out`,
    );
  }
  const numbered = headers.find(
    (header) => isSequence(header) && backwards(header, columns, lines),
  );
  if (numbered !== undefined) {
    notes.push(
      `${numbered} numbers the events of a visit, and the lines are in another order: where events have one time, the order of the lines is read. Sort the lines by it`,
    );
  }
  return notes;
}

const textsOf = ({ values }: ColumnFacts) =>
  values.map(plainText).filter((text) => !isMissing(text));

const isSequence = (header: string) =>
  /(?:^| )(?:hit|event|action|click|step|page ?view|session)? ?(?:sequence|seq|order|number|index|step|nr)(?: (?:number|no|in (?:session|visit)))?$/.test(
    wordsOf(header).join(' '),
  ) && !/^(?:order|bestell|invoice|line|item|product|phone|house)/.test(wordsOf(header).join(' '));

/** Whether lines of one shopper and one time go down where others go up. */
function backwards(header: string, { user, session, time }: Columns, lines: readonly Values[]) {
  const who = [...(session ?? []), ...(user ?? [])];
  const last = new Map<string, { time: string; number: number }>();
  let [ups, downs] = [0, 0];
  for (const values of lines) {
    const text = plainText(values[header]);
    if (!/^\d{1,5}(?:\.0)?$/.test(text)) continue;
    const key = who.map((one) => plainText(values[one])).join('\n');
    const at = (time ?? []).map((one) => plainText(values[one])).join(' ');
    const before = last.get(key);
    if (before?.time === at && before.number < +text) ups++;
    if (before?.time === at && before.number > +text) downs++;
    last.set(key, { time: at, number: +text });
  }
  return downs > 0 && ups + downs >= 3;
}
