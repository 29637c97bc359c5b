import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionType } from '../../src/events/event.js';
import { parseActionOption } from '../../src/training/log/action-names.js';
import type { DataSet } from '../../src/training/data/data-set.js';
import { loadLog } from '../../src/training/node/load-log.js';
import logs from './logs.json';

type LogName = keyof typeof logs;

export interface RealLog {
  name: LogName;
  /** Below the folder of the logs. */
  path: string;
  /** What the log's names of actions mean, where they are not the usual ones. */
  actions?: ReadonlyMap<string, ActionType | 'ignored'>;
}

const NAMES: readonly LogName[] = [
  'jdata-2017',
  'jd-micro-computers',
  'rees46',
  'retailrocket',
  'eshop-2008',
  'taobao',
];

/** Logs of real shops with more than lists of items: actions, or at least times. */
export const REAL_LOGS: readonly RealLog[] = NAMES.map((name) => {
  const { log, actions }: { log: string; actions?: string } = logs[name];
  return { name, path: log, ...(actions && { actions: parseActionOption(actions) }) };
});

/** The log, or nothing where its file is missing. A page knows its items however seldom they were seen. */
export async function openRealLog(
  folder: string,
  { path, actions }: RealLog,
): Promise<DataSet | undefined> {
  const file = join(folder, path);
  if (!existsSync(file)) return undefined;
  return (await loadLog([file], { minItemCount: 1, actions })).data;
}
