import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { badCases } from '../bench/real-input/outcome.js';
import { createPageCase, type PageCase } from '../bench/real-input/pages/page-case.js';
import { judgePage } from '../bench/real-input/pages/page-judge.js';
import { buildFrames, judgePages } from '../bench/real-input/pages/page-world.js';
import { repositoryRoot } from './serve.fixture.js';
import { useBrowser } from './site.fixture.js';

const chromium = useBrowser();

test('pages in the words of many platforms are read as they are, or refused with the reason', async () => {
  const frames = await buildFrames(build, repositoryRoot);
  const { browser } = chromium;
  const cases = await judgePages({ browser, frames, first: 1, count: 160 });
  expect(badCases(cases)).toEqual([]);
  const right = cases.filter(({ outcome }) => outcome === 'right').length;
  // Refusing everything would be no reader.
  expect(right / cases.length).toBeGreaterThan(0.85);
});

const ofKind = (...kinds: string[]): PageCase => {
  for (let seed = 1; ; seed++) {
    const one = createPageCase(seed);
    if (kinds.every((kind) => one.kinds.includes(kind))) return one;
  }
};

test('the judge sees a look that is not the truth, one that is missing, and one too many', () => {
  const one = ofKind('page: checkout', 'alone: track()');
  const checkout = { type: 'checkout', ts: 1, session: 's', source: 'ga4' } as const;
  const report = {
    events: [{ ...checkout }],
    items: {},
    refused: {},
    faults: [] as string[],
    tiers: ['memory'],
    checks: ['memory'],
    store: 'memory',
    reason: '',
    keptAtFirst: 0,
    kept: 0,
  };
  const outcome = (change: Partial<typeof report>) =>
    judgePage(one, { ...report, ...change }).outcome;
  expect(outcome({})).toBe('right');
  expect(outcome({ events: [checkout, checkout] })).toBe('wrong');
  expect(outcome({ events: [] })).toBe('lost');
  expect(outcome({ events: [], refused: { item: 1 } })).toBe('refused');
  expect(outcome({ events: [], refused: { duplicate: 1 } })).toBe('lost');
  expect(outcome({ faults: ['thrown into the page: x'] })).toBe('wrong');
});

test('the judge sees consent above what the page allows', () => {
  const one = ofKind('consent: GPC on');
  const state = {
    items: {},
    refused: {},
    faults: [],
    tiers: [],
    store: '',
    reason: 'gpc',
    events: [],
  };
  const checks = one.consent?.allowed ?? [];
  const memory = { ...state, checks: checks.map(() => 'memory'), keptAtFirst: 0, kept: 0 };
  expect(judgePage(one, memory).outcome).toBe('right');
  expect(judgePage(one, { ...memory, checks: checks.map(() => 'persistent') }).outcome).toBe(
    'wrong',
  );
  expect(judgePage(one, { ...memory, keptAtFirst: 1 }).outcome).toBe('wrong');
});
