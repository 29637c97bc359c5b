import { expect, test } from 'vitest';
import { fillName } from './fill-name.js';

const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069'];

test.each([
  ['a name of the same direction', 'More in {name}', 'Chairs', false, 'More in Chairs'],
  ['no name', 'Popular', '', false, 'Popular'],
  ['Chinese', '同类商品：{name}', '椅子', false, '同类商品：椅子'],
  [
    'an Arabic name between Latin words',
    'Aus {name} 5',
    'أكواب',
    false,
    `${LRI}Aus ${FSI}أكواب${PDI} 5${PDI}`,
  ],
  ['a Hebrew name', 'More in {name}', 'ספות', false, `${LRI}More in ${FSI}ספות${PDI}${PDI}`],
  [
    'a Latin name between Arabic words',
    'من {name}',
    'Acme',
    true,
    `${RLI}من ${FSI}Acme${PDI}${PDI}`,
  ],
  ['Arabic without a name', 'منتج رائج', '', true, 'منتج رائج'],
  ['a text that holds the name already', 'More in أكواب', '', false, `${LRI}More in أكواب${PDI}`],
  ['a name twice', '{name}, {name}', 'a', false, 'a, a'],
  ['a name that is a pattern of replace()', 'In {name}', "$& $' {name}", false, "In $& $' {name}"],
  [
    'a name with marks that turn the text',
    'In {name}.',
    `\u202eevil${PDI}${PDI}\u200f`,
    false,
    'In evil.',
  ],
])('%s', (_, text, name, isRightToLeft, filled) => {
  expect(fillName(text, name, isRightToLeft)).toBe(filled);
});
