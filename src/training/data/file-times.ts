import { badLog } from '../log/log-error.js';

const TIMES = {
  dates: 'dates',
  own: 'times from a start of its own',
  none: 'no column of times',
};

/** What the times of a file are. */
export interface TimesOfFile {
  name: string;
  times: keyof typeof TIMES;
  hasSessions: boolean;
}

/**
 * What is said of files whose times are of two kinds.
 * @throws PredictorError BAD_LOG where their events have no order: of a file without times, the lines of a session have.
 */
export function otherTimes(file: TimesOfFile, before: TimesOfFile): string {
  const what = TIMES[file.times];
  const second = TIMES[before.times];
  const bare = [file, before].find(({ times }) => times === 'none');
  if (bare?.hasSessions) {
    return `${file.name}: it has ${what}, and ${before.name} has ${second}: the whole log is taken in the order of its lines`;
  }
  throw badLog(
    file.name,
    `has ${what}, and ${before.name} has ${second}: their events have no order. Name the column of times with --columns time=…, or leave one of the two out`,
  );
}
