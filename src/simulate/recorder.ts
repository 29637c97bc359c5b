import type { ActionType, ShopEvent } from '../events/event.js';
import type { Dice } from './dice.js';
import type { Habits } from './habits.js';
import type { Shop } from './shop.js';

const LONGEST_PAUSE_MS = 25 * 60_000;

/** Records what a shopper does, with the time between events. */
export interface Recorder {
  readonly events: ShopEvent[];
  /** The first event of a visit comes without a pause. */
  startVisit(session: string): void;
  record(type: ActionType, item?: number, more?: Partial<ShopEvent>): void;
  /** Purchases of one order, all at the same time. */
  recordOrder(items: readonly number[], order: string): void;
  wait(ms: number): void;
}

export function createRecorder(shop: Shop, habits: Habits, dice: Dice, startTs: number): Recorder {
  const events: ShopEvent[] = [];
  let ts = Math.round(startTs);
  let session = '';
  /** Whether the next event comes without a pause. */
  let atOnce = true;
  const record = (type: ActionType, item = -1, more: Partial<ShopEvent> = {}) => {
    if (!atOnce) ts += dice.durationMs(habits.seconds[type] * 1000, 0.9, LONGEST_PAUSE_MS);
    atOnce = false;
    const event: ShopEvent = { type, ts, session, source: 'import', ...more };
    if (item >= 0) event.item = shop.items[item].id;
    if (item >= 0 && shop.items[item].price) event.price = shop.items[item].price;
    if (type === 'cart' || type === 'purchase') event.quantity = 1;
    events.push(event);
  };
  return {
    events,
    startVisit(name) {
      session = name;
      atOnce = true;
    },
    record,
    recordOrder(items, order) {
      for (const item of items) {
        record('purchase', item, { order });
        atOnce = true;
      }
      atOnce = false;
    },
    wait(ms) {
      ts += ms;
    },
  };
}
