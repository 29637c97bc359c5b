import { describe, expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { emptyPrediction } from '../prediction/compose.js';
import { readRule, type Situation } from './read-rule.js';
import type { MomentRule } from './rule.js';

const at = { ts: 1, session: 's', source: 'track' } as const;
const events: ShopEvent[] = [
  { ...at, type: 'click', item: 'lamp' },
  { ...at, type: 'click', item: 'chair' },
  { ...at, type: 'search', query: 'sofa' },
];
const empty = emptyPrediction();
const situation: Situation = {
  prediction: {
    ...empty,
    // The next event and the rest of the session differ, so that no key reads the other's chance.
    actions: { ...empty.actions, leave: 0.5, search: 0.1, purchase: 0.9, cart: 0.9 },
    intent: { purchase: 0.2, cart: 0.3, band: 'undecided', calibrated: true },
  },
  events,
  item: (id) => ({ id, category: id === 'chair' ? ['Garden', 'Chairs'] : ['Light'] }),
};
const holds = (rule: unknown) => {
  const test = readRule(rule);
  return typeof test === 'string' ? test : test(situation);
};

describe('a rule', () => {
  test.each<[MomentRule, boolean]>([
    [{}, true],
    [{ intent: {} }, true],
    [{ intent: { purchase: { below: 0.25 } } }, true],
    [{ intent: { purchase: { below: 0.2 } } }, false],
    [{ intent: { purchase: { above: 0.2 } } }, false],
    [{ intent: { purchase: { above: 0.19 } } }, true],
    [{ intent: { cart: { above: 0.25, below: 0.35 } } }, true],
    [{ intent: { cart: { above: 0.31, below: 0.35 } } }, false],
    [{ actions: { leave: { above: 0.4 } } }, true],
    [{ actions: { leave: { above: 0.5 } } }, false],
    [{ actions: { search: { below: 0.2 } } }, true],
    [{ actions: { purchase: { above: 0.8 }, cart: { above: 0.8 } } }, true],
    [{ actions: { purchase: { below: 0.8 } } }, false],
    [{ intent: { purchase: { below: 0.25 } }, actions: { leave: { above: 0.6 } } }, false],
    [{ intent: { purchase: { below: 0.25 } }, actions: { leave: { above: 0.4 } } }, true],
    [{ intent: { band: 'undecided' } }, true],
    [{ intent: { band: ['likely', 'unlikely'] } }, false],
    [{ events: { atLeast: 3 } }, true],
    [{ events: { atLeast: 4 } }, false],
    [{ item: { id: 'chair' } }, true],
    [{ item: { id: ['vase', 'lamp'] } }, false],
    [{ item: { category: 'Garden' } }, true],
    [{ item: { category: ['Garden/Chairs'] } }, true],
    [{ item: { category: 'Garden/Tables' } }, false],
    [{ item: { category: 'Chairs' } }, false],
    [{ actions: undefined, intent: { cart: undefined } }, true],
    [{ actions: { leave: { above: 0.4, below: undefined } } }, true],
  ])('%j holds: %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test('takes lists of any length', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `SKU-${i}`);
    expect(holds({ item: { id: [...many, 'chair'] } })).toBe(true);
    expect(holds({ item: { category: [...many, 'Garden'] } })).toBe(true);
    expect(holds({ item: { id: many, category: many } })).toBe(false);
  });

  test('can name every next action', () => {
    for (const action of Object.keys(empty.actions)) {
      expect(holds({ actions: { [action]: { below: 0.95 } } })).toBe(true);
    }
  });

  test.each<[unknown, string]>([
    [undefined, 'when'],
    ['leave', 'when'],
    [{ actions: 'leave' }, 'when.actions'],
    [{ intent: null }, 'when.intent'],
    [{ actions: { leave: 0.5 } }, 'when.actions.leave'],
    [{ actions: { leave: {} } }, 'when.actions.leave'],
    [{ actions: { leave: { above: 50 } } }, 'when.actions.leave'],
    [{ actions: { leave: { above: '0.5' } } }, 'when.actions.leave'],
    [{ actions: { leave: { above: Number.NaN } } }, 'when.actions.leave'],
    [{ actions: { leave: { above: 0.5, over: 1 } } }, 'when.actions.leave'],
    [{ actions: { leave: { above: 0.5, below: null } } }, 'when.actions.leave'],
    [
      { intent: { purchase: { below: 0.2 } }, actions: { leaves: { above: 0.5 } } },
      'when.actions.leaves',
    ],
    [{ intent: { leave: { above: 0.5 } } }, 'when.intent.leave'],
    [{ intent: { band: 'maybe' } }, 'when.intent.band'],
    [{ intent: { band: [] } }, 'when.intent.band'],
    [{ events: 3 }, 'when.events'],
    [{ events: { atLeast: -1 } }, 'when.events'],
    [{ item: {} }, 'when.item'],
    [{ item: { id: '' } }, 'when.item'],
    [{ item: { id: ['a', {}] } }, 'when.item'],
    [{ item: { category: 5 } }, 'when.item'],
    [{ leaves: { above: 0.5 } }, 'when.leaves'],
    [JSON.parse('{"__proto__": {"above": 1}}'), 'when.__proto__'],
    [JSON.parse('{"actions": {"__proto__": {"above": 1}}}'), 'when.actions.__proto__'],
    [{ constructor: { above: 1 } }, 'when.constructor'],
  ])('with a bad part is refused as a whole, with its path: %j', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test.each<[unknown, string]>([
    [{ purchase: { below: 0.2 } }, 'when.purchase: use intent.purchase'],
    [{ cart: { above: 0.5 } }, 'when.cart: use intent.cart'],
    [{ band: 'likely' }, 'when.band: use intent.band'],
    [{ leave: { above: 0.5 } }, 'when.leave: use actions.leave'],
    [{ checkout: { above: 0.5 } }, 'when.checkout: use actions.checkout'],
  ])('of the old shape is refused, with the new path: %j', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test('ignores limits on Object.prototype', () => {
    const prototype = Object.prototype as { above?: number; purchase?: object };
    Object.assign(prototype, { above: 0.9, purchase: { above: 0.9 } });
    try {
      expect(holds({ actions: { leave: { below: 0.6 } } })).toBe(true);
      expect(holds({ actions: { leave: {} } })).toBe('when.actions.leave');
      expect(holds({ intent: {} })).toBe(true);
    } finally {
      delete prototype.above;
      delete prototype.purchase;
    }
  });
});
