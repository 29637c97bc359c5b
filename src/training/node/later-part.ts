import type { DataSet } from '../data/data-set.js';
import { splitByTime } from '../data/split.js';
import { createSplitLog, type SplitLog } from '../data/split-log.js';
import { DATES_FROM_MS } from '../log/dated.js';

/** Time of a log's last event, ms; undefined in a log without dates. */
export function lastTime({ ts, sessionBegan, events }: DataSet): number | undefined {
  let last = 0;
  for (let e = 0; e < events; e++)
    last = Math.max(last, Number.isNaN(ts[e]) ? sessionBegan[e] : ts[e]);
  return last > DATES_FROM_MS ? last : undefined;
}

/**
 * The part of a log to hold a model against: visits that began after all that the model was made from; where
 * there are none, the latest tenth. What came before is read, not measured.
 */
export function laterPart(
  data: DataSet,
  until: number | undefined,
): { log: SplitLog; isLater: boolean } {
  const isLater = (e: number) => until !== undefined && data.sessionBegan[e] > until;
  const later = createSplitLog(data, (e) => (isLater(e) ? 'test' : 'context'));
  const tested = later.size('test').sessions > 0;
  return { log: tested ? later : splitByTime(data), isLater: tested };
}
