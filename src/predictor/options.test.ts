import { expect, test } from 'vitest';
import type { PredictorError } from '../lib/errors.js';
import { type PredictorOptions, parseOptions } from './options.js';

function parsed(given: unknown) {
  const faults: PredictorError[] = [];
  const options = parseOptions(given as PredictorOptions, (error) => faults.push(error));
  return { options, faults: faults.map(({ code, detail }) => `${code} ${detail}`) };
}

test('nothing given: the defaults, and no fault', () => {
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
])('a bad %s is named and its default taken', (name, given) => {
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
