import { readFileSync } from 'node:fs';

/** Logs of real shops: paths in the data folder, and how to read their actions. */
export const LOGS = JSON.parse(readFileSync(new URL('./logs.json', import.meta.url), 'utf8'));

export const logTitle = (log) => LOGS[log].title;
