import type { words } from './tables/de.js';

/** A text of the inspector, in English: each table has it in its own language. */
export type Phrase = keyof typeof words;
/** What stands in a place of a text: as it is, as a number, another text, what the predictor told, or several. */
export type Value = string | number | Said | { told: string } | readonly Value[];
export type Values = Readonly<Record<string, Value>>;
/** A text and its values, said when it is shown, in the language of then. */
export interface Said {
  text: Phrase;
  values?: Values;
}

/** A language of the inspector, in a file of its own. */
export interface Table {
  words: Readonly<Record<string, string>>;
  /** What the predictor says in English, in the language; undefined where that is not known. */
  reread?(text: string): string | undefined;
}

/** The order in which a text gives its forms; a language has those that it needs. */
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
const PLACE = /\{(\w+)(%|\.\d)?((?:\|[^|{}]*)*)\}/g;

/**
 * Puts texts, numbers and times into a language. Nothing is put together from parts of a sentence: a text
 * has places, and each language has them where it needs them. `{name}` is a value as it is, `{share%}` a
 * share of 100, `{ms.1}` has one decimal, and `{n|# event|# events}` is the form for that number.
 */
export function createSpeech(lang = 'en', { words, reread }: Table = { words: {} }) {
  const plurals = new Intl.PluralRules(lang);
  const { pluralCategories } = plurals.resolvedOptions();
  const forms = FORMS.filter((form) => pluralCategories.includes(form));
  const formats = new Map<string, Intl.NumberFormat>();
  const format = (value: number, options: Intl.NumberFormatOptions): string => {
    const key = JSON.stringify(options);
    const made = formats.get(key) ?? new Intl.NumberFormat(lang, options);
    formats.set(key, made);
    return made.format(value);
  };
  const digits = (count: number) => ({
    minimumFractionDigits: count,
    maximumFractionDigits: count,
  });
  const number = (value: number) => format(value, { maximumFractionDigits: 2 });
  const percent = (share: number): string =>
    share < 0.001
      ? `<${format(0.001, { style: 'percent', ...digits(1) })}`
      : format(share, { style: 'percent', ...digits(share < 0.1 ? 1 : 0) });
  const unit = (value: number, name: string, unitDisplay: 'short' | 'long') =>
    format(value, { style: 'unit', unit: name, unitDisplay, ...digits(name === 'byte' ? 0 : 1) });

  const again = (text: string): string | undefined => (reread ? reread(text) : text);

  const write = (value: Value): string =>
    typeof value === 'number'
      ? number(value)
      : typeof value === 'string'
        ? value
        : 'text' in value
          ? say(value.text, value.values)
          : 'told' in value
            ? (again(value.told) ?? value.told)
            : value.map(write).join(say('; '));

  /** @param english a text of the tables. */
  function say(english: Phrase, values: Values = {}): string {
    const text = Object.hasOwn(words, english) ? words[english] : english;
    return text.replace(PLACE, (_, name: string, as: string, choice: string) => {
      const value = values[name] ?? '';
      if (as === '%') return percent(Number(value));
      if (as) return format(Number(value), digits(Number(as[1])));
      if (!choice) return write(value);
      const given = choice.slice(1).split('|');
      const form = given[forms.indexOf(plurals.select(Number(value)))] ?? given[given.length - 1];
      return form.replace('#', number(Number(value)));
    });
  }

  return {
    lang,
    say,
    write,
    percent,
    /** What the predictor says: undefined if it is known in English only. */
    reread: again,
    bytes: (count: number): string =>
      count < 1000
        ? unit(count, 'byte', 'long')
        : count < 1e6
          ? unit(count / 1000, 'kilobyte', 'short')
          : unit(count / 1e6, 'megabyte', 'short'),
    clock: (ms: number): string => new Date(ms).toLocaleTimeString(lang, { hourCycle: 'h23' }),
  };
}

export type Speech = ReturnType<typeof createSpeech>;
