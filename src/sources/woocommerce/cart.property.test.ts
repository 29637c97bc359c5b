import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { runs } from '../../lib/properties.fixture.js';
import { type CartLine, linesOfForm } from './cart.js';

type Field = [name: string, value: string];

/** As much of `FormData` as a form is read by. */
class Sent {
  constructor(readonly form: { fields: readonly Field[] }) {}
  [Symbol.iterator] = () => this.form.fields[Symbol.iterator]();
  getAll = (name: string) => this.form.fields.filter(([own]) => own === name).map(([, of]) => of);
}
afterEach(() => vi.unstubAllGlobals());

const read = (fields: readonly Field[], pressed?: string, pageId?: string): CartLine[] => {
  vi.stubGlobal('FormData', Sent);
  const button =
    pressed === undefined ? null : { matches: () => true, getAttribute: () => pressed };
  return linesOfForm({ fields } as never, button as never, pageId);
};

const text = fc.oneof(
  fc.constantFrom('', '0', '1', '2', '-1', '1,5', 'NaN', ' ', '34', '__proto__'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const name = fc.oneof(
  fc.constantFrom('quantity', 'product_id', 'add-to-cart', 'variation_id', 'quantity[34]'),
  fc.constantFrom('quantity[', 'quantity[]', 'quantity[35]', 'quantity[a]', 'attribute_color'),
  fc.string({ maxLength: 8 }),
);
const form = fc.array(fc.tuple(name, text), { maxLength: 8 });

test('a form of any fields: nothing is thrown, and no id is read that was not sent, pressed or of the page', () => {
  fc.assert(
    fc.property(form, fc.option(text, { nil: undefined }), (fields, pressed) => {
      const lines = read(fields, pressed, 'page');
      const named = fields.map(([own]) => own.slice(9, -1));
      const said = [pressed, 'page', ...named, ...fields.map(([, value]) => value)];
      for (const { item } of lines) expect(said).toContain(item.id);
      const grouped = fields.filter(([own]) => own.startsWith('quantity['));
      if (grouped.length) {
        // One line for each that was filled in, none for the others.
        const filled = grouped.filter(([, value]) => Number(value) > 0);
        expect(lines.map(({ quantity }) => quantity)).toEqual(filled.map(([, value]) => value));
      } else expect(lines).toHaveLength(1);
    }),
    runs(),
  );
});

test('the button that was pressed says the product before hidden fields do, these before the page', () => {
  const hidden: Field[] = [
    ['product_id', '7'],
    ['add-to-cart', '8'],
    ['quantity', '2'],
  ];
  expect(read(hidden, '9', 'page')).toEqual([{ item: { id: '9' }, quantity: '2' }]);
  expect(read(hidden, '', 'page')).toEqual([{ item: { id: '7' }, quantity: '2' }]);
  expect(read(hidden.slice(1), undefined, 'page')).toEqual([{ item: { id: '8' }, quantity: '2' }]);
  expect(read(hidden.slice(2), undefined, 'page')).toEqual([
    { item: { id: 'page' }, quantity: '2' },
  ]);
  expect(read(hidden.slice(2))).toEqual([]);
});
