import { shown } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';
import { FIELDS } from './log-fields.js';

/**
 * Reads `user,item,-,type,time`: the columns of a log without a header, in order. `undefined` where the text says
 * `field=header`.
 * @throws PredictorError BAD_OPTION naming the word that is no field.
 */
export function parseColumnOrder(text: string): string[] | undefined {
  if (text.includes('=')) return undefined;
  return text.split(',').map((part) => {
    const field = part.trim();
    if (field === '-' || field === '') return '';
    if ((FIELDS as readonly string[]).includes(field)) return field;
    throw new PredictorError('BAD_OPTION', '--columns', {
      message: `--columns is ${shown(text)}: field=header, or the columns in order, each one of ${FIELDS.join(', ')}, or - for none.`,
    });
  });
}
