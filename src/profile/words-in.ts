import type { WordsModule } from './profile.js';
import { TABLES } from './tables.js';
import { type ProfileSubject, putIntoWords } from './words.js';

/**
 * The sentences in a language of the tables. Where it has none, or they cannot be loaded, which is reported,
 * English is said.
 * @param used the language that the predictor speaks.
 */
export async function words(used: string): Promise<WordsModule> {
  if (!Object.hasOwn(TABLES, used)) return { putIntoWords };
  try {
    const { sentences } = await TABLES[used]();
    const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const times = new Intl.NumberFormat(used, tenths);
    const list = new Intl.ListFormat(used);
    const written = ({ name, times: lift = 0, visits = 0, items = [] }: ProfileSubject) => ({
      name,
      times: times.format(lift),
      visits: `${visits}`,
      items: list.format(items),
    });
    return {
      putIntoWords(profile, given, nameOf, onFault, tools) {
        profile.lang = used;
        return putIntoWords(profile, given, nameOf, onFault, tools, (phrase, about) => {
          const parts: Record<string, string | undefined> = written(about);
          return sentences[phrase].replace(/\{(\w+)\}/g, (_, part) => parts[part] ?? '');
        });
      },
    };
  } catch (thrown) {
    return {
      putIntoWords(profile, given, nameOf, onFault, tools) {
        const [, , , , toPredictorError] = tools;
        onFault(toPredictorError(thrown, 'CHUNK_MISSING'));
        return putIntoWords(profile, given, nameOf, onFault, tools);
      },
    };
  }
}
