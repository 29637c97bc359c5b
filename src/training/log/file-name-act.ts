import type { ActionType } from '../../events/event.js';
import { createActionReader } from './action-names.js';
import { wordsOf } from './words-of.js';

const readAction = createActionReader();
/** `pre-purchase`, `without_orders`: not what is named. */
const NOT =
  /^(?:no|non|not|without|before|pre|abandoned|cancelled|canceled|failed|vor|ohne|sans|sin)$/;

/** What the name of a file says that its lines are: `train_purchases.csv`. Undefined where it names nothing, or two things. */
export function actOfFileName(path: string): ActionType | undefined {
  const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const words = wordsOf(base.split('.')[0]);
  if (words.some((word) => NOT.test(word))) return undefined;
  const acts = new Set(
    words
      .map((word) => readAction(word) ?? readAction(word.replace(/s$/, '')))
      .filter((act) => act !== undefined && act !== 'ignored'),
  );
  const [act] = acts;
  return acts.size === 1 ? (act as ActionType) : undefined;
}
