import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownCopy } from '../lib/own.js';
import { runs } from '../lib/properties.fixture.js';
import { parseOptions } from './parse-options.js';
import { tagOptions } from './tag-options.js';

/** As `dataset` has an attribute: `session-minutes` is `sessionMinutes`. */
const nameOf = (attribute: string) =>
  attribute.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const read = (attributes: Record<string, string>) =>
  tagOptions(
    ownCopy(
      Object.fromEntries(Object.entries(attributes).map(([name, text]) => [nameOf(name), text])),
    ),
  );
/** What is told of a tag: the names of the faults. */
function told(attributes: Record<string, string>) {
  const faults: string[] = [];
  parseOptions(read(attributes), ({ detail }) => faults.push(detail));
  return faults;
}

test('attributes become options, each as it is meant', () => {
  expect(
    read({
      model: '/shop.safetensors',
      'session-minutes': '60',
      sources: 'ga4, dom',
      debug: '',
      lang: 'de',
      catalog: '',
      as: 'nextaisleDe',
      inspector: 'true',
    }),
  ).toEqual({
    model: '/shop.safetensors',
    sessionMinutes: 60,
    sources: ['ga4', 'dom'],
    debug: true,
    lang: 'de',
  });
  expect(read({ debug: 'false', sources: 'auto' })).toEqual({ debug: false, sources: 'auto' });
});

test.each([
  ...['aria-label', 'astro-source-file', 'async', 'autoblock', 'auto-block', 'blocking'],
  ...[
    'categories',
    'category',
    'cfasync',
    'cmp-ab',
    'cmp-src',
    'cookieconsent',
    'hid',
    'id',
    'name',
  ],
  ...['n-head', 'next-head', 'nscript', 'ot-ignore', 'purposes', 'rocket-src', 'service'],
  ...['src', 'srcset', 'svelte-h', 'turbo-track', 'turbo-eval', 'type', 'usercentrics'],
  ...['uc-src', 'v-5f3a', 'vendor', 'vite-dev-id', 'vue-meta', 'vendor-id'],
])('what others write on script tags is passed over: data-%s', (name) => {
  expect(told({ [name]: 'x' })).toEqual([]);
});

const NAMES =
  'backend catalog consent debug lang model namespace pages region retention rules session-minutes shop sources texts'.split(
    ' ',
  );
test.each([
  ...['api', 'urls', 'verbose', 'onsent', 'atalog', 'odel', 'ources', 'amespace', 'ackend', 'ang'],
  ...['ocnsent', 'actalog', 'omdel', 'osurces', 'aconsent', 'umodel', 'vcatalog', 'alang'],
  ...['srouces', 'serssion-minutes', 'nsmespace', 'nmaespace', 'roules', 'catlog', 'conset'],
  ...['retension', 'modell', 'feed', 'products', 'name-space', 'consent-mode'],
])('what may be one of ours, misspelt, is told, whatever it begins with: data-%s', (name) => {
  expect(told({ [name]: '7' })).toEqual([nameOf(name)]);
});

test('whatever a tag holds: each of our options is read, nothing is thrown, nothing invented', () => {
  const name = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    fc.constantFrom('__proto__', 'constructor', 'toString', 'as', 'inspector'),
  );
  const text = fc.oneof(
    fc.constantFrom('', 'true', 'false', 'auto', '30', 'ga4,dom', ' , ', '/shop.safetensors'),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, text), { maxLength: 8 }), (entries) => {
      const tag = Object.assign(Object.create(null), Object.fromEntries(entries)) as Record<
        string,
        string
      >;
      const options = ownCopy(read(tag)) as Record<string, unknown>;
      for (const [attribute, text] of Object.entries(tag)) {
        const option = nameOf(attribute);
        if (NAMES.includes(attribute) && text) expect(Object.keys(options)).toContain(option);
      }
      for (const [option, value] of Object.entries(options)) {
        const said = Object.entries(tag).filter(([one]) => nameOf(one) === option);
        expect(said).not.toEqual([]);
        const texts = [value].flat().map(String);
        if (option === 'debug') expect(typeof value).toBe('boolean');
        else if (option === 'sessionMinutes') expect(typeof value).toBe('number');
        else for (const one of texts) expect(said.some(([, all]) => all.includes(one))).toBe(true);
      }
      // What is no option is told, once.
      const faults: string[] = [];
      const parsed = parseOptions(options, ({ detail }) => faults.push(detail));
      expect(new Set(faults).size).toBe(faults.length);
      expect(parsed.sources === 'auto' || Array.isArray(parsed.sources)).toBe(true);
    }),
    runs(),
  );
});
