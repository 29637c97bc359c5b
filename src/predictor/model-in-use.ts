import type { SelectedEngine } from '../engine/select-engine.js';
import { createLane } from '../lib/async/lane.js';
import type { Turns } from '../lib/async/turns.js';
import type { Item } from '../events/item.js';
import type { Emitter } from '../lib/async/emitter.js';
import { createHistoryTokens } from './history-tokens.js';
import type { LoadedModel } from './load/choose-model.js';
import type { Loaders } from './load/loaders.js';
import type { ParsedOptions } from './options.js';
import type { PredictorEvents } from './predictor.js';
import type { Status } from './status.js';

/** The model that answers at present, or none: the history as its tokens, and the engine that runs it. */
export function createModelInUse(options: {
  settings: ParsedOptions;
  loaders: Pick<Loaders, 'loadWebgl'>;
  turns: Turns;
  emitter: Pick<Emitter<PredictorEvents>, 'emit'>;
}) {
  const { settings, loaders, turns, emitter } = options;
  const maxLive = Array.isArray(settings.catalog) ? settings.catalog.length + 5000 : undefined;
  let tokens = createHistoryTokens({}, maxLive);
  let selected: SelectedEngine | undefined;
  let stopped = false;
  /** One use of the engine at a time, and none while the model changes. */
  const inTurn = createLane();

  const engineStatus = (): Status['engine'] => {
    if (!selected) return { backend: 'none', reason: 'No model is loaded: the baselines serve.' };
    const { backend, reason, error } = selected.status();
    return { backend: error || backend === 'reference' ? 'none' : backend, reason };
  };

  return {
    inTurn,
    /** The history as the tokens of this model. */
    tokens: () => tokens,
    learn: (item: Item) => tokens.learn(item),
    /** What is known of an item. */
    item: (id: string) => tokens.rows.item(tokens.rows.indexOf(id)),
    engineStatus,
    /** None where no engine can run: then the baseline answers. */
    engine: (): SelectedEngine['engine'] | undefined =>
      engineStatus().backend === 'none' ? undefined : selected?.engine,
    /**
     * Answers with another model from now on; what the page has shown stays known.
     * @param onEngine called when another engine serves.
     */
    use: (loaded: LoadedModel, onEngine: () => void) =>
      inTurn(async () => {
        await turns.next();
        const next = createHistoryTokens(loaded, maxLive);
        for (const item of tokens.shown()) next.learn(item);
        selected?.dispose();
        tokens = next;
        if (stopped) return;
        selected = loaded.kit.selectEngine({
          ...loaders,
          ...loaded,
          pause: turns.pause,
          environment: settings.environment,
          want: settings.backend,
          onChange({ error }) {
            if (error) emitter.emit('error', error);
            emitter.emit('backendchange', engineStatus());
            onEngine();
          },
        });
      }),
    destroy() {
      stopped = true;
      selected?.dispose();
    },
  };
}

export type ModelInUse = ReturnType<typeof createModelInUse>;
