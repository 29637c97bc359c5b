import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NextaisleShelf } from './element.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const { customElements } = JSON.parse(read('../package.json'));
const { modules } = JSON.parse(read(`../${customElements}`));
const [shelf] = modules[0].declarations;
const named = (kind: string): string[] => shelf[kind].map(({ name }: { name: string }) => name);

/** The element and its room, without tests. */
const code = readdirSync(new URL('./shelf/', import.meta.url))
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => read(`./shelf/${file}`))
  .concat(read('./element.ts'))
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
const found = (pattern: RegExp) => [
  ...new Set([...code.matchAll(pattern)].map((match) => match[1])),
];
const sorted = (names: string[]) => [...names].sort();
const members = Object.entries(Object.getOwnPropertyDescriptors(NextaisleShelf.prototype));

const OBSERVED = NextaisleShelf.observedAttributes;
const isFurther = (name: string) => !OBSERVED.includes(name);

// Editors complete from custom-elements.json: what it names is what the code has, and no more.
test.each([
  ['attributes', [...OBSERVED, ...found(/hasAttribute\('([\w-]+)'\)/g).filter(isFurther)]],
  ['cssParts', found(/\bpart: '(\w+)'/g)],
  ['cssProperties', found(/var\((--nextaisle-[\w-]+)/g)],
  ['slots', ['', ...found(/'slot', \{ name: '(?!items)(\w+)'/g)]],
  ['events', found(/tell\('(\w+)'/g).map((kind) => `nextaisle:${kind}`)],
  ['members', members.flatMap(([name, { get }]) => (get ? [name] : []))],
])('custom-elements.json has the %s of the element', (kind, names) => {
  expect(names.length).toBeGreaterThan(1);
  expect(sorted(named(kind))).toEqual(sorted(names));
});

test('custom-elements.json has the defaults of the style sheet, and names what the package exports', () => {
  for (const { name, default: value } of shelf.cssProperties)
    expect(code).toContain(`var(${name},${value})`);
  const { exports } = JSON.parse(read('../package.json'));
  expect(`./${modules[0].path}`).toBe(exports['./element'].default);
  expect(code).toContain(`define('${shelf.tagName}', ${shelf.name})`);
  const page = read('../docs/guide/shelf-element.md');
  for (const kind of ['attributes', 'cssParts', 'cssProperties', 'events'])
    for (const name of named(kind)) expect(page, name).toContain(`\`${name}\``);
});
