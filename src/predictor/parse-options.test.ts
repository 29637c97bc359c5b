import { expect, test } from 'vitest';
import type { PredictorError } from '../lib/errors.js';
import type { PredictorOptions } from './options.js';
import { parseOptions } from './parse-options.js';

function parsed(given: unknown) {
  const faults: PredictorError[] = [];
  const options = parseOptions(given as PredictorOptions, (error) => faults.push(error));
  return {
    options,
    get faults() {
      return faults.map(({ code, detail }) => `${code} ${detail}`);
    },
    said: faults.map(({ message }) => message),
  };
}

test('without options there are defaults and no fault', () => {
  const { options, faults } = parsed({});
  expect(faults).toEqual([]);
  expect(options).toMatchObject({
    backend: 'auto',
    consent: 'auto',
    namespace: 'default',
    retention: { days: 30, maxEvents: 500 },
    sessionMinutes: 30,
    sources: 'auto',
  });
});

test.each([
  ['backend', { backend: 'gpu' }],
  ['backend', { backend: ['cpu'] }],
  ['consent', { consent: 'yes' }],
  ['namespace', { namespace: '../shop' }],
  ['namespace', { namespace: 'x'.repeat(65) }],
  ['retention.days', { retention: { days: -1 } }],
  ['retention.maxEvents', { retention: { maxEvents: Number.NaN } }],
  ['sessionMinutes', { sessionMinutes: '30' }],
  ['sources', { sources: ['ga5'] }],
  ['sources', { sources: 'ga4' }],
])('a bad %s is named, and its default is used', (name, given) => {
  const { options, faults } = parsed(given);
  expect(faults).toEqual([`BAD_OPTION ${name}`]);
  expect(options).toMatchObject({ backend: 'auto', namespace: 'default' });
});

test.each(['constructor', 'toString', '__proto__'])('%s is no option, whatever it is', (name) => {
  const { faults } = parsed(JSON.parse(`{"${name}": 1}`));
  expect(faults).toEqual([`BAD_OPTION ${name}`]);
});

test.each([
  ['lang', Symbol('de')],
  ['debug', 1n],
])('%s is not %o', (name, value) => {
  const { faults } = parsed({ [name]: value });
  expect(faults).toEqual([`BAD_OPTION ${name}`]);
});

test('good values pass', () => {
  const own = { name: 'track', start: () => () => {} } as const;
  const given = { backend: 'cpu', consent: 'session', namespace: 'de_2', sources: ['dom', own] };
  const { options, faults } = parsed(given);
  expect(faults).toEqual([]);
  expect(options).toMatchObject(given);
});

test('names the option and what was given', () => {
  expect(parsed({ retention: { days: -3 } }).said).toEqual([
    'retention.days is -3: not allowed. More: add ?nextaisle-debug.',
  ]);
});

test.each([
  ['US-CA', 'US-CA'],
  ['us-ca', 'US-CA'],
  ['DE', 'DE'],
])('the region %s is %s', (region, read) => {
  expect(parsed({ region })).toMatchObject({ options: { region: read }, faults: [] });
});

test.each(['Germany', 'US_CA', '', ['DE'], 7, null])('%j is no region', (region) => {
  expect(parsed({ region })).toMatchObject({
    options: { region: undefined },
    faults: ['BAD_OPTION region'],
  });
});

test.each<[unknown, ...string[]]>([
  [{ retension: { days: 7 } }, 'retension'],
  [{ retention: { day: 7, maxevents: 3 } }, 'retention.day', 'retention.maxevents'],
  [{ retention: 7 }, 'retention'],
  [{ rules: 'x' }, 'rules'],
  [{ rules: { K: 4, maxItems: 2 } }, 'rules.K', 'rules.maxItems'],
  [{ rules: { k: 'eight' } }, 'rules.k'],
  [{ rules: { exclude: ['curent', 'in_cart', 'mug-1'] } }],
  [
    { rules: { filter: true, pinned: {}, only: 'mug-1' } },
    'rules.filter',
    'rules.pinned',
    'rules.only',
  ],
  [{ rules: { minProbability: 20 } }, 'rules.minProbability'],
  [{ environment: 7, debug: 'yes' }, 'environment', 'debug'],
  [7, 'options'],
  ['x', 'options'],
  [[{ consent: 'granted' }], 'options'],
  [null, 'options'],
])('%j: each wrong name or value is named', (given, ...names) => {
  expect(
    parsed(given)
      .faults.map((fault) => fault.replace('BAD_OPTION ', ''))
      .sort(),
  ).toEqual([...names].sort());
});

test('rules and retention as they should be are no fault', () => {
  const given = {
    rules: {
      k: '4',
      exclude: 'current',
      filter: () => true,
      boost: { items: { a: 2 } },
      pinned: null,
    },
    retention: null,
  };
  expect(parsed(given).faults).toEqual([]);
});

test('a world that lacks a part, or has no function for it, is the browser in that part', () => {
  const world = new (class {
    ms = 5;
    now() {
      return this.ms;
    }
  })();
  const read = parsed({ environment: Object.assign(world, { clock: 7 }) });
  expect(read.options.environment.now()).toBe(5);
  expect(read.options.environment.random()).toBeLessThan(1);
  expect(read.options.environment.clock()).toBeGreaterThan(0);
  expect(read.faults).toEqual(['BAD_OPTION environment.clock']);
});

const circle: unknown[] = [];
circle.push(circle);
const mean = {
  get backend() {
    throw new Error('mean');
  },
};

test.each([
  ['long', 'x'.repeat(1e6)],
  ['a circle', circle],
  ['a getter that throws', mean],
  ['a function', () => 'secret'],
  ['a symbol', Symbol('x')],
  ['a bigint', 1n],
])('a bad value is shown in one line without throwing: %s', (_, value) => {
  const [said] = parsed({ backend: value }).said;
  expect(said.length).toBeLessThan(140);
  expect(said).toMatch(/^backend is .*: not allowed\./);
});

test('options on Object.prototype are ignored', () => {
  const prototype = Object.prototype as { backend?: string; days?: number; model?: null };
  Object.assign(prototype, { backend: 'gpu', days: 1, model: null });
  try {
    const { options, faults } = parsed({ retention: {} });
    expect(faults).toEqual([]);
    expect([options.backend, options.retention.days, options.model]).toEqual([
      'auto',
      30,
      undefined,
    ]);
  } finally {
    for (const name of ['backend', 'days', 'model'] as const) delete prototype[name];
  }
});
