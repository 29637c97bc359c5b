import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Source } from '../sources/source.js';
import { createPredictor } from './create-predictor.js';
import { failingLoaders } from './loaders.fixture.js';
import type { PredictorOptions } from './options.js';

const loaders = {
  ...failingLoaders(),
  loadShop: async () => ({ withShop: async (choice: unknown) => choice as never }),
};

let page: EventTarget & { dataLayer: unknown[] };
let errors: ReturnType<typeof vi.spyOn>;

function openPage() {
  page = Object.assign(new EventTarget(), { dataLayer: [] });
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', new EventTarget());
}

beforeEach(() => {
  openPage();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('location', { href: 'https://shop.example/' });
  errors = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A world that does something to the page whenever it is asked, while the predictor is being made as well. */
function environmentThat(acts: () => void): NonNullable<PredictorOptions['environment']> {
  const answer = <T>(value: T) => {
    acts();
    return value;
  };
  return {
    now: () => answer(1_700_000_000_000),
    clock: () => answer(0),
    random: () => answer(0.5),
    after: () => answer(() => {}),
    turn: () => new Promise<void>((resolve) => setTimeout(resolve)),
    idle: () => () => {},
  };
}

test('what a search found comes first, while the search is the last event', async () => {
  const environment = environmentThat(() => {});
  const options = { model: null, consent: 'memory', sources: [], environment } as const;
  const loadSearch = () => import('../prediction/searched.js');
  const predictor = createPredictor(options, { ...loaders, loadSearch });
  const first = async () => (await predictor.predict()).items[0].id;
  for (const name of ['Chair', 'Moon lamp', 'Sofa', 'Bench'])
    predictor.track('click', { id: name, name });
  expect(await first()).toBe('Bench');
  predictor.track('search', 'lamps');
  expect(await first()).toBe('Moon lamp');
  predictor.track('search', 'what nobody sells');
  expect(await first()).toBe('Bench');
  predictor.track('click', 'Sofa');
  expect(await first()).toBe('Sofa');
  predictor.destroy();
});

test('a search whose code is missing is a fault, and the prediction is made without it', async () => {
  const environment = environmentThat(() => {});
  const options = { model: null, consent: 'memory', sources: [], environment } as const;
  const predictor = createPredictor(options, loaders);
  predictor.track('click', { id: 'lamp', name: 'Lamp' });
  predictor.track('search', 'lamps');
  expect((await predictor.predict()).items[0].id).toBe('lamp');
  const codes = predictor.status().faults.map(({ code }) => code);
  expect(codes).toContain('CHUNK_MISSING');
  predictor.destroy();
});

describe('reports during creation of the predictor', () => {
  test('consent that changes at any step throws nothing, and the history follows it', async () => {
    // One report later each time, until the predictor is made before it comes.
    for (let at = 1; at <= 40; at++) {
      openPage();
      let calls = 0;
      const environment = environmentThat(() => {
        const storage = ['denied', 'granted'][++calls - at];
        if (!storage) return;
        page.dataLayer.push(['consent', 'update', { personalization_storage: storage }]);
      });
      const predictor = createPredictor({ model: null, sources: [], environment }, loaders);
      predictor.track('click', 'chair');
      const { consent, store } = predictor.status();
      const kinds = { persistent: 'indexeddb', session: 'session', memory: 'memory', off: 'none' };
      expect([at, store.kind]).toEqual([at, kinds[consent.tier]]);
      await predictor.ready;
      predictor.destroy();
    }
    expect(errors).not.toHaveBeenCalled();
  });

  test('an event that a source reports at its start is kept', async () => {
    const early: Source = {
      name: 'track',
      start(sink) {
        sink.event({ type: 'click', item: 'chair' });
        sink.item({ id: 'lamp', name: 'Lamp' });
        return () => {};
      },
    };
    const environment = environmentThat(() => {});
    const options = { model: null, consent: 'memory', sources: [early], environment } as const;
    const predictor = createPredictor(options, loaders);
    expect(predictor.status().events.accepted).toBe(1);
    expect(predictor.item('lamp')).toEqual({ id: 'lamp', name: 'Lamp' });
    const { items } = await predictor.predict();
    expect(items.map(({ id }) => id)).toEqual(['chair', 'lamp']);
    predictor.destroy();
    expect(errors).not.toHaveBeenCalled();
  });

  test('sources that throw are named, and the others go on', async () => {
    const fail = (): never => {
      throw new Error('no till');
    };
    const source = (name: Source['name'], start: Source['start']): Source => ({ name, start });
    const sources = [
      source('dom', fail),
      source('url', () => fail),
      source('track', (sink) => {
        sink.event({ type: 'click', item: 'chair' });
        return () => {};
      }),
    ];
    const environment = environmentThat(() => {});
    const predictor = createPredictor({ model: null, sources, environment }, loaders);
    expect(predictor.status().events).toMatchObject({ accepted: 1, refused: { shape: 1 } });
    predictor.destroy();
    const faults = predictor.status().faults.map(({ code, detail }) => `${code} ${detail}`);
    expect(faults).toEqual(['CALLBACK_FAILED sources: dom', 'CALLBACK_FAILED sources: url']);
  });

  test('a bad option is reported once a listener can be attached', async () => {
    const environment = environmentThat(() => {});
    const retention = { days: -3 };
    const predictor = createPredictor(
      { model: null, sources: [], retention, environment },
      loaders,
    );
    const told: string[] = [];
    predictor.on('error', ({ message }) => void told.push(message));
    await predictor.ready;
    expect(told).toEqual([expect.stringMatching(/^retention.days is -3: not allowed/)]);
    predictor.consent('yes' as 'granted');
    expect(told[1]).toMatch(/^consent\(\) is "yes": not allowed/);
    await expect(predictor.forget({} as 'all')).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringMatching(/^forget is {}: not allowed/),
    });
    predictor.destroy();
  });
});

test('paused, it takes no events and does not predict, but loading goes on', async () => {
  const environment = environmentThat(() => {});
  const predictor = createPredictor({ model: null, sources: [], environment }, loaders);
  const states: string[] = [];
  predictor.on('statechange', (state) => void states.push(state));
  predictor.pause();
  expect(predictor.track('click', 'chair')).toBe(false);
  let predictions = 0;
  predictor.on('prediction', () => void predictions++);
  await predictor.ready;
  expect([states, predictions]).toEqual([['paused'], 0]);
  predictor.resume();
  expect(predictor.track('click', 'chair')).toBe(true);
  expect((await predictor.predict()).items.map(({ id }) => id)).toEqual(['chair']);
  predictor.destroy();
  predictor.resume();
  expect(states).toEqual(['paused', 'ready', 'destroyed']);
  expect(predictor.track('click', 'lamp')).toBe(false);
});

test('explain, forecast and lift reject with CHUNK_MISSING without their chunk', async () => {
  const { loadChunk } = await import('./load/load-chunk.js');
  const thrown = new TypeError('Failed to fetch dynamically imported module');
  const loadAnalysis = loadChunk(() => Promise.reject(thrown));
  const environment = environmentThat(() => {});
  const options = { model: null, sources: [], environment } as const;
  const predictor = createPredictor(options, { ...loaders, loadAnalysis });
  const faults: unknown[] = [];
  predictor.on('error', (error) => void faults.push(error));
  const expected = { name: 'PredictorError', code: 'CHUNK_MISSING', cause: thrown };
  predictor.track('click', 'a');
  await expect(predictor.explain('a')).rejects.toMatchObject(expected);
  await expect(predictor.forecast()).rejects.toMatchObject(expected);
  await expect(predictor.lift()).rejects.toMatchObject(expected);
  expect(faults).toEqual([]);
  predictor.when({}, () => {});
  await vi.waitFor(() => expect(faults).toMatchObject([expected]));
  predictor.destroy();
});
