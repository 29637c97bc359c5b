import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { cleanJson, readJson } from './read-json.js';

const PRODUCT = { '@type': 'Product', sku: 'S-1', name: 'Chair', offers: { price: '20.00' } };
const TEXT = JSON.stringify(PRODUCT, null, 2);
const withName = (name: string) => TEXT.replace('"Chair"', name);

describe('what shops write around and into JSON, and is read', () => {
  test.each([
    ['as it should be', TEXT],
    ['a byte order mark', `\uFEFF${TEXT}`],
    ['a semicolon', `${TEXT};\n`],
    ['a comma at the end', `${TEXT} ,`],
    ['commas before closing brackets', TEXT.replace(/\n\s*}/g, ',\n}')],
    ['two commas', TEXT.replace(',', ',,')],
    ['a missing comma', TEXT.replace('"S-1",', '"S-1"')],
    ['a bracket too many', `${TEXT}}`],
    ['CDATA', `<![CDATA[${TEXT}]]>`],
    ['CDATA behind line comments', `//<![CDATA[\n${TEXT}\n//]]>`],
    ['CDATA behind line comments, in one line', `// <![CDATA[ ${JSON.stringify(PRODUCT)} // ]]>`],
    ['CDATA behind block comments', `/* <![CDATA[ */${TEXT}/* ]]> */`],
    ['CDATA whose end is escaped', `// <![CDATA[\n${TEXT}\n// ]]&gt;`],
    ['a line break and a mark of order in front', `\n\u200b\uFEFF ${TEXT}`],
    ['an HTML comment around it', `<!--\n${TEXT}\n-->`],
    ['HTML comments beside it', `<!-- Product -->\n${TEXT}\n<!-- /Product -->`],
    ['comments', TEXT.replace('{', '{ // the "product"\n').replace('"name"', '/* , } */ "name"')],
    ['an escape to HTML', TEXT.replaceAll('"', '&quot;')],
    ['an escape to HTML by number', TEXT.replaceAll('"', '&#34;')],
    ['curly quotation marks', TEXT.replaceAll('"', '”')],
    ['single quotation marks', TEXT.replaceAll('"', "'")],
    ['keys without quotation marks', TEXT.replace(/"(\w+)":/g, '$1:')],
  ])('%s', (_, text) => {
    expect([readJson(text).data].flat()).toEqual([PRODUCT]);
  });

  test.each([
    ['a line break', withName('"Oak\n  chair"'), 'Oak\n  chair'],
    ['a tab and a form feed', withName('"Oak\tchair\f"'), 'Oak\tchair\f'],
    ['an escape that JSON does not have', withName(String.raw`"Men\'s \chair"`), "Men's \\chair"],
    ['half an escape', withName(String.raw`"a\u12 b"`), '\\u12 b'],
    ['a line continued', withName('"Oak \\\nchair"'), 'Oak chair'],
    ['quotation marks', withName('"The "Ultimate" chair"'), 'The "Ultimate" chair'],
    ['inches', withName('"Board 12" x 9""'), 'Board 12" x 9"'],
    [
      'an apostrophe between single ones',
      withName("'Men's chair'").replaceAll('"', "'"),
      "Men's chair",
    ],
    ['what JavaScript makes of nothing', withName('undefined'), null],
    ['nothing at all', withName(''), null],
    ['a number with a leading zero', withName('00420'), '00420'],
  ])('%s in a value', (_, text, name) => {
    const [{ name: found, ...rest }] = [readJson(text).data].flat() as (typeof PRODUCT)[];
    expect(found).toEqual(typeof name === 'string' && name.startsWith('\\u') ? `a${name}` : name);
    expect(rest).toEqual({ ...PRODUCT, name: undefined });
  });

  test.each(['\n', ',', ';', ' , ', ''])('two objects with %j between them', (between) => {
    expect(readJson(TEXT + between + TEXT).data).toEqual([PRODUCT, PRODUCT]);
  });

  test('numbers that JSON.parse would change are kept as they are written', () => {
    const { data } = readJson(
      '{"sku": 12345678901234567890, "price": 20.50, "mpn": 100.10, "a": 7}',
    );
    const expected = { sku: '12345678901234567890', price: '20.50', mpn: '100.10', a: 7 };
    expect([data].flat()).toEqual([expected]);
  });
});

test.each([
  ['cut off', TEXT.slice(0, -4)],
  ['cut off inside a string', TEXT.slice(0, 40)],
  ['a bracket missing in the middle', TEXT.replace('"20.00"\n  }', '"20.00"\n')],
  ['a bracket of the other kind', TEXT.replace(/}$/, ']')],
  ['a bracket too many in the middle', TEXT.replace('"S-1",', '"S-1"},')],
  ['a mark missing at the end of a value', TEXT.replace('"S-1"', '"S-1')],
  ['a mark missing at the end of a key', TEXT.replace('"sku"', '"sku')],
  ['a decimal comma', withName('19,99')],
  ['a currency beside the number', withName('20.00 EUR')],
  ['a template that was not filled', withName('{{ product.name }}')],
  ['a script', `var product = ${TEXT};`],
  ['HTML', '<!doctype html><title>Not found</title>'],
  ['words', 'not found'],
])('%s is refused, with what the parser says', (_, text) => {
  const { data, fault, strict } = readJson(text);
  expect(data).toBeUndefined();
  expect([fault, strict]).toEqual([expect.any(SyntaxError), expect.any(SyntaxError)]);
});

test('valid JSON stays what it is, also when it is mended', () => {
  const random = seededRandom(11);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const parts = [
    'a',
    '\\',
    "'",
    ',',
    ':',
    '{',
    '}',
    '//',
    '/*',
    '<!--',
    ']]>',
    '\n',
    'é',
    '&quot;',
    '1',
  ];
  const text = () => Array.from({ length: random() * 8 }, () => pick(parts)).join('');
  const value = (depth: number): unknown =>
    depth > 3
      ? pick([text(), 7, -1.5, 1e30, true, null])
      : pick([
          () => Array.from({ length: random() * 3 }, () => value(depth + 1)),
          () => Object.fromEntries(Array.from({ length: 3 }, () => [text(), value(depth + 1)])),
        ])();
  for (let i = 0; i < 1000; i++) {
    const data = value(0);
    const json = JSON.stringify(data, null, pick([0, 2]));
    expect(JSON.parse(cleanJson(json)), json).toEqual([data]);
  }
});

test('reads 200,000 characters of anything: what looked back and forth would not end in time', () => {
  const parts = [
    '"a" /* ',
    '{"a":"b" /*',
    '<!-- ',
    '//',
    '"a"  ',
    '{"a":"x" y',
    '{"a":"',
    '&quot;',
    '\\',
    '1 ',
  ];
  for (const part of parts) {
    for (const start of ['', '{"k":"']) {
      const long = start + part.repeat(200_000 / part.length);
      expect(Object.keys(readJson(long)), part).toContain('strict');
    }
  }
});
