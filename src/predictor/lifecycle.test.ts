import { describe, expect, test } from 'vitest';
import {
  createLifecycle,
  follow,
  isListening,
  isPredicting,
  type Lifecycle,
  stateOf,
  type Transition,
} from './lifecycle.js';

/** A state as a page sees it. `loading` makes no prediction before it has waited long enough. */
const seen = (now: Lifecycle) =>
  stateOf(now) === 'loading' && isPredicting(now) ? 'loading, waited' : stateOf(now);

const COLUMNS: Transition[] = ['waitedLongEnough', 'loaded', 'pause', 'resume', 'destroy'];
/** Every state there is, and what each transition makes of it, in the order of the columns. */
const TABLE: [Lifecycle, ...ReturnType<typeof seen>[]][] = [
  [{}, 'loading, waited', 'ready', 'paused', 'loading', 'destroyed'],
  [{ waited: true }, 'loading, waited', 'ready', 'paused', 'loading, waited', 'destroyed'],
  [{ loaded: true }, 'ready', 'ready', 'paused', 'ready', 'destroyed'],
  [{ loaded: true, waited: true }, 'ready', 'ready', 'paused', 'ready', 'destroyed'],
  [{ paused: true }, 'paused', 'paused', 'paused', 'loading', 'destroyed'],
  [{ paused: true, waited: true }, 'paused', 'paused', 'paused', 'loading, waited', 'destroyed'],
  [{ paused: true, loaded: true }, 'paused', 'paused', 'paused', 'ready', 'destroyed'],
  [{ destroyed: true }, 'destroyed', 'destroyed', 'destroyed', 'destroyed', 'destroyed'],
  [
    { destroyed: true, paused: true, loaded: true, waited: true },
    ...(['destroyed', 'destroyed', 'destroyed', 'destroyed', 'destroyed'] as const),
  ],
];

describe.each(TABLE)('%j', (now, ...cells) => {
  test.each(COLUMNS.map((transition, at) => [transition, cells[at]] as const))(
    '%s → %s',
    (transition, expected) => {
      expect(seen(follow(now, transition))).toBe(expected);
    },
  );
});

test('loading goes on below a pause', () => {
  const through = (...path: Transition[]) => seen(path.reduce(follow, {}));
  expect(through('pause', 'loaded', 'resume')).toBe('ready');
  expect(through('pause', 'waitedLongEnough', 'resume')).toBe('loading, waited');
  expect(through('pause', 'pause', 'resume')).toBe('loading');
});

test('only these states take events, and only these predict', () => {
  const names = (has: (state: Lifecycle) => boolean) => [
    ...new Set(TABLE.flatMap(([state]) => (has(state) ? seen(state) : []))),
  ];
  expect(names(isListening)).toEqual(['loading', 'loading, waited', 'ready']);
  expect(names(isPredicting)).toEqual(['loading, waited', 'ready']);
});

test('a new state is reported once, and nothing after destroy', () => {
  const told: string[] = [];
  const { go, state } = createLifecycle((name) => void told.push(name));
  go('waitedLongEnough');
  go('pause');
  go('pause');
  go('loaded');
  expect(told).toEqual(['paused']);
  go('resume');
  go('destroy');
  go('destroy');
  go('resume');
  expect(told).toEqual(['paused', 'ready', 'destroyed']);
  expect(state()).toBe('destroyed');
});
