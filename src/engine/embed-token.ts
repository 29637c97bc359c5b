import type { Token } from '../encoding/token.js';
import { type Model, tensor } from '../model/model.js';
import { TOKEN_FIELDS } from '../model/token-rows.js';
import type { ItemTable } from './item-table.js';

/** Writes the sum of a token's embeddings: [D]. */
export function createEmbedding(model: Model, table: ItemTable) {
  const { width: D } = model.config;
  const tables = (['action', ...TOKEN_FIELDS] as const).map(
    (field) => [field, tensor(model, `embed.${field}`)] as const,
  );
  const [scale] = tensor(model, 'embed.item.scale');
  const unit = new Float32Array(D);
  return (token: Token, out: Float64Array | Float32Array): void => {
    table.read(token.item, unit);
    for (let j = 0; j < D; j++) out[j] = scale * unit[j];
    for (const [field, rows] of tables) {
      const from = token[field] * D;
      for (let j = 0; j < D; j++) out[j] += rows[from + j];
    }
  };
}
