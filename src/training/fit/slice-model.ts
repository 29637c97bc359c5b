import { createItemTable } from '../../engine/item-table.js';
import { makeGolden } from '../../engine/golden.js';
import type { Token } from '../../encoding/token.js';
import { GOLDEN_FIELDS, parseGolden } from '../../model/golden.js';
import { type Model, tensor } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';

/**
 * A model of some of the items of another: the same network, centroids and categories. Its card says what it is, and
 * its golden vectors are its own.
 * @param rows of the items, ascending; one at least.
 * @param what they are, in words.
 */
export function sliceModel(model: Model, rows: Int32Array, what: string): Model {
  const { config, vocabulary, card } = model;
  const tensors = new Map(model.tensors);
  const popularity = tensor(model, 'item.popularity');
  tensors.set(
    'item.popularity',
    Float32Array.from(rows, (row) => popularity[row]),
  );
  const codes = new Uint8Array(rows.length * config.subIds);
  rows.forEach((row, at) => {
    codes.set(
      model.codes.subarray(row * config.subIds, (row + 1) * config.subIds),
      at * config.subIds,
    );
  });
  const slice: Model = {
    ...model,
    vocabulary: { ...vocabulary, items: Array.from(rows, (row) => vocabulary.items[row]) },
    golden: null,
    card: {
      ...card,
      data: `${what} of ${vocabulary.items.length} products, cut from: ${card.data}`,
    },
    tensors,
    codes,
    itemCategory: Uint16Array.from(rows, (row) => model.itemCategory[row]),
    itemPrice: Uint8Array.from(rows, (row) => model.itemPrice[row]),
  };
  // As a page reads it: written numbers are rounded.
  const written = readModel(writeModel(slice).buffer);
  const tokens = goldenTokens(model, rows.length);
  written.golden = tokens && makeGolden(written, createItemTable(written), tokens);
  return written;
}

/** The history that the model's golden vectors are of, with items of the slice in the place of its own. */
function goldenTokens(model: Model, items: number): Token[] | null {
  const golden = parseGolden(model.golden, model.vocabulary.items.length);
  if (!golden) return null;
  return golden.tokens.map((values) => {
    const fields = GOLDEN_FIELDS.map((field, i) => [field, values[i]]);
    const token = Object.fromEntries(fields) as object as Token;
    return { ...token, item: token.item < 0 ? -1 : token.item % items };
  });
}
