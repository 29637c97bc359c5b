import type { Token } from '../../encoding/token.js';
import { receptiveField } from '../../model/config.js';
import type { Model } from '../../model/model.js';
import type { Engine, Output } from '../engine.js';
import type { ItemTable } from '../item-table.js';
import { createPartialDots } from '../partial-dots.js';
import { createReadOut } from '../read-out.js';
import { tokensRead } from '../tokens-read.js';
import { copyKvCache, createKvCache, type KvCache } from './kv-cache.js';
import { createStep } from './step.js';

/** Plain typed arrays and a KV cache: one new event costs one token. */
export function createCpuEngine(model: Model, table: ItemTable): Engine {
  const field = receptiveField(model.config);
  const step = createStep(model, table);
  const { dots, fill } = createPartialDots(model);
  const readOut = createReadOut(model, table, (query, logits) => {
    fill(query);
    table.lookUp(dots, logits);
  });
  const main = createKvCache(model.config);
  const branch = createKvCache(model.config);

  const canResume = (history: readonly Token[]) =>
    main.version === table.version ? tokensRead(main.seen, history, field) : 0;

  const read = (cache: KvCache, history: readonly Token[], from: number): Output => {
    const { length } = history;
    let i = from;
    if (!from) {
      i = Math.max(0, length - field);
      cache.length = 0;
      cache.hidden.fill(0);
      cache.version = table.version;
    }
    for (; i < length; i++) step(cache, history[i], length - 1 - i);
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
    score: async (history) => read(main, history, canResume(history)),
    scoreBatch: async (histories) =>
      histories.map((history) => {
        const from = canResume(history);
        if (from) copyKvCache(main, branch);
        return read(branch, history, from);
      }),
    dispose() {},
  };
}
