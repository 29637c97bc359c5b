import { sayIn } from './say-in.js';
import type { WordsModule } from './profile.js';
import { TABLES } from './tables.js';
import { putIntoWords } from './words.js';

/**
 * The sentences in a language of the tables. Where it has none, or they cannot be loaded, which is reported,
 * English is said.
 * @param used the language that the predictor speaks.
 */
export async function words(used: string): Promise<WordsModule> {
  if (!Object.hasOwn(TABLES, used)) return { putIntoWords };
  try {
    const { sentences } = await TABLES[used]();
    return sayIn(used, sentences);
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
