import type { SplitLog } from '../data/split-log.js';
import type { ObserveOptions } from '../measure/observe.js';
import type { Report } from '../measure/report.js';
import { type DrawTable, markdownTable, plainTable } from '../measure/tables.js';
import { type Arguments, numberOption, wordOption } from './arguments.js';

/** The log as the report takes it: with `--on validation` that part is tested on, and the test part is only read. */
export function measuredLog(given: Arguments, log: SplitLog): SplitLog {
  if (wordOption(given, 'on', ['test', 'validation']) !== 'validation') return log;
  return log.move((part) => (part === 'validation' ? 'test' : part === 'test' ? 'context' : part));
}

/** How tables are drawn. */
export function tableOption({ values }: Arguments): DrawTable {
  return values.markdown ? markdownTable : plainTable;
}

/** How many predictions the report makes (`all` is every one), and how it ranks. */
export function observeOptions(given: Arguments): ObserveOptions {
  const isAll = given.values.sample === 'all';
  return {
    sample: isAll ? Infinity : numberOption(given, 'sample', 1, 1e9),
    maskSeen: given.values['mask-seen'] === true,
  };
}

/** With `--require-better` a job stops at a model that is not worth shipping. */
export function exitCodeOf({ values }: Arguments, { verdict }: Report): number {
  return values['require-better'] && !verdict.ship ? 1 : 0;
}
