import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PredictorError } from '../lib/errors.js';
import { backwards, hostileValue, objectOf, runs } from '../lib/properties.fixture.js';
import { directionOf, tableFor, tagOf } from './match.js';
import { PHRASES, readTexts } from './read-texts.js';
import { TABLES } from './tables.js';

const part = fc.constantFrom(
  ...'de DE zh hant TW pt_BR x- u-nu-arab .UTF-8 @euro i-klingon sr-Latn und 419 - _ * art-lojban'.split(
    ' ',
  ),
);
const tag = fc.oneof(
  fc.array(part, { maxLength: 4 }).map((parts) => parts.join('-')),
  part,
);

test('a language is one that Intl has, or none, whatever is given', () => {
  fc.assert(
    fc.property(fc.oneof(tag, hostileValue), (given) => {
      const found = tagOf(given);
      if (found === undefined) return;
      expect(Intl.getCanonicalLocales(found)).toEqual([found]);
      expect(['ltr', 'rtl']).toContain(directionOf(found));
      const table = tableFor(found);
      if (table !== undefined && table !== 'en') expect(Object.keys(TABLES)).toContain(table);
    }),
    runs(),
  );
});

const text = fc.oneof(
  fc.constantFrom<unknown>('Für Sie', 'Mehr von {name}', '{{name}}', '%s', '$1', 'x'.repeat(300)),
  fc.constant(() => 'text'),
  hostileValue,
);
test('texts: what is kept can be shown, the rest is reported, in whatever order', () => {
  fc.assert(
    fc.property(fc.oneof(objectOf(`${PHRASES.join(' ')} other`, text), hostileValue), (given) => {
      const read = (texts: unknown) => {
        const faults: string[] = [];
        const kept = readTexts(texts, (error) => {
          expect(error).toBeInstanceOf(PredictorError);
          faults.push(`${error.code} ${error.detail}`);
        });
        return { kept: { ...kept }, faults: faults.sort() };
      };
      const { kept, faults } = read(given);
      for (const [phrase, one] of Object.entries(kept)) {
        expect(PHRASES).toContain(phrase);
        if (typeof one === 'function' || one == null) continue;
        expect(one.length).toBeLessThanOrEqual(200);
        expect(phrase.startsWith('same-') ? one.replaceAll('{name}', '') : one).not.toMatch(
          /[{}]|%s|\$\d/,
        );
      }
      expect(read(backwards(given))).toEqual({ kept, faults });
    }),
    runs(),
  );
});
