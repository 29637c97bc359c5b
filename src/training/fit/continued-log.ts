import { PredictorError } from '../../lib/errors.js';
import type { ModelConfig } from '../../model/config.js';
import type { Model } from '../../model/model.js';
import type { DataSet } from '../data/data-set.js';
import type { Prepared } from '../data/prepare.js';
import { createSplitLog, type SplitLog } from '../data/split-log.js';
import { embeddingLength } from '../network/embedding-vectors.js';

const cannot = (why: string, way: string) =>
  new PredictorError('BAD_OPTION', 'from', { message: `from cannot go on: ${why}. ${way}` });
const ANEW = 'Train anew without it.';

/**
 * The network of a file, for a training that goes on from it.
 * @param given what was asked for; it must not be another network.
 * @throws PredictorError BAD_OPTION with the way out.
 */
export function continuedConfig(
  given: Partial<ModelConfig> | undefined,
  { config, vocabulary }: Model,
  data: DataSet,
): ModelConfig {
  if (!config.subIds || !vocabulary.items.length) {
    throw cannot('the file knows no items of its own, it was trained for many shops', ANEW);
  }
  for (const [name, value] of Object.entries(given ?? {}) as [keyof ModelConfig, number][]) {
    // Up to 256 items are a plain table, whatever was asked for.
    if (name === 'subIds' && config.subIds === 1) continue;
    if (config[name] !== value) {
      throw cannot(
        `the file has ${name} ${config[name]}, not ${value}`,
        'Leave that option out, or train anew without it.',
      );
    }
  }
  const length = embeddingLength(data.items);
  if (length !== config.embeddingLength) {
    const text = (numbers: number) =>
      numbers ? `embeddings of ${numbers} numbers` : 'no embeddings';
    throw cannot(
      `the file reads ${text(config.embeddingLength)}, the log has ${text(length)}`,
      'Give the same kind of embeddings, or train anew without it.',
    );
  }
  return config;
}

/** A log with the items of a file that it does not show, as far as the file describes them. */
export function withItemsOf(log: SplitLog, { vocabulary, itemCategory }: Model): SplitLog {
  const { data } = log;
  const here = new Set(data.itemIds);
  const absent = [...vocabulary.items.keys()].filter((row) => !here.has(vocabulary.items[row]));
  if (!absent.length) return log;
  const items = absent.map((row) => {
    const category = vocabulary.categories[itemCategory[row] - 1]?.path.split('/');
    return { id: vocabulary.items[row], ...(category ? { category } : {}) };
  });
  const wider = {
    ...data,
    itemIds: [...data.itemIds, ...items.map(({ id }) => id)],
    items: [...data.items, ...items],
  };
  return createSplitLog(wider, log.partOf);
}

/** Prices that today's log does not tell stay those of the file. */
export function keepPrices(prepared: Prepared, { vocabulary, itemPrice }: Model): void {
  const rows = new Map(vocabulary.items.map((id, row) => [id, row]));
  const levels = new Map(vocabulary.categories.map(({ path, logPrice }) => [path, logPrice]));
  prepared.vocabulary.items.forEach((id, item) => {
    const row = rows.get(id);
    if (row !== undefined && !prepared.counts[item]) prepared.itemPrice[item] ||= itemPrice[row];
  });
  for (const category of prepared.vocabulary.categories) {
    const level = levels.get(category.path);
    if (category.logPrice === undefined && level !== undefined) category.logPrice = level;
  }
}
