import { TIMEOUT_MS } from '../../history/late-stores.js';
import { inTime } from '../../lib/async/in-time.js';
import type { Environment } from '../../lib/environment.js';
import { loadChunk } from './load-chunk.js';

/**
 * What somebody waits for, as soon as its chunk is here: a chunk that has not answered in time counts as
 * missing. One that comes later is there for the next who asks.
 */
export const soon = <T>(environment: Pick<Environment, 'after'>, work: Promise<T>): Promise<T> =>
  loadChunk(() => inTime(environment, TIMEOUT_MS, work))();
