/*
 * The stores of a history, loaded when consent first allows one or when something stored before has to
 * be deleted. `store-sync.ts` writes what changed, `incoming.ts` reads what the store and other tabs
 * have, `move-tier.ts` follows consent, `forgetting.ts` deletes.
 */

import { inTime } from '../lib/async/in-time.js';
import { forgetter } from './forgetting.js';
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
  const sync = createStoreSync(timeline, stores, tabs, options);
  const incoming = createIncoming(context, stores, tabs, sync);
  const close = () => {
    tabs.listen();
    sync.run(async () => active()?.close());
  };
  const stopWatching = watchPageLife(close, incoming.follow);

  return {
    save: sync.save,
    isUnsaved: sync.has,
    move: tierMover(timeline, sync, incoming),
    forget: forgetter(sync, incoming, options.environment.now),
    active,
    async momentRecords() {
      const store = active();
      const records = store ? await inTime(options.environment, TIMEOUT_MS, store.load()) : [];
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
      close();
      sync.stop();
    },
  };
}
