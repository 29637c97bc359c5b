import { expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { unifyHistory } from './unify-history.js';

const event = (item: string): ShopEvent => ({
  type: 'click',
  item,
  ts: 1000,
  session: 's',
  source: 'track',
  about: { id: item, price: 15 },
});

test('events speak the one id, keep what was known then, and are written once', () => {
  let events = [event('SKU-1'), event('lamp')];
  let writes = 0;
  const history = {
    amend(change: (event: ShopEvent) => ShopEvent) {
      events = events.map((before) => {
        const after = change(before);
        writes += Number(after !== before);
        return after;
      });
    },
  };
  const chair = { id: '34', aliases: ['SKU-1'], price: 20 };
  const item = (id: string) => (id === 'lamp' ? { id } : chair);
  unifyHistory(history, { item });
  unifyHistory(history, { item });
  expect(events[0]).toMatchObject({
    item: '34',
    about: { id: '34', price: 15, aliases: ['SKU-1'] },
  });
  expect([events[1], writes]).toEqual([event('lamp'), 1]);
});
