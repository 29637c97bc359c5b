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
  /** Path below the folder of the logs. */
  path: string;
  /** The log's own action names and their meaning. */
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

/** Logs of real shops that have actions, or at least times. */
export const REAL_LOGS: readonly RealLog[] = NAMES.map((name) => {
  const { log, actions }: { log: string; actions?: string } = logs[name];
  return { name, path: log, ...(actions && { actions: parseActionOption(actions) }) };
});

/** Undefined if the file is missing. Rare items stay: a page knows all of its items. */
export async function openRealLog(
  folder: string,
  { path, actions }: RealLog,
): Promise<DataSet | undefined> {
  const file = join(folder, path);
  if (!existsSync(file)) return undefined;
  return (await loadLog([file], { actions })).data;
}
