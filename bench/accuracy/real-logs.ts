import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionType } from '../../src/events/event.js';
import type { DataSet } from '../../src/training/data/data-set.js';
import { loadLog } from '../../src/training/node/load-log.js';

export interface RealLog {
  name: string;
  /** Below the folder of the data sets. */
  path: string;
  actions?: ReadonlyMap<string, ActionType | 'ignored'>;
}

/** Logs of real shops that tell actions, or at least the end of a session. */
export const REAL_LOGS: readonly RealLog[] = [
  { name: 'jdata-2017', path: 'jdata-2017/events.csv.gz' },
  {
    name: 'jd-micro-computers',
    path: 'jd-micro-computers/events.csv.gz',
    // 1 to 8 are ways to a product's page and parts of it.
    actions: new Map([
      ['9', 'cart'],
      ['10', 'purchase'],
      ['*', 'click'],
    ]),
  },
  { name: 'rees46', path: 'rees46/2019-Oct-first-hours.csv.gz' },
  { name: 'retailrocket', path: 'retailrocket/events.csv.gz' },
  { name: 'eshop-2008', path: 'eshop-2008/e-shop-clothing-2008.csv.gz' },
  { name: 'taobao', path: 'taobao/user-behavior.csv.gz' },
];

/** The log, or nothing where its file is not there. A page knows its items however seldom they were seen. */
export async function openRealLog(folder: string, log: RealLog): Promise<DataSet | undefined> {
  const path = join(folder, log.path);
  if (!existsSync(path)) return undefined;
  return (await loadLog([path], { minItemCount: 1, actions: log.actions })).data;
}
