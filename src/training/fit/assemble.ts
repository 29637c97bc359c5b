import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { makeGolden } from '../../engine/golden.js';
import { createItemTable } from '../../engine/item-table.js';
import { type Model, type ModelCard, NEUTRAL_CALIBRATION } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { TOKEN_ROWS } from '../../model/token-rows.js';
import { writeModel } from '../../model/write-model.js';
import { calibrate } from '../calibrate/calibrate.js';
import { type Examples, tokenAt } from '../data/examples.js';
import { placeItems } from '../data/place-items.js';
import type { Prepared } from '../data/prepare.js';
import type { TrainingNetwork } from './training-network.js';
import type { TrainingSet } from './training-set.js';

/** Tokens of the golden vectors: enough to fill a window and go past it. */
const GOLDEN_TOKENS = 40;

/**
 * Everything a model file holds. Calibration and golden vectors come from the quantised file as the shipped
 * engine reads it, because that is what will answer in the page.
 */
export async function assembleModel({
  set,
  network,
  card,
}: {
  set: TrainingSet;
  network: TrainingNetwork;
  card: ModelCard;
}): Promise<Model> {
  const { log, prepared, shops } = set;
  const { examples } = prepared;
  const model = readModel(writeModel(unquantised(prepared, network, card)).buffer);
  const placed = placeItems(model, log.data);
  model.calibration = await calibrate(createCpuEngine(model, placed.table), {
    log,
    examples,
    placed,
    window: model.config.window,
    shops,
  });
  model.golden = await makeGolden(
    model,
    createItemTable(model),
    goldenTokens(examples, network.coded),
  );
  return model;
}

/** The model with float weights, not calibrated yet. */
function unquantised(prepared: Prepared, network: TrainingNetwork, card: ModelCard): Model {
  const { config, coded, codes } = network;
  const hasIds = config.subIds > 0;
  const tensors = network.tensors();
  tensors.delete('item.table');
  // Not trained where the log cannot teach the hour.
  if (!tensors.has('embed.hour'))
    tensors.set('embed.hour', new Float32Array(TOKEN_ROWS.hour * config.width));
  if (hasIds)
    tensors.set(
      'item.popularity',
      Float32Array.from(coded, (item) => network.popularity[item]),
    );
  return {
    config,
    vocabulary: {
      items: Array.from(coded, (item) => prepared.vocabulary.items[item]),
      categories: hasIds ? prepared.vocabulary.categories : [],
    },
    calibration: NEUTRAL_CALIBRATION,
    golden: null,
    card,
    tensors,
    codes,
    itemCategory: Uint16Array.from(coded, (item) => prepared.itemCategory[item]),
    itemPrice: Uint8Array.from(coded, (item) => prepared.itemPrice[item]),
  };
}

function goldenTokens(examples: Examples, coded: Int32Array): Token[] {
  return Array.from({ length: Math.min(GOLDEN_TOKENS, examples.size) }, (_, e) => {
    const token = tokenAt(examples, e);
    return { ...token, item: coded.indexOf(token.item) };
  });
}
