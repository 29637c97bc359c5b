import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { makeGolden } from '../../engine/golden.js';
import { createItemTable, type ItemTable } from '../../engine/item-table.js';
import type { ModelConfig } from '../../model/config.js';
import { TOKEN_ROWS } from '../../model/tensors.js';
import { type ModelCard, type Model, NEUTRAL_CALIBRATION } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { calibrate } from '../calibrate/calibrate.js';
import type { DataSet } from '../data/data-set.js';
import { type Examples, tokenAt } from '../data/examples.js';
import type { Prepared } from '../data/prepare.js';

export interface Trained {
  data: DataSet;
  part: Uint8Array;
  prepared: Prepared;
  config: ModelConfig;
  card: ModelCard;
  /** Trained values by the names of `tensorSpecs`. */
  trained: Map<string, Float32Array>;
  codes: Uint8Array;
  shops?: Int32Array;
}

/**
 * Everything a model file holds. Calibration and golden vectors are taken from the quantised file as the
 * shipped engine reads it, for that is what will answer in the page.
 */
export async function assembleModel(from: Trained): Promise<Model> {
  const { data, part, prepared, config, card, trained, codes, shops } = from;
  const known = config.subIds > 0;
  const tensors = new Map(trained);
  tensors.delete('item.table');
  // The log could not teach it.
  if (!tensors.has('embed.hour'))
    tensors.set('embed.hour', new Float32Array(TOKEN_ROWS.hour * config.width));
  if (known) tensors.set('item.popularity', prepared.popularity);
  const floats: Model = {
    config,
    vocabulary: known ? prepared.vocabulary : { items: [], categories: [] },
    calibration: NEUTRAL_CALIBRATION,
    golden: null,
    card,
    tensors,
    codes,
    itemCategory: known ? prepared.itemCategory : new Uint16Array(0),
    itemPrice: known ? prepared.itemPrice : new Uint8Array(0),
  };
  const model = readModel(writeModel(floats).buffer);
  const table = tableOf(model, prepared);
  model.calibration = await calibrate(
    createCpuEngine(model, table),
    data,
    part,
    prepared.examples,
    shops,
    config.window,
  );
  model.golden = await makeGolden(
    model,
    createItemTable(model),
    goldenTokens(prepared.examples, known),
  );
  return model;
}

/** Items a model has no identity for come in as live rows, by content. */
function tableOf(model: Model, { features }: Prepared): ItemTable {
  const table = createItemTable(model);
  if (!table.trained) features.forEach((content, row) => table.write(row, content));
  return table;
}

/** The first tokens of the log, enough to fill the window and turn it over. */
function goldenTokens(examples: Examples, known: boolean): Token[] {
  return Array.from({ length: Math.min(40, examples.size) }, (_, e) => {
    const token = tokenAt(examples, e);
    return known ? token : { ...token, item: -1 };
  });
}
