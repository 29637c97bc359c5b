import { expect, test } from 'vitest';
import { createPredictor } from './create-predictor.js';
import { inertPredictor } from './inert.js';

const nowhere = {
  baseModel: () => {
    throw new Error('a server loads nothing');
  },
  loadEngine: () => Promise.reject(new Error('a server loads nothing')),
  loadStores: () => Promise.reject(new Error('a server loads nothing')),
  loadWebgl: () => Promise.reject(new Error('a server loads nothing')),
  loadAnalysis: () => Promise.reject(new Error('a server loads nothing')),
  loadListeners: () => Promise.reject(new Error('a server loads nothing')),
  loadSearch: () => Promise.reject(new Error('a server loads nothing')),
  loadShop: () => Promise.reject(new Error('a server loads nothing')),
  loadProfile: () => Promise.reject(new Error('a server loads nothing')),
  loadFiles: () => Promise.reject(new Error('a server loads nothing')),
  loadLanguages: () => Promise.reject(new Error('a server loads nothing')),
  loadDevelopment: () => Promise.reject(new Error('a server loads nothing')),
  loadInspector: () => Promise.reject(new Error('a server loads nothing')),
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
