/*
 * The stores of a history, loaded when consent first allows one or when something stored before has to
 * be deleted. `store-sync.ts` writes what changed, `incoming.ts` reads what the store and other tabs
 * have, `move-tier.ts` follows consent, `forgetting.ts` deletes.
 */

import { inTime } from '../lib/async/in-time.js';
import { forgetMarked, forgetter } from './forgetting.js';
import { createIncoming } from './incoming.js';
import type { Stores, StoresContext } from './history.js';
import { TIMEOUT_MS } from './late-stores.js';
import { tierMover } from './move-tier.js';
import { watchPageLife } from './page-life.js';
import { isMomentKey } from './record-keys.js';
import { createStoreSync } from './store-sync.js';
import { createTabChannel } from './tab-channel.js';
import { BROWSER_STORES, createTierStores } from './tier-stores.js';

export function openStores(context: StoresContext, open = BROWSER_STORES): Stores {
  const { name, timeline, tier, options } = context;
  const stores = createTierStores(name, tier, open);
  const { active } = stores;
  const tabs = createTabChannel(name);
  const sync = createStoreSync(context, stores, tabs);
  const incoming = createIncoming(context, stores, tabs, sync);
  const close = () => {
    tabs.listen();
    sync.run(async () => active()?.close());
  };
  const stopWatching = watchPageLife(sync.mark, close, incoming.follow);
  const { environment } = options;
  // In line before the first job, which waits for the end of this task.
  void forgetMarked(stores, sync, environment.now);

  return {
    save: sync.save,
    isUnsaved: sync.has,
    move: tierMover(timeline, sync, incoming),
    forget: forgetter(sync, incoming, environment.now),
    async active() {
      await sync.erased();
      return active();
    },
    async momentRecords() {
      await inTime(environment, TIMEOUT_MS, sync.idle());
      await sync.erased();
      const store = sync.fault() ? undefined : active();
      const records = store ? await inTime(environment, TIMEOUT_MS, store.load()) : [];
      return records.filter(([key]) => isMomentKey(key)).map(([, value]) => value);
    },
    status: () => ({
      fault: sync.fault(),
      unsaved: sync.unsaved(),
      corrupt: incoming.corrupt(),
    }),
    flushed: sync.idle,
    erased: sync.erased,
    stop() {
      stopWatching();
      sync.mark();
      close();
      sync.stop();
    },
  };
}
