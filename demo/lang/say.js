// Texts in the language of the page, by their English. Nothing here is put together from parts of a sentence:
// a text has places for its values, and each language has them where it needs them.
import { day, decimals, percent, setLocale, whole } from './numbers.js';

let words;
let plurals = new Intl.PluralRules('en');

/** @param table texts by their English; undefined in English. */
export function useWords(lang, table) {
  words = table;
  plurals = new Intl.PluralRules(lang);
  setLocale(lang);
}

/** A text of the table in use; undefined where it has none. */
export const own = (english) =>
  words && Object.hasOwn(words, english) ? words[english] : undefined;

/** Nothing but English is spoken at present. */
export const isEnglish = () => !words;

const PLACE = /\{(\w+)(%|@|#|\.\d)?((?:\|[^|{}]*)*)\}/g;
const WRITE = { '%': percent, '@': day, '#': whole };

/**
 * A text with its values set: `{name}` as it is, `{share%}` as a share of 100, `{mean.1}` with one decimal,
 * `{count#}` as a whole number, `{first@}` as a day. `{visits|# visit|# visits}` is the form for that number,
 * which stands for `#`; a language may have one form.
 */
export const say = (english, values = {}) =>
  (own(english) ?? english).replace(PLACE, (_, name, as, forms) => {
    const value = values[name];
    if (forms) {
      const list = forms.slice(1).split('|');
      const form = plurals.select(value) === 'one' ? list[0] : list.at(-1);
      return form.replace('#', whole(value));
    }
    if (!as) return value;
    return as[0] === '.' ? decimals(value, +as[1]) : WRITE[as](value);
  });

/** A reason of the predictor that names a category: it is in the language of the page, the name is not. */
export const REASON = /^(.*[„：])([^“]+)(“?)$/;

export const reasonIn = (_, before, name, after) => before + say(name) + after;
