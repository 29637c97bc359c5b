import type { WordsModule } from './profile.js';
import { type ProfileSubject, putIntoWords, type Sentences } from './words.js';

/** The sentences of a portrait in a language that is not English. */
export function sayIn(lang: string, sentences: Sentences): WordsModule {
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const times = new Intl.NumberFormat(lang, tenths);
  const list = new Intl.ListFormat(lang);
  const written = ({ name, times: lift = 0, visits = 0, items = [] }: ProfileSubject) => ({
    name,
    times: times.format(lift),
    visits: `${visits}`,
    items: list.format(items),
  });
  return {
    putIntoWords(profile, given, nameOf, onFault, tools) {
      profile.lang = lang;
      return putIntoWords(profile, given, nameOf, onFault, tools, (phrase, about) => {
        const parts: Record<string, string | undefined> = written(about);
        return sentences[phrase].replace(/\{(\w+)\}/g, (_, part) => parts[part] ?? '');
      });
    },
  };
}
