import type { Rows } from '../encoding/encoder.js';
import { encode } from '../encoding/encode.js';
import type { Engine } from '../engine/engine.js';
import { createItemTable } from '../engine/item-table.js';
import { randomModel } from '../engine/random-model.fixture.js';
import { createReferenceEngine } from '../engine/transformer.js';
import type { ShopEvent } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import { seededRandom } from '../lib/random.js';
import type { Scorer } from './scorer.js';

/** A shopper of a random model, read by the oracle: for tests. */
export function randomShopper(eventCount: number, seed: number, items = 30) {
  const config = { width: 16, heads: 2, layers: 2, ffn: 32, window: 4, subIds: 4, centroids: 16 };
  const model = randomModel(config, items, seed);
  const rows: Rows = {
    indexOf: (id) => model.vocabulary.items.indexOf(id),
    id: (row) => model.vocabulary.items[row],
    factsOf: (row) => (row < 0 ? undefined : { category: (row % 5) + 1, top: 1, price: row % 10 }),
    priceOf: () => undefined,
  };
  const random = seededRandom(seed + 1);
  const events = Array.from({ length: eventCount }, (_, i): ShopEvent => {
    const type = ACTION_TYPES[Math.floor(random() * 3)];
    const item = `item-${Math.floor(random() * items)}`;
    return { type, item, ts: 1e12 + i * 10_000, session: `s${i >> 3}`, source: 'track' };
  });
  const engine: Engine = createReferenceEngine(model, createItemTable(model));
  const scorer: Scorer = {
    environment: { random },
    pause: () => undefined,
    calibration: model.calibration,
    rows,
    events,
    encode: (history) => encode(history, rows),
    tokens: encode(events, rows),
    batch: 4,
    async score(histories, read) {
      const outputs = await engine.scoreBatch(histories);
      for (let i = 0; i < outputs.length; i++) await read(outputs[i], i);
    },
  };
  return { model, engine, scorer, items };
}
