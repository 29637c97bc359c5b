import type { Token } from '../encoding/token.js';
import { type Model, tensor } from '../model/model.js';
import type { ItemTable } from './item-table.js';

/** Writes the sum of a token's embeddings: [D]. */
export function createEmbedding(model: Model, table: ItemTable) {
  const { width: D } = model.config;
  const [actions, gaps, sessions, recencies, prices, agreements] = [
    'action',
    'gap',
    'session',
    'recency',
    'price',
    'agreement',
  ].map((name) => tensor(model, `embed.${name}`));
  const [scale] = tensor(model, 'embed.item.scale');
  const unit = new Float32Array(D);
  return (token: Token, out: Float64Array | Float32Array): void => {
    table.read(token.item, unit);
    const action = token.action * D;
    const gap = token.gap * D;
    const session = token.newSession * D;
    const recency = token.recency * D;
    const price = token.price * D;
    const agreement = token.agreement * D;
    for (let j = 0; j < D; j++) {
      out[j] =
        scale * unit[j] +
        actions[action + j] +
        gaps[gap + j] +
        sessions[session + j] +
        recencies[recency + j] +
        prices[price + j] +
        agreements[agreement + j];
    }
  };
}
