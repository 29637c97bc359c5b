import { expect, test } from 'vitest';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import { PredictorError } from '../lib/errors.js';
import { textOf } from './explain-fault.js';
import { nearest } from '../lib/nearest.js';

const LINK = 'https://cdn.jsdelivr.net/npm/nextaisle/docs/guide/errors.md';

test.each<[string, PredictorError, ...string[]]>([
  [
    'an unknown option',
    badOption('retension', { days: 7 }),
    'retension is {"days":7}: there is no such option. Known: "backend", ',
    'Did you mean "retention"?',
  ],
  [
    'a bad value',
    badOption('retention.days', -3),
    'retention.days is -3: a number above 0, at most 3650. 30 is used.',
  ],
  [
    'a word',
    badOption('consent', 'yes'),
    'consent is "yes": "auto", "granted", "denied"',
    'Did you mean "granted"?',
  ],
  ['a source', badOption('sources', ['ga5']), 'or a list of "ga4"', 'Did you mean "ga4"?'],
  ['a rule', badOption('rules.maxPerCat', 2), 'Known: "k"', 'Did you mean "maxPerCategory"?'],
  ['its value', badOption('rules.k', 'eight'), 'rules.k is "eight": a number from 0.'],
  [
    'a word of exclude',
    badOption('rules.exclude', 'curent'),
    'the words "current", "in-cart"',
    'Did you mean "current"?',
  ],
  ['a page', badOption('pages.produkt', '/p/:id'), 'Did you mean "product"?'],
  ['a listener', badOption('on', 'predictions'), 'Did you mean "prediction"?'],
  [
    'a type',
    badOption('track("add_to_cart"): type', 'add_to_cart', 'BAD_EVENT'),
    '"view", "click", "cart"',
    'Did you mean "cart"?',
    '#BAD_EVENT',
  ],
  [
    'a product',
    badOption('track("cart"): item', { sku: 'x' }, 'BAD_EVENT'),
    'item is {"sku":"x"}: an id of 1 to 200 characters',
  ],
  [
    'a rule of when()',
    new PredictorError('BAD_OPTION', 'when.intnt', {
      message: 'The rule {"intnt":{}} never acts: when.intnt',
    }),
    'when has no such name. Known: "intent", ',
    'Did you mean "intent"?',
  ],
  [
    'an option of when()',
    badOption('when: options.cooldown', 5),
    'when: options has no such name. Known: "id", "once", ',
    'Did you mean "cooldownMinutes"?',
  ],
  [
    'a chance of when()',
    new PredictorError('BAD_OPTION', 'when.intent.purchase', { message: 'The rule never acts' }),
    '{ above } or { below }, each a number from 0 to 1',
  ],
  ['a factor', badOption('rules.boost.items.mug-1', Number.NaN), 'NaN: a number above 0.'],
  [
    'a text of a shop',
    badOption('texts.seen', 'You saw {name}'),
    'texts.seen is "You saw {name}": a text of at most 200 characters',
    'without a placeholder',
  ],
  ['a text of no reason', badOption('texts.sen', 'x'), 'Did you mean "seen"?'],
  [
    'a language without words',
    new PredictorError('TEXTS_MISSING', 'sv', {
      message: 'No words in "sv" for seen: they are in English.',
    }),
    'Give createPredictor() the option texts.',
  ],
  ['a second predictor', badOption('namespace, again', 'default'), 'destroy() the one before'],
  [
    'a function that throws',
    callbackFailed('rules.filter', new TypeError('no price')),
    'rules.filter failed and is left out: TypeError: no price. Everything else goes on.',
  ],
])('%s: the line has what was given, what is allowed, and a link', (_, fault, ...parts) => {
  const text = textOf(fault);
  for (const part of [...parts, 'nextaisle: ', `${LINK}#${fault.code}`])
    expect(text).toContain(part);
  expect(text).not.toContain('?nextaisle-debug');
  expect(text).not.toContain('not allowed');
  expect(text.split('\n')).toHaveLength(1);
});

const TYPES = 'view click cart purchase remove wishlist checkout search category'.split(' ');

test.each([
  ['add_to_cart', 'cart'],
  ['addToCart', 'cart'],
  ['pageview', 'view'],
  ['view_item', 'view'],
  ['Purchase', 'purchase'],
  ['order', 'purchase'],
  ['begin_checkout', 'checkout'],
  ['remove_from_cart', 'remove'],
  ['add_to_wishlist', 'wishlist'],
  ['serach', 'search'],
  ['toString', undefined],
  ['zzzzzzzz', undefined],
])('%s is most like %s', (given, meant) => {
  expect(nearest(given, TYPES)).toBe(meant);
});
