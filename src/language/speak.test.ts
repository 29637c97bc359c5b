import { expect, test } from 'vitest';
import type { PredictorError } from '../lib/errors.js';
import type { PredictedItem, Reason } from '../prediction/prediction.js';
import { speak } from './speak.js';

const item = (...kinds: Reason['kind'][]): PredictedItem => ({
  id: 'mug',
  item: { id: 'mug', brand: 'Acme', category: ['Kitchen', 'Cups'] },
  probability: 0.1,
  rank: 1,
  action: 'click',
  source: 'model',
  reasons: kinds.map((kind) => ({ kind, text: `English ${kind}` })),
});

/** What a shopper reads, and what was reported. */
async function said(
  options: { lang?: string; texts?: unknown },
  page: string | undefined,
  ...kinds: Reason['kind'][]
) {
  const faults: PredictorError[] = [];
  const { language, say } = await speak(options, page, (fault) => faults.push(fault));
  const items = [item(...kinds), item(...kinds)];
  say?.(items);
  const [texts, again] = items.map(({ reasons }) => reasons.map(({ text }) => text));
  expect(again).toEqual(texts);
  const codes = faults.map(({ code, detail }) => `${code} ${detail}`);
  return { language, texts, codes, faults };
}

test('words of the page, with names in their place', async () => {
  const { language, texts, codes } = await said({}, 'de-AT', 'seen', 'same-category', 'same-brand');
  expect(texts).toEqual(['Schon angesehen', 'Mehr aus „Cups“', 'Mehr von Acme']);
  expect(language).toEqual({
    wanted: 'de-AT',
    used: 'de',
    dir: 'ltr',
    label: 'Empfohlene Produkte',
  });
  expect(codes).toEqual([]);
});

test('Turkish puts the name first, Arabic isolates it', async () => {
  expect((await said({}, 'tr', 'same-brand')).texts).toEqual(['Acme markasından']);
  const arabic = await said({}, 'ar-EG', 'same-category');
  expect(arabic.texts).toEqual(['\u2067المزيد في قسم \u2068Cups\u2069\u2069']);
  expect(arabic.language).toMatchObject({ wanted: 'ar-EG', used: 'ar', dir: 'rtl' });
});

test('the option counts more than the page; one that is no language is reported', async () => {
  expect((await said({ lang: 'fr' }, 'de', 'popular')).texts).toEqual(['Populaire']);
  const bad = await said({ lang: 'klingon!' }, 'de', 'popular');
  expect([bad.texts, bad.codes]).toEqual([['Beliebt'], ['BAD_OPTION lang']]);
});

test('a language without words is said in English, and reported', async () => {
  for (const options of [{}, { lang: 'sv' }]) {
    const { language, texts, codes, faults } = await said(options, 'sv', 'seen');
    expect(texts).toEqual(['English seen']);
    expect(language).toMatchObject({ wanted: 'sv', used: 'en', dir: 'ltr' });
    expect(codes).toEqual(['TEXTS_MISSING sv']);
    expect(faults[0].message).toContain('No words in "sv" for bought-before, in-cart');
  }
  // What is no language at all: prices are written as the browser does.
  const odd = await said({}, 'x!', 'seen');
  expect([odd.language.wanted, odd.codes]).toEqual(['', ['TEXTS_MISSING x!']]);
  expect((await said({}, undefined, 'seen')).codes).toEqual([]);
  expect((await said({}, 'en_GB', 'seen')).language).toMatchObject({ wanted: 'en-GB', used: 'en' });
});

test("a shop's own words count first, with what is missing from the table", async () => {
  const texts = {
    seen: 'Da warst du schon',
    'same-category': 'Mehr {name}!',
    'same-brand': ({ name, lang }: { name: string; lang: string }) => `${lang}: ${name}`,
    popular: '',
  };
  const own = await said(
    { texts },
    'de',
    'seen',
    'same-category',
    'same-brand',
    'popular',
    'often-next',
  );
  expect(own.texts).toEqual([
    'Da warst du schon',
    'Mehr Cups!',
    'de: Acme',
    '',
    'Oft danach gewählt',
  ]);
  expect(own.codes).toEqual([]);
  const swedish = await said({ texts: { seen: 'Redan sedd' } }, 'sv', 'seen', 'popular');
  expect(swedish.texts).toEqual(['Redan sedd', 'English popular']);
  expect(swedish.language.used).toBe('sv');
  expect(swedish.faults[0].message).not.toContain('seen');
});

test('all words of a shop need no table', async () => {
  const texts = Object.fromEntries(
    'in-cart bought-before seen same-category same-brand popular often-next shelf'
      .split(' ')
      .map((name) => [name, `ny ${name}`]),
  );
  const { codes, language } = await said({ texts }, 'sv', 'seen');
  expect([codes, language.used, language.label]).toEqual([[], 'sv', 'ny shelf']);
});

test('a function that throws, or gives no text, is reported once and left out', async () => {
  const texts = {
    seen: () => {
      throw new Error('no i18n');
    },
    popular: () => 7,
    'often-next': () => Promise.resolve('late'),
    'same-brand': () => 'x'.repeat(1000),
  };
  const bad = await said({ texts }, 'de', 'seen', 'popular', 'often-next', 'same-brand');
  expect(bad.texts.slice(0, 3)).toEqual(['Schon angesehen', 'Beliebt', 'Oft danach gewählt']);
  expect(bad.texts[3]).toHaveLength(200);
  expect(bad.codes).toEqual([
    'CALLBACK_FAILED texts.seen',
    'CALLBACK_FAILED texts.popular',
    'CALLBACK_FAILED texts.often-next',
  ]);
});

test.each<[string, unknown, ...string[]]>([
  ['a name of another kind', { sen: 'x' }, 'BAD_OPTION texts.sen'],
  ['a table of languages', { de: { seen: 'x' } }, 'BAD_OPTION texts.de'],
  ['no text', { seen: 7 }, 'BAD_OPTION texts.seen'],
  ['a long one', { seen: 'x'.repeat(201) }, 'BAD_OPTION texts.seen'],
  [
    'a placeholder of other libraries',
    { 'same-category': '{{name}}' },
    'BAD_OPTION texts.same-category',
  ],
  ['with another name', { 'same-brand': 'By {brand}' }, 'BAD_OPTION texts.same-brand'],
  ['of printf', { 'same-brand': 'By %s' }, 'BAD_OPTION texts.same-brand'],
  ['where there is no name', { seen: 'You saw {name}' }, 'BAD_OPTION texts.seen'],
  ['a list', ['x'], 'BAD_OPTION texts'],
  ['text', 'x', 'BAD_OPTION texts'],
  [
    'a getter that throws',
    {
      get seen() {
        throw new Error('hostile');
      },
    },
    'CALLBACK_FAILED texts',
  ],
  ['what was put on every object', Object.create({ seen: 'polluted' })],
])('texts: %s', async (_, texts, ...codes) => {
  const read = await said({ texts }, 'de', 'seen', 'same-category', 'same-brand');
  expect(read.texts).toEqual(['Schon angesehen', 'Mehr aus „Cups“', 'Mehr von Acme']);
  expect(read.codes).toEqual(codes);
});
