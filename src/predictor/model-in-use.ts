import type { EngineOptions, SelectedEngine } from '../engine/select-engine.js';
import { createLane } from '../lib/async/lane.js';
import type { Item } from '../events/item.js';
import type { Core } from './core.js';
import { createHistoryTokens } from './history-tokens.js';
import { soon } from './load/soon.js';
import type { Answering } from './load/model-choice.js';
import type { Status } from './status.js';

/**
 * The model that answers at present, or none: the history as its tokens, and the engine that runs it.
 * `use` replaces it; until then, and where no engine can run, the baseline answers.
 */
export function createModelInUse({ settings, loaders, turns, emitter, onFault }: Core) {
  const { environment } = settings;
  let tokens = createHistoryTokens();
  let selected: SelectedEngine | undefined;
  let stopped = false;
  /** The engine does one thing at a time, and nothing while the model changes. */
  const inTurn = createLane();

  const engineStatus = (): Status['engine'] => {
    if (!selected) return { backend: 'none', reason: 'No model: baselines serve.' };
    const { backend, reason, error } = selected.status();
    return { backend: error || backend === 'reference' ? 'none' : backend, reason };
  };

  return {
    inTurn,
    /** The history as the tokens of this model. */
    tokens: () => tokens,
    learn: (item: Item, isGiven?: boolean) => tokens.learn(item, isGiven),
    /** So many items come, besides those that the page shows. */
    makeRoom: (count: number) => tokens.catalog.makeRoom(count),
    itemCounts() {
      const { trainedCount: trained, liveCount: live } = tokens.catalog;
      return { trained, live };
    },
    /** The model or the shop's own catalog has an item of this id. */
    isFixed: (id: string) => tokens.catalog.isFixed(id),
    /** The one id of the product that has this id. */
    idOf: (id: string) => tokens.rows.id(tokens.rows.indexOf(id)) ?? id,
    /** What is known of an item. */
    item: (id: string) => tokens.rows.item(tokens.rows.indexOf(id)),
    engineStatus,
    /** Undefined where no engine can run: then the baseline answers. */
    engine: (): SelectedEngine['engine'] | undefined =>
      engineStatus().backend === 'none' ? undefined : selected?.engine,
    /**
     * Replaces the model; items that the page described stay known.
     * @param onEngine called when another engine takes over.
     * @param onWrong called when the answers show that the file is wrong.
     */
    use: (loaded: Answering, onEngine: () => void, onWrong: EngineOptions['onWrong']) =>
      inTurn(async () => {
        await turns.next();
        const next = createHistoryTokens(loaded);
        for (const item of tokens.shown()) next.learn(item);
        selected?.dispose();
        tokens = next;
        if (stopped || !loaded.kit) return;
        selected = loaded.kit.selectEngine({
          ...loaders,
          ...loaded,
          loadWebgl: () => soon(environment, loaders.loadWebgl()),
          pause: turns.pause,
          environment,
          want: settings.backend,
          onWrong,
          onChange({ error }) {
            if (error) onFault(error);
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
