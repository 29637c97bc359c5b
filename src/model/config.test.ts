import { expect, test } from 'vitest';
import { DEFAULT_CONFIG, type ModelConfig, parseConfig, receptiveField } from './config.js';

/** The least and the most of each field, with what else has to change for it. */
const BORDERS: [keyof ModelConfig, least: number, most: number, with_?: Partial<ModelConfig>][] = [
  ['width', 8, 1024, { heads: 4, subIds: 8 }],
  ['heads', 1, 32],
  ['layers', 1, 24],
  ['ffn', 8, 4096],
  ['window', 2, 512],
  ['contentBuckets', 0, 65_536],
  ['embeddingLength', 0, 4096],
  ['subIds', 0, 64],
  ['centroids', 1, 256],
  ['ropeBase', 2, 1_000_000],
];

const refused = (config: unknown, detail: string) =>
  expect(() => parseConfig(config), detail).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail }),
  );

test('a config has the fields whose borders are tried here, and reads as it was written', () => {
  expect(BORDERS.map(([field]) => field)).toEqual(Object.keys(DEFAULT_CONFIG));
  expect(parseConfig(JSON.parse(JSON.stringify(DEFAULT_CONFIG)))).toEqual(DEFAULT_CONFIG);
  expect(parseConfig({ ...DEFAULT_CONFIG, more: 1 })).toEqual(DEFAULT_CONFIG);
});

test.each(BORDERS)(
  '%s is taken from %i to %i, and refused by name beyond',
  (field, least, most, rest) => {
    for (const number of [least, most]) {
      const config = { ...DEFAULT_CONFIG, ...rest, [field]: number };
      expect(parseConfig(config)).toEqual(config);
    }
    for (const wrong of [
      least - 1,
      most + 1,
      least + 0.5,
      String(most),
      null,
      undefined,
      [most],
      NaN,
    ])
      refused({ ...DEFAULT_CONFIG, ...rest, [field]: wrong }, `config.${field}`);
  },
);

test.each<[Partial<ModelConfig>, string]>([
  [{ heads: 3 }, 'config.heads'],
  // 64 / 64 is one: rotary positions turn pairs.
  [{ width: 32, heads: 32 }, 'config.heads'],
  [{ width: 8, heads: 16, subIds: 0 }, 'config.heads'],
  [{ subIds: 3 }, 'config.subIds'],
  [{ width: 32, subIds: 64 }, 'config.subIds'],
])('parts that do not divide the width are refused: %j', (fields, detail) => {
  refused({ ...DEFAULT_CONFIG, ...fields }, detail);
});

test.each([undefined, null, 5, 'config', []])('what is no config is refused: %j', (value) => {
  refused(value, 'config.width');
});

test('an output depends on a window for each layer and one for the read-out', () => {
  const field = (layers: number, window: number) =>
    receptiveField({ ...DEFAULT_CONFIG, layers, window });
  // One layer of two: an event, the one before it, and the one before that.
  expect([field(1, 2), field(2, 32), field(24, 512)]).toEqual([3, 94, 12_776]);
});
