import { badOption } from '../lib/bad-option.js';
import { PredictorError, toPredictorError } from '../lib/errors.js';
import type { PredictedItem, Reason } from '../prediction/prediction.js';
import type { Spoken } from '../prediction/spoken.js';
import { fillName } from './fill-name.js';
import { directionOf, tableFor, tagOf } from './match.js';
import { createAsker, type Phrase, PHRASES, readTexts, type Table } from './read-texts.js';
import { TABLES } from './tables.js';

/**
 * Loads the words of a language. Never rejects: what is missing is reported, and said in English.
 * @param page the `lang` of the page.
 */
export async function speak(
  { lang, texts: given }: { lang?: string; texts?: unknown },
  page: string | undefined,
  onFault: (error: PredictorError) => void,
): Promise<Spoken> {
  const chosen = tagOf(lang);
  if (lang && !chosen) onFault(badOption('lang', lang));
  const asked = chosen ?? page?.trim() ?? '';
  const wanted = tagOf(asked) ?? '';
  const isRightToLeft = !!wanted && directionOf(wanted) === 'rtl';

  const texts = readTexts(given, onFault);
  const ask = createAsker(wanted, onFault);
  const missing = PHRASES.filter((phrase) => texts[phrase] === undefined);
  const name = wanted && tableFor(wanted);
  let table: Table | undefined;
  if (name && Object.hasOwn(TABLES, name)) {
    try {
      table = (await TABLES[name]()).words;
    } catch (thrown) {
      onFault(toPredictorError(thrown, 'CHUNK_MISSING'));
    }
  } else if (asked && name !== 'en' && missing.length) {
    const detail = asked.slice(0, 40);
    const message = `No words in "${detail}" for ${missing.join(', ')}: they are in English.`;
    onFault(new PredictorError('TEXTS_MISSING', detail, { message }));
  }

  const inWords = (phrase: Phrase, english: string, about = ''): string => {
    const text = texts[phrase];
    const own = typeof text === 'function' ? ask(phrase, text, about) : text;
    const found = own ?? table?.[phrase];
    return found === undefined
      ? fillName(english, '', false)
      : fillName(found, about, isRightToLeft);
  };
  const isEnglish = !table && (!wanted || missing.length === PHRASES.length);
  return {
    language: {
      wanted,
      used: isEnglish ? 'en' : (table && name) || wanted,
      dir: wanted ? (isRightToLeft ? 'rtl' : 'ltr') : undefined,
      label: inWords('shelf', 'Recommended products'),
    },
    say(items) {
      for (const item of items) {
        for (const reason of item.reasons)
          reason.text = inWords(reason.kind, reason.text, nameOf(reason, item));
      }
    },
  };
}

/** What a reason is about: the category of the product, or its brand. */
const nameOf = ({ kind }: Reason, { item }: PredictedItem): string | undefined =>
  kind === 'same-category' ? item.category?.at(-1) : kind === 'same-brand' ? item.brand : undefined;
