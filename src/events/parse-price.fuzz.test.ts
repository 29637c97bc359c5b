import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import { parsePrice } from './parse-field.js';

test('of 10,000 prices, written for every place and currency, none is read wrong', () => {
  const locales =
    `en en-GB en-IN en-ZA de de-AT de-CH fr fr-CH es es-MX es-AR es-CO pt pt-PT it nl sv nb da fi pl cs sk
    hu ro bg hr sr lt et el tr ru uk ka he ar ar-EG ar-MA fa ur hi bn th vi id ms ja ko zh zh-TW`.split(
      /\s+/,
    );
  const currencies = Intl.supportedValuesOf('currency');
  const random = seededRandom(11);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
  let right = 0;
  for (let i = 0; i < 10_000; i++) {
    const currency = pick(currencies);
    const currencyDisplay = pick(['symbol', 'narrowSymbol', 'code', 'name'] as const);
    const format = new Intl.NumberFormat(pick(locales), {
      style: 'currency',
      currency,
      currencyDisplay,
      useGrouping: random() < 0.9,
    });
    const { maximumFractionDigits: digits } = format.resolvedOptions();
    const price = Number((2 ** (random() * 26 - 2)).toFixed(digits));
    const text = format.format(price);
    const read = parsePrice(text, random() < 0.5 ? currency : undefined);
    if (read === undefined) continue;
    right++;
    expect(read, text).toBeCloseTo(price, 6);
  }
  expect(right).toBeGreaterThan(9400);
});
