import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as kit from '../engine-kit.js';
import type { ModelChoice } from './model-choice.js';
import { withOwnPast } from './with-own-past.js';

async function shipped(name: 'base' | 'demo'): Promise<ModelChoice> {
  const file = new Uint8Array(readFileSync(`weights/${name}.safetensors`)).buffer;
  const opened = await kit.openModel(Promise.resolve(file), async () => {});
  const { card } = opened.model;
  return { loaded: { ...opened, kit }, status: { source: 'given', ...card } };
}

test('the base model leans on the past of the shopper, and does not call itself calibrated', async () => {
  const choice = await shipped('base');
  const { loaded, reason } = withOwnPast(choice);
  expect(loaded?.kit?.selectEngine).not.toBe(kit.selectEngine);
  expect(loaded?.model?.calibration).toBe(choice.loaded?.model?.calibration);
  expect(reason).toMatch(/what this shopper did.*shop.*train/);
});

test('without a model the baseline does', () => {
  const { loaded, reason } = withOwnPast({ status: { source: 'none' } });
  expect(loaded?.change).toBeTypeOf('function');
  expect(loaded?.calibration?.calibrated).toBeUndefined();
  expect(reason).toMatch(/what this shopper did/);
});

test('a model of one shop does not, even one that could not be calibrated', async () => {
  const choice = await shipped('demo');
  const { loaded, reason } = withOwnPast(choice);
  expect(loaded).toBe(choice.loaded);
  expect(reason).toBe('Give the option shop or train a model.');
});
