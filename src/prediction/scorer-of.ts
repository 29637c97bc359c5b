import type { Token } from '../encoding/token.js';
import type { Engine, Output } from '../engine/engine.js';
import type { ShopEvent } from '../events/event.js';
import type { Lane } from '../lib/async/lane.js';
import type { Scorer } from './scorer.js';

/** The model that answers at present, or none. */
export interface AskedModel {
  tokens(): Pick<Scorer, 'calibration' | 'rows' | 'encode'> & {
    tokensOf(events: readonly ShopEvent[]): Token[];
    /** Answers in the place of an engine. */
    baseline(history: readonly Token[]): Output;
  };
  engine(): Pick<Engine, 'scoreBatch'> | undefined;
  engineStatus(): { backend: 'cpu' | 'webgl' | 'none' };
  /** The engine does one thing at a time. */
  inTurn: Lane;
}

/** How many histories a graphics card scores at once; the cpu takes one after another. */
const GPU_BATCH = 64;

/** Scores hypothetical histories for `explain()` and `forecast()`, with the model in use and the current history. */
export function scorerOf(
  model: AskedModel,
  events: readonly ShopEvent[],
  environment: Scorer['environment'],
  pause: Scorer['pause'],
): Scorer {
  const tokens = model.tokens();
  return {
    environment,
    pause,
    calibration: tokens.calibration,
    rows: tokens.rows,
    encode: tokens.encode,
    events: events.slice(),
    tokens: tokens.tokensOf(events),
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
}
