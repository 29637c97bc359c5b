import type { Token } from '../../encoding/token.js';
import { createLane } from '../../lib/async/lane.js';
import { inBlocks } from '../../lib/async/blocks.js';
import type { Pause } from '../../lib/async/turns.js';
import { receptiveField } from '../../model/config.js';
import type { Model } from '../../model/model.js';
import type { Engine, Output } from '../engine.js';
import type { ItemTable } from '../item-table.js';
import { createPartialDots } from '../partial-dots.js';
import { createReadOut, type Refuse } from '../read-out.js';
import { tokensRead } from '../tokens-read.js';
import { copyKvCache, createKvCache, type KvCache } from './kv-cache.js';
import { createStep } from './step.js';

/**
 * Plain typed arrays and a KV cache: one new event costs one token.
 * @param pause awaited between tokens and between ranges of items, so that no task blocks the page.
 * @param refuse makes the error for an answer that is no number.
 */
export function createCpuEngine(
  model: Model,
  table: ItemTable,
  pause?: Pause,
  refuse?: Refuse,
): Engine {
  const field = receptiveField(model.config);
  const step = createStep(model, table);
  const { dots, fill } = createPartialDots(model);
  // Every call uses the same caches and look-up table, across pauses: calls must not overlap.
  const lane = createLane();
  const readOut = createReadOut(
    model,
    table,
    (query, logits, weight) =>
      lane(async () => {
        fill(query);
        const { lookUp, sweep } = table.lookUps;
        if (sweep) return sweep(dots, weight);
        await inBlocks(table.trained, pause, (from, to) => lookUp(dots, logits, from, to, weight));
        return undefined;
      }),
    pause,
    refuse,
  );
  const main = createKvCache(model.config);
  const branch = createKvCache(model.config);

  const canResume = (history: readonly Token[]) =>
    main.version === table.version ? tokensRead(main.seen, history, field) : 0;

  const read = async (cache: KvCache, history: readonly Token[], from: number): Promise<Output> => {
    const { length } = history;
    let i = from;
    if (!from) {
      i = Math.max(0, length - field);
      cache.length = 0;
      cache.hidden.fill(0);
      cache.version = table.version;
    }
    for (; i < length; i++) {
      step(cache, history[i], length - 1 - i);
      await pause?.();
    }
    cache.seen = history.slice(-field);
    const { poolKeys } = cache;
    return readOut(
      cache.hidden.slice(),
      history,
      (ago) => poolKeys[(cache.length - ago) % poolKeys.length],
    );
  };

  return {
    backend: 'cpu',
    score(history) {
      // A copy: the caller may append to its array during the read.
      const now = history.slice();
      return lane(() => read(main, now, canResume(now)));
    },
    async scoreBatch(histories) {
      const outputs: Output[] = [];
      for (const history of histories) {
        const now = history.slice();
        outputs.push(
          await lane(() => {
            const from = canResume(now);
            if (from) copyKvCache(main, branch);
            return read(branch, now, from);
          }),
        );
      }
      return outputs;
    },
    dispose() {},
  };
}
