import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSqlText } from '../src/training/shards/sql-text.js';

const text = readFileSync('scale/prepare.sql', 'utf8');
const { functions, steps } = readSqlText(text);
const sql = [...functions.map(({ body }) => body), ...steps.map((step) => step.sql)];

/** What engines read differently in silence, or what only one of them has. */
const BANNED: Readonly<Record<string, RegExp>> = {
  'a text in double quotes': /"/,
  'a backslash': /\\/,
  'a place in an array': /\w\[\d/,
  'a power': /\^(?![^']*')/,
  'integer division': /\bdiv\b|\/\//,
  'array_agg, list, lambda': /\b(array_agg|list|collect_list|transform|unnest|explode)\s*\(|->/,
  'any_value, first, last': /\b(any_value|first|last|max_by|arg_max|arg_min|mode)\s*\(/,
  'hash, log, split, regexp_replace':
    /\b(hash|log|log2|log10|split|regexp_replace|round|epoch\w*|unix_\w*millis)\s*\(/,
  quantiles: /\b(quantile|percentile|median|approx)\w*\s*\(/,
  'ignore nulls': /ignore nulls/,
  'a named window': /\bwindow\b/,
  'count(distinct) over': /count\s*\(\s*distinct[^)]*\)\s*over/,
  'a timestamp without a say': /as timestamp\b/,
  'an average': /\bavg\s*\(/,
  'a decimal number': /(?<![\w.'])\d+\.\d+(?!e|\d)/,
};

test('the text has functions and steps', () => {
  expect(functions.length).toBeGreaterThan(10);
  expect(steps.map(({ name }) => name)).toContain('tokens');
  expect(text.split('\n').filter((line) => /;.*;/.test(line))).toEqual([]);
});

test.each(Object.entries(BANNED))('prepare.sql is without %s', (_, pattern) => {
  // What stands in texts is data.
  const code = sql.map((one) => one.replace(/'[^']*'/g, "''"));
  const found = code.flatMap((one) => one.match(pattern)?.[0] ?? []);
  expect(found).toEqual([]);
});

test.each([
  ['select arr[1]', 'a place in an array'],
  ['select a // b', 'integer division'],
  ['select log(10)', 'hash, log, split, regexp_replace'],
  ['select 0.5', 'a decimal number'],
  ['select "x"', 'a text in double quotes'],
  ['select max_by(a, b)', 'any_value, first, last'],
])('the list finds %s', (bad, name) => {
  expect(bad).toMatch(BANNED[name]);
});

test('each sum of a window is cast, and each order key is a column that is never null', () => {
  const all = sql.join('\n');
  expect(all.match(/(?<!cast\()sum\((?:[^()]|\([^()]*\))*\) over/g) ?? []).toEqual([]);
  const keys = [...all.matchAll(/order by ([^()]*?)(?: rows [^)]*)?\)/g)].flatMap(([, keys_]) =>
    keys_.split(/, /),
  );
  // A key that is not here may be null: look, then add it.
  const never = [
    'described.item',
    'events',
    'first_item',
    'hour',
    'line',
    'n',
    'person',
    'row_number',
    'start_line',
  ];
  never.push('start_ts', 'tokens.began', 'tokens.line', 'ts');
  expect([...new Set(keys)].sort()).toEqual(never);
});
