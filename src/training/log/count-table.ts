import { rareError } from '../../lib/errors.js';
import type { ActionReader } from './action-names.js';
import { share } from './column-sample.js';
import { plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { isAct } from './type-columns.js';
import { wordsOf } from './words-of.js';

/**
 * A table may count what was done, an action a column: then nobody knows in which order.
 * @throws PredictorError BAD_COLUMN with the columns that count.
 */
export function refuseCounts(
  headers: readonly string[],
  factsOf: FactsOf,
  readAction: ActionReader,
): void {
  const counts = headers.filter((header) => {
    const words = wordsOf(header).filter((word) => !COUNT.test(word));
    return (
      isAct(readAction, words.join(' ')) &&
      share(factsOf(header), (value) =>
        /^(?:\d{1,4}(?:\.0+)?|true|false)$/i.test(plainText(value)),
      ) > 0.9
    );
  });
  if (counts.length < 2) return;
  throw rareError(
    'BAD_COLUMN',
    `a table of counts: ${counts.slice(0, 6).join(', ')} say how often, and not when. Write one event a line, with what was done in a column of its own: user_id,item_id,action,time. If they are something else, --actions "*=click" reads each line as a click`,
  );
}

const COUNT = /^(?:count|counts|num|number|nb|n|total|of|is|has|was|flag|times|anzahl|nombre)$/;
