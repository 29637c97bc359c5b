import { badLog } from '../log/log-error.js';

/**
 * Why SQL does not read a log, or not as `train` does: the reader of `train` takes its place. It does not leave this
 * room.
 */
export class NotPlain extends Error {
  /** @param what of a file: `has JSON in its cells` */
  constructor(readonly what: string) {
    super(what);
  }
}

/** Of a log whose times are no dates. */
export const OWN_TIMES = 'has times before 1973, or from a start of its own';

/** A log that has no order of its events to the second: shards are of sessions in time. */
export const unfit = (file: string, what: string): Error =>
  badLog(
    file,
    `${what}: prepare needs the time of each event, with the time of day. Add it to the export, or give the log to train as it is.`,
  );
