import { readFileSync } from 'node:fs';

/** The logs of real shops: where each is in the data folder, and how its actions are read. */
export const LOGS = JSON.parse(readFileSync(new URL('./logs.json', import.meta.url), 'utf8'));

export const logTitle = (log) => LOGS[log].title;
