import { describe, expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { emptyPrediction } from '../prediction/compose.js';
import { type MomentRule, readRule, type Situation } from './rule.js';

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
    intent: { purchase: 0.2, cart: 0.3, band: 'undecided' },
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
    [{ purchase: { below: 0.25 } }, true],
    [{ purchase: { below: 0.2 } }, false],
    [{ purchase: { above: 0.2 } }, false],
    [{ purchase: { above: 0.19 } }, true],
    [{ cart: { above: 0.25, below: 0.35 } }, true],
    [{ cart: { above: 0.31, below: 0.35 } }, false],
    [{ leave: { above: 0.4 } }, true],
    [{ leave: { above: 0.5 } }, false],
    [{ search: { below: 0.2 } }, true],
    [{ purchase: { below: 0.25 }, leave: { above: 0.6 } }, false],
    [{ purchase: { below: 0.25 }, leave: { above: 0.4 } }, true],
    [{ band: 'undecided' }, true],
    [{ band: ['likely', 'unlikely'] }, false],
    [{ events: { atLeast: 3 } }, true],
    [{ events: { atLeast: 4 } }, false],
    [{ item: { id: 'chair' } }, true],
    [{ item: { id: ['vase', 'lamp'] } }, false],
    [{ item: { category: 'Garden' } }, true],
    [{ item: { category: ['Garden/Chairs'] } }, true],
    [{ item: { category: 'Garden/Tables' } }, false],
    [{ item: { category: 'Chairs' } }, false],
    [{ leave: undefined }, true],
  ])('%j: %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test.each<[unknown, string]>([
    [undefined, 'when'],
    ['leave', 'when'],
    [{ leave: 0.5 }, 'when.leave'],
    [{ leave: {} }, 'when.leave'],
    [{ leave: { above: 50 } }, 'when.leave'],
    [{ leave: { above: '0.5' } }, 'when.leave'],
    [{ leave: { above: Number.NaN } }, 'when.leave'],
    [{ leave: { above: 0.5, over: 1 } }, 'when.leave'],
    [{ leave: { above: 0.5, below: null } }, 'when.leave'],
    [{ purchase: { below: 0.2 }, leaves: { above: 0.5 } }, 'when.leaves'],
    [{ band: 'maybe' }, 'when.band'],
    [{ band: [] }, 'when.band'],
    [{ events: 3 }, 'when.events'],
    [{ events: { atLeast: -1 } }, 'when.events'],
    [{ item: {} }, 'when.item'],
    [{ item: { id: '' } }, 'when.item'],
    [{ item: { id: ['a', {}] } }, 'when.item'],
    [{ item: { category: 5 } }, 'when.item'],
    [JSON.parse('{"__proto__": {"above": 1}}'), 'when.__proto__'],
  ])('that cannot be read is named, not half read: %j', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });
});
