import { expect, test } from 'vitest';
import { kindOf } from './requests.js';

const known = {
  folder: 'https://cdn.example/nextaisle/dist/',
  models: ['https://shop.example/shop.safetensors'],
  catalogs: ['https://shop.example/products.json?lang=de'],
};

test.each([
  ['https://shop.example/shop.safetensors', 'model'],
  ['https://shop.example/shop.safetensors?v=2', undefined],
  ['https://shop.example/products.json?lang=de#x', 'catalog'],
  ['https://shop.example/products.json', undefined],
  ['https://cdn.example/nextaisle/dist/nextaisle.min.js', 'code'],
  ['https://cdn.example/nextaisle/dist/chunks/listen-ga4.js?v=1', 'code'],
  ['https://cdn.example/nextaisle/dist/shared-engine-kit.js', 'code'],
  ['https://cdn.example/nextaisle/dist/theme.js', undefined],
  ['https://shop.example/inspector.js', undefined],
])('%s is %s', (url, kind) => {
  expect(kindOf(url, known)).toBe(kind);
});

test('code in a bundle is not told apart', () => {
  expect(kindOf('https://shop.example/assets/index.js', { ...known, folder: undefined })).toBe(
    undefined,
  );
});
