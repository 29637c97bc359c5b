import { INNER, LISTS, SENTENCES } from './known-sentences.js';
import { inPageWords } from './page-words.js';

/** What a place of a sentence holds. */
export type CodedValue = string | number | Coded | CodedValue[];

/** A sentence of the program as the page can say it in its language: its English, and the values of its places. */
export interface Coded {
  text: string;
  values: Record<string, CodedValue>;
}

/** One that the page has no words for stays as it is: English. */
export type Said = Coded | string;

/** `{lines|# line|# lines}`: as `say` of the demo reads it. */
const PLACE = /\{(\w+)(%|@|#|\.\d)?((?:\|[^|{}]*)*)\}/;
/** A line of a log may stand in a sentence; none that is longer was written to be read. */
const LONGEST = 4000;

interface Place {
  name: string;
  kind: string;
  forms: string[];
}
/** Literals and places take turns: a sentence begins and ends with a literal, which may be empty. */
interface Pattern {
  text: string;
  literals: string[];
  places: Place[];
}

function patternOf(text: string): Pattern {
  const parts = text.split(PLACE);
  const pattern: Pattern = { text, literals: [parts[0]], places: [] };
  for (let at = 1; at < parts.length; at += 4) {
    const [name, kind = '', forms = '', literal] = parts.slice(at, at + 4);
    pattern.places.push({ name, kind, forms: forms.split('|').slice(1) });
    pattern.literals.push(literal);
  }
  return pattern;
}

/** A message of the program, with what the command line calls by an option in the page's words. */
export function codedSentence(message: string): Said {
  const text = inPageWords(message);
  return (text.length <= LONGEST && first(SENTENCES, text)) || text;
}

function first(texts: readonly string[], sentence: string): Coded | undefined {
  for (const text of texts) {
    const values = match(patternOf(text), sentence);
    if (values) return { text, values };
  }
  return undefined;
}

/** The values, each as short as it can be. */
function match({ literals, places }: Pattern, sentence: string): Coded['values'] | undefined {
  const last = literals.length - 1;
  if (!sentence.startsWith(literals[0])) return undefined;
  if (!last) return sentence === literals[0] ? {} : undefined;
  const end = sentence.length - literals[last].length;
  if (!sentence.endsWith(literals[last])) return undefined;
  const values: Coded['values'] = {};
  let from = literals[0].length;
  for (const [i, place] of places.entries()) {
    const next = (at: number) => (i + 1 === last ? end : sentence.indexOf(literals[i + 1], at));
    let to = next(from);
    let value: CodedValue | undefined;
    while (to >= from && to <= end) {
      value = readValue(place, sentence.slice(from, to));
      // A name in a sentence within may hold what comes behind it.
      if (value !== undefined || !INNER.has(place.name) || to === end) break;
      to = next(to + 1);
    }
    if (value === undefined) return undefined;
    values[place.name] = value;
    from = to + literals[i + 1].length;
  }
  return values;
}

function readValue({ name, kind, forms }: Place, text: string): CodedValue | undefined {
  const number = () => {
    const digits = text.replace(/,(?=\d{3})/g, '');
    return /^\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
  };
  if (forms.length) {
    const [, digits = '', word = ''] = /^([\d,]+)(.*)$/s.exec(text) ?? [];
    return forms.includes(`#${word}`) ? Number(digits.replaceAll(',', '')) : undefined;
  }
  if (kind === '%') {
    const [, share] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
    return share === undefined ? undefined : Number((Number(share) / 100).toFixed(6));
  }
  if (kind) return number();
  if (INNER.has(name)) return first(SENTENCES, text);
  if (!Object.hasOwn(LISTS, name)) return text;
  const { by, items } = LISTS[name];
  const found = (by ? text.split(by) : [text]).map((one) =>
    one === '…' ? one : first(name === 'notes' ? SENTENCES : items, one),
  );
  return found.every((one) => one !== undefined) ? found : undefined;
}
