import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../model/config.js';
import { readModel } from '../model/model-file.js';
import { writeModel } from '../model/write-model.js';
import { randomModel } from './random-model.fixture.js';
import { fileHash } from './wrong-files.js';

test.each([0, 5])('two files of %i items differ, two copies of one do not', (items) => {
  const hashOf = (seed: number) => {
    const config = { ...DEFAULT_CONFIG, width: 8, heads: 1, layers: 1, ffn: 8, subIds: items && 2 };
    return fileHash(readModel(writeModel(randomModel(config, items, seed)).buffer));
  };
  expect(hashOf(1)).toBe(hashOf(1));
  expect(hashOf(1)).not.toBe(hashOf(2));
});
