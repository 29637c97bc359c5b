import { expect, test } from 'vitest';
import { examineIdentity } from './examine-identity.js';
import { identityAdvice } from './identity-advice.js';

/** A page of which only address and links are asked. */
const page = () => {
  const location = { href: 'https://shop.example/p/chair' };
  return { location, document: { location, querySelector: () => null } } as unknown as Window;
};
const look = (id: string, name?: string) => ({ type: 'click', item: { id, name, price: 129 } });

test('ids that are surely of one product are named, with the line that settles it', () => {
  const identity = examineIdentity(page());
  const repeated = [
    identity.told(look('123', 'Oak chair'), 'ga4', true),
    identity.told(look('SKU-1', 'Oak chair'), 'jsonld', true),
  ];
  expect(repeated).toEqual([false, true]);
  expect(identity.catalog()).toMatchObject([{ id: '123', aliases: ['SKU-1'], name: 'Oak chair' }]);
  const [advice, ...others] = identityAdvice(identity.report());
  expect(others).toEqual([]);
  expect(advice).toEqual({
    kind: 'note',
    what: expect.stringMatching(
      /^GA4 says 123, the page’s markup says SKU-1 \(Oak chair\): taken for one/,
    ),
    line: 'createPredictor({ catalog: [{"id":"123","aliases":["SKU-1"]}] })',
  });
});

test('looks at one page by ids that nothing compares are missing a line', () => {
  const identity = examineIdentity(page());
  identity.told(look('123'), 'ga4', true);
  identity.told(look('SKU-1', 'Oak chair'), 'jsonld', true);
  const [advice] = identityAdvice(identity.report());
  expect(advice).toMatchObject({
    kind: 'missing',
    what: expect.stringContaining('two products'),
    line: expect.stringContaining('"aliases":["SKU-1"]'),
  });
});

test('a page whose sources agree needs no advice', () => {
  const identity = examineIdentity(page());
  identity.told(look('SKU-1', 'Oak chair'), 'ga4', true);
  identity.told(look('SKU-1', 'Oak chair'), 'jsonld', true);
  identity.told({ id: 'lamp', name: 'Lamp' }, 'ga4', false);
  identity.told({ item: 'x' }, 'ga4', true);
  expect(identityAdvice(identity.report())).toEqual([]);
});
