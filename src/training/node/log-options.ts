import type { DataSet } from '../data/data-set.js';
import { latestOfTraining, splitByTime, splitLeaveOneOut } from '../data/split.js';
import type { SplitLog } from '../data/split-log.js';
import { parseActionOption } from '../log/action-names.js';
import { parseColumnOption } from '../log/columns.js';
import { DATES_OPTIONS } from '../log/time-reader.js';
import { type Arguments, numberOption, textOption, wordOption } from './arguments.js';
import type { LoadOptions } from './load-log.js';

/** How the command line wants a log read. */
export function loadOptions(given: Arguments): LoadOptions {
  const columns = textOption(given, 'columns');
  const actions = textOption(given, 'actions');
  return {
    columns: columns === undefined ? undefined : parseColumnOption(columns),
    actions: actions === undefined ? undefined : parseActionOption(actions),
    dates: wordOption(given, 'dates', DATES_OPTIONS),
    minItemCount: numberOption(given, 'min-item-count', 1, 1e6),
    test: textOption(given, 'test'),
    embeddings: textOption(given, 'item-embeddings'),
  };
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
