import { expect, test } from 'vitest';
import { createCollector } from './collect-log.js';
import { MINUTE, rows, START, type Values } from './odd-log.fixture.js';

function read(all: Values[], file = 'log.csv') {
  const collector = createCollector({});
  const log = collector.open(file);
  all.forEach((values, i) => void log.take({ file, line: i + 2, values }));
  log.close();
  const { notes, data, ignored } = collector.finish();
  return { said: notes.join('\n'), data, ignored };
}
const said = (all: Values[]) => read(all).said;

test('a usual log is not odd', () => {
  const usual = rows((visit, at) => ({
    price: `${10 + ((visit + at) % 30)}.50`,
    name: `Mug ${(visit + (at % 3)) % 30}`,
    category: 'Küche/Тассе 1',
    brand: 'Ελλάς',
    currency: 'EUR',
    device: 'mobile',
    host: 'www.shop.de',
    hit_number: at + 1,
    env: 'prod',
  }));
  expect(said(usual)).not.toMatch(/same\?|dates|letters|cents|new ids|currenc|device|numbers the/);
});

test.each<[string, (visit: number, at: number) => Values, RegExp]>([
  [
    'shoppers that are one but for case',
    (visit) => ({ user: `${visit % 2 ? 'Anna' : 'anna'}-${visit >> 2}@x.de` }),
    /20 shoppers have the id of another one but for case or zeros \(anna-0@x.de, Anna-0@x.de\)/,
  ],
  [
    'ids that a spreadsheet made days',
    (visit, at) => (visit % 3 ? {} : { item: `${1 + (at % 3)}-Jan` }),
    /3 product ids are dates \(1-Jan\)/,
  ],
  [
    'letters that were encoded twice',
    (visit, at) => ({ name: `KÃ¼hlschrank ${(visit + (at % 3)) % 30}` }),
    /the letters of 30 products were encoded twice, as it looks.*KÃ¼hlschrank/,
  ],
  [
    'GBK that happens to be UTF-8',
    (visit, at) => ({ name: `֥ʿͷ ${(visit + (at % 3)) % 30}` }),
    /the letters of 30 products are of several scripts in one word.*--encoding gbk/,
  ],
  [
    'products under new ids from some day',
    (visit, at) => (visit < 40 ? {} : { item: `${7000 + ((visit + (at % 3)) % 30)}` }),
    /product ids are like p\d+ first and like 70\d\d from one time on/,
  ],
  [
    'prices that turn to cents',
    (visit, at) => {
      const price = 10 + ((visit + (at % 3)) % 30) / 2;
      return { price: visit < 40 ? price : price * 100 };
    },
    /prices of 30 products are a hundred times as high in some lines \(p0: 10 and 1000\)/,
  ],
  [
    'the title of a review in the place of the name',
    (visit, at) => ({ title: `Nice ${visit}-${at}`, review: 'x', event: 'view' }),
    /names were left out: a product has another in nearly every line \(Nice 0-0, /,
  ],
])('%s: said', (_, make, says) => {
  expect(said(rows(make))).toMatch(says);
});

test('names that differ in nearly every line are left out, and two languages are not', () => {
  const titles = read(rows((visit, at) => ({ title: `Nice ${visit}-${at}` })));
  expect(titles.data.items[0].name).toBeUndefined();
  const languages = read(
    rows((visit, at) => ({
      product_name: `${visit % 2 ? 'Mug' : 'Tasse'} ${(visit + (at % 3)) % 30}`,
    })),
  );
  expect(languages.data.items[0].name).toMatch(/Mug|Tasse/);
  expect(languages.said).not.toMatch(/names were left out/);
});

test('the price of an order at each of its products', () => {
  const order = (own: boolean) =>
    rows((visit, at) => ({
      event: at < 2 ? 'view' : 'purchase',
      time: START + visit * 67 * MINUTE + (at < 2 ? 0 : MINUTE),
      price: at < 2 ? undefined : own ? 5 + ((visit + (at % 3)) % 30) : 20 + (visit % 17),
    }));
  expect(said(order(false))).toMatch(/the products of one order all have one price/);
  expect(said(order(true))).not.toMatch(/the price of the order/);
});
