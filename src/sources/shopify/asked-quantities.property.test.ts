import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backwards, hostileValue, objectOf, runs } from '../../lib/properties.fixture.js';
import { askedQuantities } from './asked-quantities.js';

interface Line {
  id: string;
  quantity?: number;
}
const line: fc.Arbitrary<Line> = fc.record(
  { id: fc.integer({ min: 1, max: 2 ** 45 }).map(String), quantity: fc.nat(99) },
  { requiredKeys: ['id'] },
);
const lines = fc.array(line, { minLength: 1, maxLength: 5 });

/** `items[0][id]=7&items[0][quantity]=2`, as jQuery and themes write it. */
const pairs = (name: (at: number, field: string) => string, all: Line[]): [string, string][] =>
  all.flatMap((one, at) =>
    Object.entries(one).map(([field, value]): [string, string] => [name(at, field), `${value}`]),
  );
const formOf = (fields: [string, string][]) => {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
};
/** The bodies that a theme may send for the same lines. */
const bodiesOf = (all: Line[]): Record<string, unknown> => {
  const numbered = pairs((at, field) => `items[${at}][${field}]`, all);
  const [one] = all;
  const single = pairs((_, field) => field, [one]);
  return {
    'JSON of several': JSON.stringify({ items: all }),
    'a query of several': new URLSearchParams(numbered).toString(),
    'parameters of several': new URLSearchParams(numbered),
    'a form of several': formOf(numbered),
    ...(all.length === 1 && {
      'JSON of one': ` ${JSON.stringify({ ...one, properties: {} })}`,
      'a query of one': new URLSearchParams([['form_type', 'product'], ...single]).toString(),
      'a form of one': formOf(single),
    }),
  };
};
const told = (body: unknown) =>
  [...askedQuantities(body)].map(([id, quantities]) => [id, quantities.map(String)]);

test('the same lines are read alike, however a theme sends them', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const expected = new Map<string, string[]>();
      for (const { id, quantity = 1 } of all)
        expected.set(id, [...(expected.get(id) ?? []), `${quantity}`]);
      for (const [name, body] of Object.entries(bodiesOf(all)))
        expect([name, told(body)]).toEqual([name, [...expected]]);
    }),
    runs(200),
  );
});

test('a change of the whole cart is read by variant', () => {
  fc.assert(
    fc.property(fc.uniqueArray(line, { selector: ({ id }) => id, minLength: 1 }), (all) => {
      const updates = Object.fromEntries(all.map(({ id, quantity = 1 }) => [id, quantity]));
      const expected = all.map(({ id, quantity = 1 }) => [id, [`${quantity}`]]).sort();
      const form = formOf(all.map(({ id, quantity = 1 }) => [`updates[${id}]`, `${quantity}`]));
      for (const body of [JSON.stringify({ updates }), { updates }, form])
        expect(told(body).sort()).toEqual(expected);
    }),
    runs(200),
  );
});

const near = objectOf(
  'id quantity items updates properties 0 __proto__ items[0][id] items[][id] updates[7] id[]',
  fc.oneof(line, lines, hostileValue),
);
test('whatever is sent, nothing is thrown, and no id is read that was not there', () => {
  fc.assert(
    fc.property(fc.oneof(near, hostileValue, fc.string()), (body) => {
      const asked = askedQuantities(body);
      for (const [id, quantities] of asked) {
        expect(id).toMatch(/^\S.*$/);
        expect(quantities.length).toBeGreaterThan(0);
      }
      expect(asked.size).toBeLessThanOrEqual(200);
      let text: string | undefined;
      try {
        text = JSON.stringify(body);
      } catch {}
      if (text?.startsWith('{')) {
        const read = askedQuantities(text);
        for (const id of read.keys()) expect(text).toContain(JSON.stringify(id).slice(1, -1));
        expect(new Set(askedQuantities(backwards(JSON.parse(text))).keys())).toEqual(
          new Set(read.keys()),
        );
      }
    }),
    runs(),
  );
});
