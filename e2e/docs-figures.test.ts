import { describe, expect, test } from 'vitest';
import { staleSizes } from '../bench/figures/sizes.mjs';
import { fillFigures } from '../scripts/figures.mjs';

const FIGURES = {
  blocks: { sizes: () => '| a |\n| - |\n| 1 |' },
  inline: { 'size entry': () => '14.7 KB', 'first cpu': () => '116 ms' },
};

function filled(text: string) {
  const changed: string[] = [];
  return { text: fillFigures(text, FIGURES, (name) => changed.push(name)), changed };
}

describe('figures of a page', () => {
  test('are filled in, and those that changed are named', () => {
    const page = [
      'The entry is <!-- figure: size entry -->14.6 KB<!-- /figure -->, ready after',
      '<!-- figure: first cpu -->116 ms<!-- /figure -->.',
      '',
      '<!-- figures: sizes -->',
      '<!-- /figures -->',
      'End.',
    ].join('\n');
    const { text, changed } = filled(page);
    expect(text).toBe(
      [
        'The entry is <!-- figure: size entry -->14.7 KB<!-- /figure -->, ready after',
        '<!-- figure: first cpu -->116 ms<!-- /figure -->.',
        '',
        '<!-- figures: sizes -->',
        '',
        '| a |\n| - |\n| 1 |',
        '',
        '<!-- /figures -->',
        'End.',
      ].join('\n'),
    );
    expect(changed.sort()).toEqual(['size entry', 'sizes']);
    expect(filled(text)).toEqual({ text, changed: [] });
  });

  test.each([
    ['<!-- figure: weight -->1<!-- /figure -->', /no figure "weight": size entry \| first cpu/],
    ['<!-- figures: times --><!-- /figures -->', /no table "times": sizes/],
  ])('an unknown name fails with the known ones: %s', (page, message) => {
    expect(() => filled(page)).toThrow(message);
  });

  test.each([
    '<!-- figure: size entry -->14.6 KB',
    '<!-- figures: sizes -->\n| a |',
    '14.6 KB<!-- /figure -->',
    '<!-- figures: sizes --><!-- figure: size entry -->1<!-- /figure --><!-- /figures -->',
    '<!-- figure: size entry -->1<!-- /figures -->',
  ])('a mark without its partner fails: %j', (page) => {
    expect(() => filled(page)).toThrow(/partner|not closed/);
  });
});

test('a stored size may differ from the build by 1 %', () => {
  const stored = { entry: 10_000, engine: 7000, gone: 1, empty: 500 };
  expect(staleSizes(stored, { entry: 10_100, engine: 7080, fresh: 5, empty: 0 }).sort()).toEqual([
    'empty',
    'engine',
    'fresh',
    'gone',
  ]);
});
