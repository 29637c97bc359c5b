import { expect, test } from 'vitest';
import {
  parseCategory,
  parseId,
  parseNumber,
  parsePrice,
  parseText,
  parseUrl,
} from './parse-field.js';

test('an id that is too long, or a number that has lost digits, is none; it is never clipped', () => {
  expect(parseId('x'.repeat(200))).toBe('x'.repeat(200));
  expect(parseId('x'.repeat(201))).toBeUndefined();
  // Clipped and trimmed it would be another product's.
  expect(parseId(`a${' '.repeat(600)}b`)).toBeUndefined();
  expect(parseId(8_999_999_999_999_999)).toBe('8999999999999999');
  expect(parseId(9e15)).toBeUndefined();
  expect(parseId(-9e15)).toBeUndefined();
  expect(parseId(1e21)).toBeUndefined();
  for (const nothing of [true, {}, ['a'], null, undefined, '  '])
    expect(parseId(nothing)).toBeUndefined();
});

test('a text is clipped before it is trimmed', () => {
  expect(parseText('  chair  ', 100)).toBe('chair');
  expect(parseText('garden chair', 6)).toBe('garden');
  expect(parseText('garden chair', 7)).toBe('garden');
});

test('a number is one in its range, written as a number or as a short text', () => {
  expect(parseNumber('3', 1, 5)).toBe(3);
  expect(parseNumber(1, 1, 5)).toBe(1);
  expect(parseNumber(5, 1, 5)).toBe(5);
  expect(parseNumber(5.1, 1, 5)).toBeUndefined();
  expect(parseNumber(0.9, 1, 5)).toBeUndefined();
  for (const none of ['', '  ', 'three', '3 pieces', `3.${'0'.repeat(40)}`, `3.${'0'.repeat(38)}`])
    expect(parseNumber(none, 0, 5)).toBeUndefined();
  // All of these are above 0 where JavaScript compares.
  for (const none of [true, ['3'], new Date(3), { valueOf: () => 3 }, null])
    expect(parseNumber(none, 0, 5)).toBeUndefined();
});

test.each(['1.299.5', '1,299,5', '12.345.678.9'])(
  'the price %j has one mark for two things',
  (text) => {
    expect(parsePrice(text)).toBeUndefined();
  },
);

test('three digits after a comma are a thousand, unless the currency is spelled out or unknown', () => {
  expect(parsePrice('1,299 USD')).toBe(1299);
  expect(parsePrice('1,299 dinars')).toBeUndefined();
  expect(parsePrice('1,299 دينار')).toBeUndefined();
  expect(parsePrice('1,299 euros', 'EUR')).toBe(1299);
  expect(parsePrice('1,299.50 dinars')).toBe(1299.5);
});

test('of a text that goes on for ever, only its beginning is read', () => {
  expect(parsePrice(`${' '.repeat(300)}20`)).toBeUndefined();
  expect(parseCategory(`${' '.repeat(1000)}Garden`)).toBeUndefined();
  expect(parseCategory([...Array(16).fill('undefined'), 'Garden'])).toBeUndefined();
  expect(parseCategory([...Array(15).fill('undefined'), 'Garden'])).toEqual(['Garden']);
  expect(parseCategory(['x'.repeat(101)])).toEqual(['x'.repeat(100)]);
});

test('an address with any scheme but http is dropped, whatever stands in it', () => {
  expect(parseUrl('http://shop.example/p/1')).toBe('http://shop.example/p/1');
  expect(parseUrl('HTTPS://shop.example/p/1')).toBe('HTTPS://shop.example/p/1');
  expect(parseUrl(' /p/1 ')).toBe('/p/1');
  expect(parseUrl('  ')).toBeUndefined();
  for (const inline of [false, true]) {
    expect(parseUrl('javascript:location="https://shop.example/"', inline)).toBeUndefined();
    expect(parseUrl('javascript:alert(1)//data:image/png', inline)).toBeUndefined();
    expect(parseUrl('data:text/html,<script>', inline)).toBeUndefined();
    expect(parseUrl('vbscript:https:', inline)).toBeUndefined();
  }
  expect(parseUrl('data:image/png;base64,AA')).toBeUndefined();
  expect(parseUrl('data:image/png;base64,AA', true)).toBe('data:image/png;base64,AA');
});

test('an address is never clipped', () => {
  expect(parseUrl(`/${'x'.repeat(1999)}`)).toHaveLength(2000);
  expect(parseUrl(`/${'x'.repeat(2000)}`)).toBeUndefined();
});
