import { expect, test } from 'vitest';
import { createPredictor } from './create-predictor.js';
import { inertPredictor } from './inert.js';
import { failingLoaders } from './loaders.fixture.js';

const nowhere = {
  ...failingLoaders(new Error('a server loads nothing')),
  baseModel: () => {
    throw new Error('a server loads nothing');
  },
};

test('on a server the predictor has every method and does nothing', async () => {
  const predictor = createPredictor({ consent: 'granted' }, nowhere);
  expect(predictor.track('click', 'a')).toBe(false);
  const off = predictor.on('prediction', () => expect.unreachable());
  off();
  await predictor.ready;
  expect((await predictor.predict({ k: 3 })).items).toEqual([]);
  expect(await predictor.explain('a')).toEqual([]);
  expect((await predictor.forecast()).futures).toEqual([]);
  expect((await predictor.exportData()).events).toEqual([]);
  expect(predictor.status()).toMatchObject({ state: 'inert', store: { kind: 'none', kept: 0 } });
  predictor.consent('granted');
  await predictor.forget('all');
  predictor.destroy();
});

test('its snapshot is always the same object', () => {
  const { getSnapshot } = inertPredictor();
  expect(getSnapshot()).toBe(getSnapshot());
});
