import type { Token } from '../../encoding/token.js';
import type { SelectedEngine } from '../../engine/select-engine.js';
import type { ByCard } from '../../prediction/by-card.js';
import type { EngineKit } from './model-choice.js';

/** A kit whose engines give changed answers. */
export const changedKit = (kit: EngineKit, change: ByCard['change']): EngineKit => ({
  ...kit,
  selectEngine(options) {
    const selected = kit.selectEngine(options);
    const engine: SelectedEngine['engine'] = {
      score: async (history) => change(await selected.engine.score(history), history),
      scoreBatch: async (histories: readonly (readonly Token[])[]) =>
        (await selected.engine.scoreBatch(histories)).map((output, i) =>
          change(output, histories[i]),
        ),
    };
    return { ...selected, engine };
  },
});
