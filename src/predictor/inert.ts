import { emptyPrediction } from '../prediction/compose.js';
import type { Forecast } from '../prediction/forecast.js';
import type { PredictorError } from '../lib/errors.js';
import type { Lift } from '../moments/lift.js';
import { emptyProfile } from '../profile/empty-profile.js';
import type { Predictor } from './predictor.js';
import type { Status } from './status.js';

/** The forecast of a destroyed or inert predictor. */
export const emptyForecast = (): Forecast => ({
  futures: [],
  summary: { actions: emptyPrediction().actions, items: [] },
});

/** The lift where nothing was counted. */
export const emptyLift = (): Lift => ({
  rules: [],
  recommendations: { shown: 0, clicked: 0, carted: 0, bought: 0 },
});

/**
 * The predictor of a server: every method exists and does nothing; the prediction is always the same empty one.
 * @param fault why there is none in a page.
 */
export function inertPredictor(fault?: PredictorError): Predictor {
  const empty = emptyPrediction();
  const reason = fault?.message ?? 'No page here: a server.';
  const status = (): Status => ({
    state: 'inert',
    engine: { backend: 'none', reason },
    store: { kind: 'none', reason, kept: 0 },
    consent: { tier: 'off', reason },
    model: { source: 'none' },
    intent: { calibrated: false, reason },
    language: { wanted: '', used: 'en' },
    events: { accepted: 0, refused: {}, waiting: 0 },
    catalog: { trained: 0, live: 0, read: 0, refused: 0 },
    faults: fault ? [fault.toJSON()] : [],
  });
  const nothing = () => {};
  const undo = () => nothing;
  return {
    track: () => false,
    getSnapshot: () => empty,
    item: nothing as () => undefined,
    on: undo,
    subscribe: undo,
    when: undo,
    consent: nothing,
    pause: nothing,
    resume: nothing,
    destroy: nothing,
    status,
    ready: Promise.resolve(),
    predict: async () => empty,
    explain: async () => [],
    forecast: async () => emptyForecast(),
    profile: async () => emptyProfile(),
    lift: async () => emptyLift(),
    forget: async () => {},
    exportData: async () => ({
      format: 'nextaisle-history',
      version: 1,
      exported: 0,
      events: [],
      moments: [],
    }),
  };
}
