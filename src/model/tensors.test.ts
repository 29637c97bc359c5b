import { expect, test } from 'vitest';
import { DEFAULT_CONFIG, type ModelConfig } from './config.js';
import { tensorSpecs } from './tensors.js';

const config: ModelConfig = {
  ...DEFAULT_CONFIG,
  width: 8,
  heads: 1,
  layers: 2,
  ffn: 12,
  contentBuckets: 3,
  embeddingLength: 4,
  subIds: 2,
  centroids: 5,
};
const namesOf = (given: Partial<ModelConfig>, items: number) => [
  ...tensorSpecs({ ...config, ...given }, items).keys(),
];

// Files that shops have say these names: another name or shape needs another FORMAT_VERSION.
test('a file holds these tensors', () => {
  const layer = (l: number) => `
    layer.${l}.norm1 1 8 float
    layer.${l}.q 8 8 rows
    layer.${l}.k 8 8 rows
    layer.${l}.v 8 8 rows
    layer.${l}.o 8 8 rows
    layer.${l}.norm2 1 8 float
    layer.${l}.up 8 12 rows
    layer.${l}.up.bias 1 12 float
    layer.${l}.down 12 8 rows
    layer.${l}.down.bias 1 8 float`;
  const all = `
    embed.action 8 8 rows
    embed.gap 16 8 rows
    embed.newSession 2 8 rows
    embed.recency 8 8 rows
    embed.price 10 8 rows
    embed.agreement 5 8 rows
    embed.place 8 8 rows
    embed.stage 6 8 rows
    embed.elapsed 16 8 rows
    embed.longest 16 8 rows
    embed.visits 12 8 rows
    embed.events 12 8 rows
    embed.carts 12 8 rows
    embed.orders 12 8 rows
    embed.hour 13 8 rows
    embed.content 3 8 rows
    embed.projection 5 8 rows
    embed.item.scale 1 1 float
    ${layer(0)}
    ${layer(1)}
    final.norm 1 8 float
    head.action 8 9 float
    head.action.bias 1 9 float
    head.intent 8 2 float
    head.intent.bias 1 2 float
    query 8 8 rows
    query.action 8 8 rows
    pool.key 8 4 rows
    pool.query 8 4 rows
    pool.age 8 1 float
    pool.gain 1 1 float
    query.scale 1 8 float
    popularity.weight 1 8 float
    copy.age 8 8 float
    copy.last 8 8 float
    copy.count 4 8 float
    copy.own 1 8 float
    copy.gate 8 8 float
    copy.gate.bias 1 8 float
    item.centroids 10 4 rows
    item.codes 7 2 byte
    item.popularity 1 7 rows
    item.category 1 7 short
    item.price 1 7 byte`;
  const found = [...tensorSpecs(config, 7)].map(
    ([name, { shape, storage }]) => `${name} ${shape.join(' ')} ${storage}`,
  );
  expect(found).toEqual(all.trim().split(/\s*\n\s*/));
});

test('what a model does not have takes no place', () => {
  const all = namesOf({}, 7);
  const without = (names: string[]) => all.filter((name) => !names.includes(name));
  expect(namesOf({ contentBuckets: 0 }, 7)).toEqual(without(['embed.content']));
  expect(namesOf({ embeddingLength: 0 }, 7)).toEqual(without(['embed.projection']));
  expect(namesOf({ subIds: 0 }, 7)).toEqual(without(['item.centroids', 'item.codes']));
  expect(namesOf({}, 0)).toEqual(all.filter((name) => !/^item\./.test(name)));
});
