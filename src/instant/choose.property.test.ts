import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Prediction } from '../prediction/prediction.js';
import { runs } from '../lib/properties.fixture.js';
import { choose } from './choose.js';

const PAGE = new URL('https://shop.example/p/1');
const part = fc.oneof(
  fc.constantFrom(
    ...'/ // \\ . .. : ? # & = @ % %2f %00 javascript: data: https: http: shop.example evil.example p 7 a=1 user:pw ☕ é'.split(
      ' ',
    ),
  ),
  fc.string({ maxLength: 3 }),
);
const address = fc.oneof(
  fc.array(part, { maxLength: 7 }).map((parts) => parts.join('')),
  fc.webUrl(),
  fc.constantFrom(
    '/p/7',
    '/p/7?a=1',
    '/p/7#/route',
    'https://shop.example/p/8',
    'https://user:pw@shop.example/p/8',
    '//user@shop.example/p/8',
  ),
);
const predicted = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `${i}`,
    item: { id: `${i}` },
    source: 'model',
    probability: 0.5,
  }));

test('whatever the addresses of products: those asked for are pages of the shop, each product is told of', () => {
  fc.assert(
    fc.property(fc.array(address, { maxLength: 5 }), fc.boolean(), (addresses, queries) => {
      const asked: URL[] = [];
      const prediction = { backend: 'cpu', items: predicted(addresses.length) };
      const { addresses: chosen, leftOut } = choose(prediction as unknown as Prediction, PAGE, {
        minProbability: 0.1,
        queries,
        addressOf: ({ id }) => addresses[Number(id)],
        allow: (url) => !!asked.push(url),
      });
      expect(chosen.length).toBeLessThanOrEqual(2);
      for (const href of chosen) {
        const url = new URL(href);
        expect([url.origin, url.username, url.password, url.hash]).toEqual([
          PAGE.origin,
          '',
          '',
          '',
        ]);
        expect(url.pathname + url.search).not.toBe(PAGE.pathname);
        if (!queries) expect(url.search).toBe('');
        expect(asked.map((one) => one.href)).toContain(href);
      }
      // Each is left out with a reason, or was allowed.
      expect(leftOut.length + asked.length).toBe(addresses.length);
    }),
    runs(),
  );
});

const WORDS = ['cart', 'checkout', 'logout', 'account', 'warenkorb', 'wishlist'];
/** `cart` as `%63art`, `%2563art` or `CaRt`. */
const written = fc
  .record({
    word: fc.constantFrom(...WORDS),
    how: fc.array(fc.constantFrom('as it is', 'capital', 'escaped', 'twice'), {
      minLength: 9,
      maxLength: 9,
    }),
  })
  .map(({ word, how }) =>
    [...word]
      .map((letter, i) => {
        const code = letter.charCodeAt(0).toString(16);
        const forms = { capital: letter.toUpperCase(), escaped: `%${code}`, twice: `%25${code}` };
        return forms[how[i] as keyof typeof forms] ?? letter;
      })
      .join(''),
  );

test('an address that does something is kept out, however it is written', () => {
  fc.assert(
    fc.property(written, fc.constantFrom('/', '/p/', '/p/7;', '/de/'), (word, before) => {
      const prediction = { backend: 'cpu', items: predicted(1) };
      const { addresses, leftOut } = choose(prediction as unknown as Prediction, PAGE, {
        minProbability: 0.1,
        queries: true,
        addressOf: () => before + word,
        allow: () => true,
      });
      expect([addresses, leftOut]).toEqual([[], [{ item: '0', reason: 'kept-out' }]]);
    }),
    runs(),
  );
});
