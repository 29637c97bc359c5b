import { counted } from '../log/counted.js';
import { PredictorError } from '../../lib/errors.js';

/**
 * @param log its counts, and the ids of its items, or the first two of them.
 * @throws PredictorError NO_DATA where there is nothing to learn from.
 */
export function refuseEmpty(
  log: {
    events: number;
    items: readonly string[];
    sessions: number;
    shoppers?: number;
    isOrders?: boolean;
  },
  notes: readonly string[],
  toPredict = false,
): void {
  const { events, items, sessions, shoppers, isOrders } = log;
  const nothing = (what: string) => {
    const more = notes.length ? ` ${notes.slice(0, 3).join('; ')}.` : '';
    return new PredictorError('NO_DATA', what, {
      message: `Nothing to learn from: ${what}.${more}`,
    });
  };
  if (!events) throw nothing('the log holds no event');
  if (!items.length) throw nothing('no event of it has a product');
  if (toPredict) return;
  if (items.length === 1) throw nothing(`all events are about one product, ${items[0]}`);
  if (sessions === 1) throw nothing('all of it is one session');
  if (events <= sessions) {
    const later = shoppers !== undefined && shoppers < sessions;
    const why = later
      ? `: its ${counted(shoppers, 'shopper comes', 'shoppers come')} back in other sessions only${isOrders ? ', and an order of one product is a session of one event' : ''}`
      : '';
    throw nothing(
      `none of its ${sessions.toLocaleString('en-US')} sessions has two events${why}. Check which columns are the session and the user`,
    );
  }
}
