import { onTestFinished } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { browserEnvironment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';
import { seededRandom } from '../lib/random.js';
import { createHistory } from './create-history.js';
import { fakeStorage } from './fake-storage.fixture.js';
import type { HistoryCause, HistoryOptions } from './history.js';
import { FORGET, sessionStore } from './session-store.js';
import { openStores } from './stores.js';

export const NOW = 1_700_000_000_000;

/** For tests: one shop on one device. `tab()` opens a page of it. */
export function openDevice() {
  const disk = fakeStorage();
  const world = { now: NOW };
  // A test file may run in a thread beside others, and channels cross threads.
  const namespace = `test-${crypto.randomUUID()}`;
  let seed = 1;
  let loads = 0;
  let loadFault: string | undefined;
  const retries: (() => void)[] = [];
  const tab = (options: Partial<HistoryOptions> = {}) => {
    const faults: PredictorError[] = [];
    const causes: HistoryCause[] = [];
    const history = createHistory({
      environment: {
        ...browserEnvironment(),
        now: () => world.now,
        random: seededRandom(seed++),
        after: (delayMs, task) => {
          if (delayMs > 10_000) retries.push(task);
          return delayMs > 10_000 ? () => {} : browserEnvironment().after(delayMs, task);
        },
      },
      tier: 'persistent',
      namespace,
      async loadStores() {
        loads++;
        if (loadFault) throw new Error(loadFault);
        return {
          openStores: (context) =>
            openStores(context, {
              indexedDbStore: () => ({ ...sessionStore('disk:', () => disk), kind: 'indexeddb' }),
              sessionStore: () => sessionStore('tab:', () => disk),
              localStore: (prefix) =>
                sessionStore(prefix.endsWith(FORGET) ? 'mark:' : 'left:', () => disk),
            }),
        };
      },
      onChange: (cause) => causes.push(cause),
      onFault: (fault) => faults.push(fault),
      ...options,
    });
    onTestFinished(() => history.destroy());
    return Object.assign(history, { faults, causes });
  };
  const stored = (prefix = 'disk:') =>
    Array.from({ length: disk.length }, (_, i) => disk.key(i) ?? '').filter((key) =>
      key.startsWith(prefix),
    ).length;
  return {
    namespace,
    disk,
    world,
    tab,
    stored,
    /** How often the code of the stores was loaded. */
    loads: () => loads,
    failLoads(reason?: string) {
      loadFault = reason;
    },
    retry: () => retries.splice(0).map((task) => task()),
  };
}

export const click = (item: string, ts = NOW, more: Partial<ShopEvent> = {}): ShopEvent => ({
  type: 'click',
  item,
  ts,
  session: 's1',
  source: 'track',
  ...more,
});
export const items = (history: { events(): readonly ShopEvent[] }) =>
  history.events().map(({ item }) => item);
