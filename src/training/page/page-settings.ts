import type { LogMeaning } from '../data/collect-lines.js';
import { parseActionOption } from '../log/action-names.js';
import { parseColumnOrder } from '../log/column-order.js';
import { parseColumnOption } from '../log/columns.js';
import { DATES_OPTIONS } from '../log/date-orders.js';
import type { ReadOptions } from '../log/read-source.js';
import { checkEncoding } from '../log/text-encoding.js';
import type { LogFormat } from '../log/text-format.js';

/** What the page's fields say of a log, as the command line's options of the same name. */
export interface PageSettings {
  columns?: string;
  actions?: string;
  dates?: string;
  delimiter?: string;
  encoding?: string;
  format?: string;
  allowRefused?: number;
  keepRobots?: boolean;
}

const FORMATS: readonly string[] = ['table', 'json', 'sequences'] satisfies LogFormat[];

/** @throws PredictorError BAD_OPTION. */
export function readSettings(settings: PageSettings): LogMeaning & { reading: ReadOptions } {
  const { actions, allowRefused, columns, dates, delimiter, encoding, format, keepRobots } =
    settings;
  const order = columns ? parseColumnOrder(columns) : undefined;
  const named = columns && !order ? parseColumnOption(columns) : undefined;
  return {
    columns: named,
    actions: actions ? parseActionOption(actions) : undefined,
    dates: DATES_OPTIONS.find((order) => order === dates),
    allowRefused,
    keepRobots,
    reading: {
      columns: named,
      order,
      delimiter: delimiter || undefined,
      encoding: encoding ? checkEncoding(encoding) : undefined,
      format: format && FORMATS.includes(format) ? (format as LogFormat) : undefined,
    },
  };
}
