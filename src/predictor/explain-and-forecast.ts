import type { ShopEvent } from '../events/event.js';
import type { Environment } from '../lib/environment.js';
import type { Turns } from '../lib/async/turns.js';
import type { ForecastOptions } from '../prediction/forecast.js';
import type { Scorer } from '../prediction/scorer.js';
import type { Loaders } from './load/loaders.js';
import type { ModelInUse } from './model-in-use.js';

/** How many histories a graphics card scores at once; the cpu takes one after another. */
const GPU_BATCH = 64;

/**
 * `explain()` and `forecast()`: histories that did not happen, scored by the model in use. Their code
 * is a chunk; where it cannot be had they reject, and the next call tries again.
 */
export function createExplainAndForecast(options: {
  environment: Environment;
  loaders: Pick<Loaders, 'loadAnalysis'>;
  turns: Turns;
  model: ModelInUse;
  events(): readonly ShopEvent[];
}) {
  const { environment, loaders, model, events } = options;

  /** Of the history as it is now. */
  const scorer = (): Scorer => {
    const tokens = model.tokens();
    return {
      environment,
      pause: options.turns.pause,
      calibration: tokens.calibration,
      rows: tokens.rows,
      encode: tokens.encode,
      events: events().slice(),
      tokens: tokens.tokensOf(events()),
      batch: model.engineStatus().backend === 'webgl' ? GPU_BATCH : 1,
      score: (histories, read) =>
        model.inTurn(async () => {
          const outputs = await model.engine()?.scoreBatch(histories);
          for (let i = 0; i < histories.length; i++) {
            const output = histories[i].length ? outputs?.[i] : undefined;
            await read(output ?? tokens.baseline(histories[i]), i);
          }
        }),
    };
  };

  return {
    explain: async (itemId: string) => (await loaders.loadAnalysis()).explain(scorer(), itemId),
    forecast: async (given?: ForecastOptions) =>
      (await loaders.loadAnalysis()).forecast(scorer(), given),
  };
}

export type ExplainAndForecast = ReturnType<typeof createExplainAndForecast>;
