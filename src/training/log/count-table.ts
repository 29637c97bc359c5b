import { rareError } from '../../lib/errors.js';
import type { ActionReader } from './action-names.js';
import { share } from './column-sample.js';
import { plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { isOrderId } from './field-names.js';
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
  if (counts.length < 2) {
    const flag = headers.find((header) => isFlag(header, factsOf, readAction));
    if (flag === undefined) return;
    throw rareError(
      'BAD_COLUMN',
      `${flag} says yes or no in each line: what was done is not in a column of its own. Write it there, as view or purchase: user_id,item_id,action,time. If it is something else, --actions "*=click" reads each line as a click`,
    );
  }
  throw rareError(
    'BAD_COLUMN',
    `a table of counts: ${counts.slice(0, 6).join(', ')} say how often, and not when. Write one event a line, with what was done in a column of its own: user_id,item_id,action,time. If they are something else, --actions "*=click" reads each line as a click`,
  );
}

/** Yes in some lines and no in others, under the name of an action or of what a model is to learn. */
function isFlag(header: string, factsOf: FactsOf, readAction: ActionReader): boolean {
  const words = wordsOf(header).filter((word) => !COUNT.test(word));
  const name = words.join(' ');
  const facts = factsOf(header);
  // On sale is a price, and no purchase.
  const isName =
    !/\bsales?$/.test(name) &&
    (isAct(readAction, name) || /^(?:label|target|converted|conversion|outcome)$/.test(name));
  return (
    isName &&
    facts.distinct === 2 &&
    share(facts, (value) =>
      /^(?:[01](?:\.0+)?|true|false|t|f|y|n|yes|no|ja|nein|oui|non|si|sí|sim|não)$/i.test(
        plainText(value),
      ),
    ) === 1
  );
}

/**
 * A log without types may mark its purchases by what only they have: the number of an order, an amount.
 * @throws PredictorError BAD_COLUMN with that column.
 */
export function refuseMarked(headers: readonly string[], factsOf: FactsOf, lines: number): void {
  const marks = headers.find((header) => {
    const { filled, values } = factsOf(header);
    const some = filled > 0 && filled < lines * 0.9;
    return (
      some &&
      lines >= ENOUGH &&
      (isOrderId(header) ||
        (MONEY.test(wordsOf(header).join(' ')) &&
          values.every((value) => /^\D{0,4}\d[\d.,]*\D{0,4}$/.test(plainText(value)))))
    );
  });
  if (marks === undefined) return;
  const { filled } = factsOf(marks);
  throw rareError(
    'BAD_COLUMN',
    `${marks} is filled in ${filled.toLocaleString('en-US')} of the first ${lines.toLocaleString('en-US')} lines: are those the purchases, and the others views? Write what each line is in a column of its own: user_id,item_id,action,time. If all lines are of one kind, say which: --actions "*=click"`,
  );
}

const ENOUGH = 20;
const MONEY =
  /(?:^| )(?:revenue|order (?:total|value|amount)|purchase (?:amount|value)|transaction (?:amount|value|revenue)|umsatz)$/;

const COUNT = /^(?:count|counts|num|number|nb|n|total|of|is|has|was|flag|times|anzahl|nombre)$/;

const BACK =
  /^(?:returns?|returned|refunds?|refunded|rma|retoure|retouren|rucksendung|ruckgabe|retour|devolucion|reso|zwrot|zwrotu|retourzending)$/;

/**
 * A table of what came back: each line has the number or the day of a return.
 * @throws PredictorError BAD_COLUMN with that column.
 */
export function refuseReturns(headers: readonly string[], factsOf: FactsOf): void {
  const back = headers.find((header) => {
    const words = wordsOf(header);
    const { filled, gaps } = factsOf(header);
    const isOwn = /^(?:id|number|no|nr|nummer|numero|date|datum|fecha|data|at|on|time)$/;
    return (
      filled > gaps * 9 &&
      words.length < 4 &&
      words.some((word) => BACK.test(word)) &&
      words.some((word) => isOwn.test(word))
    );
  });
  if (back === undefined) return;
  throw rareError(
    'BAD_COLUMN',
    `a table of what came back: each line has ${back}. It says nothing of what was looked at or bought: give the orders themselves. If its lines are purchases all the same: --actions "*=purchase"`,
  );
}
