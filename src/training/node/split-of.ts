import type { DataSet } from '../data/data-set.js';
import { latestOfTraining, PART, splitByTime, splitLeaveOneOut } from '../data/split.js';
import { type Arguments, numberOption, wordOption } from './usage.js';

/** The parts of a log as the command line asks for them. */
export function splitOf(given: Arguments, data: DataSet): Uint8Array {
  const validation = numberOption(given, 'validation', 0, 0.5, false);
  const share = numberOption(given, 'train-share', 0.001, 1, false) ?? 1;
  const part =
    wordOption(given, 'split', ['time', 'leave-one-out']) === 'leave-one-out'
      ? splitLeaveOneOut(data)
      : splitByTime(data, { validation });
  return share < 1 ? latestOfTraining(data, part, share) : part;
}

/** The parts as the report takes them: with `--on validation` that part is asked, and test is out of sight. */
export function askedPart(given: Arguments, part: Uint8Array): Uint8Array {
  if (wordOption(given, 'on', ['test', 'validation']) !== 'validation') return part;
  return part.map((own) =>
    own === PART.validation ? PART.test : own === PART.test ? PART.context : own,
  );
}
