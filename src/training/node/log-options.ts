import type { DataSet } from '../data/data-set.js';
import { latestOfTraining, splitByTime, splitLeaveOneOut } from '../data/split.js';
import type { SplitLog } from '../data/split-log.js';
import { parseActionOption } from '../log/action-names.js';
import { parseColumnOrder } from '../log/column-order.js';
import { parseColumnOption } from '../log/columns.js';
import { DATES_OPTIONS } from '../log/date-orders.js';
import { checkEncoding } from '../log/text-encoding.js';
import { type Arguments, badArgument, numberOption, textOption, wordOption } from './arguments.js';
import type { LoadOptions } from './load-log.js';

/** How the command line wants a log read. */
export function loadOptions(given: Arguments): LoadOptions {
  const columns = textOption(given, 'columns');
  const order = columns === undefined ? undefined : parseColumnOrder(columns);
  const actions = textOption(given, 'actions');
  const encoding = textOption(given, 'encoding');
  return {
    columns: columns === undefined || order ? undefined : parseColumnOption(columns),
    actions: actions === undefined ? undefined : parseActionOption(actions),
    dates: wordOption(given, 'dates', DATES_OPTIONS),
    allowRefused: numberOption(given, 'allow-refused', 0, 1, false),
    keepRobots: given.values['keep-robots'] === true,
    reading: {
      order,
      delimiter: delimiterOption(given),
      encoding: encoding === undefined ? undefined : checkEncoding(encoding),
      format: wordOption(given, 'format', ['table', 'json', 'sequences']),
    },
    test: textOption(given, 'test'),
    embeddings: textOption(given, 'item-embeddings'),
  };
}

const DELIMITERS: Record<string, string> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  bar: '|',
  space: ' ',
};

/** A mark, or its name where a terminal takes the mark for itself. */
function delimiterOption(given: Arguments): string | undefined {
  const text = textOption(given, 'delimiter');
  if (text === undefined) return undefined;
  const mark = DELIMITERS[text.toLowerCase()] ?? text;
  if (mark && mark.length <= 3 && !/["\w\n]/.test(mark)) return mark;
  throw badArgument('delimiter', text, `a mark, or one of ${Object.keys(DELIMITERS).join(', ')}`);
}

/** Splits a log as the command line wants it. */
export function splitOption(given: Arguments, data: DataSet): SplitLog {
  const validation = numberOption(given, 'validation', 0, 0.5, false);
  const share = numberOption(given, 'train-share', 0.001, 1, false) ?? 1;
  const log =
    wordOption(given, 'split', ['time', 'leave-one-out']) === 'leave-one-out'
      ? splitLeaveOneOut(data)
      : splitByTime(data, { validation });
  return share < 1 ? latestOfTraining(log, share) : log;
}
