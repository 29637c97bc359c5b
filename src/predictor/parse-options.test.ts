import { expect, test } from 'vitest';
import type { PredictorError } from '../lib/errors.js';
import type { PredictorOptions } from './options.js';
import { parseOptions } from './parse-options.js';

function parsed(given: unknown) {
  const faults: PredictorError[] = [];
  const options = parseOptions(given as PredictorOptions, (error) => faults.push(error));
  return {
    options,
    faults: faults.map(({ code, detail }) => `${code} ${detail}`),
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
  expect(options).toMatchObject({ backend: 'auto', consent: 'auto', namespace: 'default' });
});

test('good values pass', () => {
  const own = { name: 'track', start: () => () => {} } as const;
  const given = { backend: 'cpu', consent: 'session', namespace: 'de_2', sources: ['dom', own] };
  const { options, faults } = parsed(given);
  expect(faults).toEqual([]);
  expect(options).toMatchObject(given);
});

test.each<[string, unknown]>([
  ['backend is "gpu": "auto", "cpu" or "webgl". "auto" is used.', { backend: 'gpu' }],
  [
    'consent is true: "auto", "granted", "denied", "off", "memory", "session" or "persistent". "auto" is used.',
    { consent: true },
  ],
  [
    'namespace is "a b": 1 to 64 letters, digits, - and _. "default" is used.',
    { namespace: 'a b' },
  ],
  [
    'retention.days is -3: a number above 0, at most 3650. 30 is used.',
    { retention: { days: -3 } },
  ],
  [
    'retention.maxEvents is NaN: a number above 0, at most 100000. 500 is used.',
    { retention: { maxEvents: Number.NaN } },
  ],
  ['sessionMinutes is "30": a number above 0, at most 1440. 30 is used.', { sessionMinutes: '30' }],
])('names the option, its value, those allowed and the one used: %s', (message, given) => {
  expect(parsed(given).said).toEqual([message]);
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

test('sources are named', () => {
  const [said] = parsed({ sources: ['ga5'] }).said;
  expect(said).toMatch(
    /^sources is \["ga5"\]: "auto", or a list of "ga4", .*"dom".* "auto" is used\.$/,
  );
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
  expect(said.length).toBeLessThan(120);
  expect(said).toMatch(/^backend is .*: "auto", "cpu" or "webgl"\. "auto" is used\.$/);
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
