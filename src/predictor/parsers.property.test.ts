import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consentMode } from '../consent/consent-mode.js';
import { CONSENT_TIERS } from '../consent/consent-signal.js';
import { parseEvent, parseStoredEvent } from '../events/parse-event.js';
import { parseItem } from '../events/parse-item.js';
import { PredictorError } from '../lib/errors.js';
import { parseConfig } from '../model/config.js';
import { parseGolden } from '../model/golden.js';
import { parseCalibration, parseCard, parseCategories } from '../model/metadata.js';
import { readShopCard } from '../prediction/shop-card.js';
import { readRules } from '../prediction/read-rules.js';
import { catalogItem } from './load/catalog-item.js';
import { readCatalog } from './load/read-catalog.js';
import type { PredictorOptions } from './options.js';
import { parseOptions } from './parse-options.js';

const NOW = 1_700_000_000_000;
/** `NEXTAISLE_PROPERTIES=100000` tries more, and others each time. */
const MORE = Number(process.env.NEXTAISLE_PROPERTIES ?? 0);
const RUNS = MORE ? { numRuns: MORE } : { numRuns: 600, seed: 21 };
const words = (text: string) => fc.constantFrom(...text.split(' '));

/** Values as a page has them: JSON, near misses of each kind, and what is none. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.constantFrom(undefined, -0, 1e21, '12,50 €', '1.234,5', 'granted', '__proto__', new Date(NOW)),
  fc.string({ unit: 'grapheme' }),
);
/** Objects with the names that are read, and some that are not. */
const objectOf = (names: string) =>
  fc.dictionary(fc.oneof({ weight: 9, arbitrary: words(names) }, fc.string()), value, {
    maxKeys: 12,
  });
const anything = (names: string) => fc.oneof({ weight: 4, arbitrary: objectOf(names) }, value);
const backwards = <T>(given: T): T =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && !(given instanceof Date)
    ? (Object.fromEntries(Object.entries(given).reverse()) as T)
    : given;

const EVENT = 'type item quantity price query list position order ts session source currency';
const ITEM =
  'id group name brand category price currency available url image embedding title product_type sale_price variants node offers prices';
const CONFIG = 'width heads layers ffn window contentBuckets embeddingLength subIds centroids';
const CALIBRATION = 'actions purchase cart items bands first sets temperature bias scale offset';

/** A result, or the code of what was thrown; anything but a `PredictorError` fails the test. */
function outcome<T>(read: () => T): T | string {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof PredictorError) return `${thrown.code} ${thrown.detail}`;
    throw thrown;
  }
}

const collected = <T>(read: (onFault: (error: PredictorError) => void) => T) => {
  const faults: string[] = [];
  const result = read((error) => void faults.push(error.code));
  return { result, faults: faults.sort() };
};

const defaults = { ts: NOW, session: 's', source: 'track' } as const;
const PARSERS: Record<string, [names: string, read: (given: unknown) => unknown]> = {
  'an event': [EVENT, (given) => parseEvent(given, defaults)],
  'a stored event': [EVENT, (given) => parseStoredEvent(given, NOW)],
  'an item': [ITEM, parseItem],
  'a product of a catalog': [ITEM, (given) => parseItem(catalogItem(given))],
  'a config': [CONFIG, (given) => outcome(() => parseConfig(given))],
  'a calibration': [CALIBRATION, (given) => outcome(() => parseCalibration(given, 3))],
  categories: ['categories path logPrice', (given) => outcome(() => parseCategories(given))],
  'a model card': ['name version data license', (given) => outcome(() => parseCard(given))],
  'golden vectors': [
    'tokens actions intent items',
    (given) => outcome(() => parseGolden(given, 3)),
  ],
  'a shop card': [
    'conversion cart bounce visits next fitted',
    (given) => collected((onFault) => readShopCard(given, onFault)),
  ],
  rules: [
    'k filter exclude only available justBought maxPerCategory minProbability boost pinned fallback',
    (given) => collected((onFault) => readRules(given as object, onFault, () => true)),
  ],
  options: [
    'backend catalog consent debug lang model namespace pages region retention rules sessionMinutes shop sources texts',
    (given) => {
      const read = collected((onFault) => parseOptions(given as PredictorOptions, onFault));
      // A world of its own each time.
      return { ...read, result: { ...read.result, environment: 0 } };
    },
  ],
};

test.each(Object.entries(PARSERS))(
  '%s: whatever comes in, nothing is thrown, and the order of keys does not matter',
  (_, [names, read]) => {
    fc.assert(
      fc.property(anything(names), (given) => {
        expect(read(backwards(given))).toEqual(read(given));
      }),
      RUNS,
    );
  },
);

test('what was read once is read the same again: events, items, products', () => {
  fc.assert(
    fc.property(anything(EVENT), anything(ITEM), (event, item) => {
      const parsed = parseEvent(event, defaults);
      if ('event' in parsed && parsed.event)
        expect(parseStoredEvent(parsed.event, NOW)).toEqual(parsed.event);
      const read = parseItem(item);
      if (read) expect(parseItem(structuredClone(read))).toEqual(read);
      const product = parseItem(catalogItem(item));
      if (product) expect(parseItem(catalogItem(product))).toEqual(product);
    }),
    RUNS,
  );
});

test('each entry of a catalog is read or counted as refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything(ITEM), { maxLength: 9 }), async (entries) => {
      const none = () => Promise.reject(new Error('no request'));
      const read = await readCatalog(
        entries,
        none,
        () => undefined,
        () => false,
        parseItem,
      );
      if (!read.error && entries.length)
        expect(read.items.length + read.refused).toBe(entries.length);
      for (const item of read.items) expect(parseItem(item)).toEqual(item);
    }),
    { ...RUNS, numRuns: RUNS.numRuns / 3 },
  );
});

test('no consent is read where none was said', () => {
  const command = fc.oneof(
    value,
    fc.tuple(
      fc.constantFrom<unknown>('consent', 'config', 'Consent'),
      fc.constantFrom<unknown>('default', 'update', 'declare', 1),
      fc.dictionary(
        words('personalization_storage functionality_storage region wait_for_update ad_storage'),
        fc.oneof(value, fc.constantFrom<unknown>('granted', 'denied', 'Granted', true)),
      ),
    ),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 6 }), (commands) => {
      const seen: string[] = [];
      const host = { dataLayer: [] as unknown[] };
      const stop = consentMode(host).start((verdict) => void (verdict && seen.push(verdict.tier)));
      host.dataLayer.push(...commands);
      stop();
      for (const tier of seen) expect(CONSENT_TIERS).toContain(tier);
      // Exactly this word, by exactly these commands.
      const isSaid = commands.some(
        (one) =>
          Array.isArray(one) &&
          one[0] === 'consent' &&
          ['default', 'update'].includes(one[1] as string) &&
          Object.values(Object(one[2])).includes('granted'),
      );
      if (!isSaid) expect(seen).not.toContain('persistent');
    }),
    RUNS,
  );
});
