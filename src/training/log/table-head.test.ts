import { expect, test } from 'vitest';
import { readTableHead } from './table-head.js';

const head = (lines: string[]) => readTableHead('log.csv', lines, {});

test('a last column without a name is a column where its lines have values', () => {
  const lines = ['user_id,item_id,action,', 'u1,p1,view,1', 'u1,p2,view,2', 'u2,p1,cart,3'];
  expect(head(lines)).toMatchObject({
    headers: ['user_id', 'item_id', 'action', 'column 4'],
    trails: false,
  });
  expect(head(lines.map((line) => line.replace(/\d$/, '')))).toMatchObject({
    headers: ['user_id', 'item_id', 'action'],
    trails: true,
  });
});

test('baskets of as many products are no table, and a header over lines of any length is one', () => {
  const basket = ['Tea,Cup,Milk', 'Tea,Milk,Spoon', 'Tea,Spoon,Cup', 'Tea,Cup,Sugar'];
  expect(() => head(basket)).toThrow(/It looks like a basket a line/);
  const ragged = [
    'event_id,user_id,event_type,page,tax,eur',
    'e1,u1,page',
    'e2,u2,page,eur',
    'e3,u1,buy,a,1',
    'e4,eur',
  ];
  expect(head(ragged).headers).toHaveLength(6);
});
