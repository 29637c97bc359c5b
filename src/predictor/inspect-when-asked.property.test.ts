import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { runs } from '../lib/properties.fixture.js';
import type { Core } from './core.js';
import { inspectWhenAsked } from './inspect-when-asked.js';

afterEach(() => vi.unstubAllGlobals());

/** Whether the inspector opens on a page of this address, in a tab of this name. */
function opens(search: string, name: string): boolean {
  let isAsked = false;
  vi.stubGlobal('location', { href: `https://shop.example/lamps${search}` });
  vi.stubGlobal('window', { name });
  vi.stubGlobal('document', new EventTarget());
  const loadInspector = async () => {
    isAsked = true;
    return { openInspector() {} };
  };
  const core = { loaders: { loadInspector }, onFault() {}, signal: undefined };
  inspectWhenAsked(core as unknown as Core);
  return isAsked;
}

const word = fc.oneof(
  fc.constantFrom('nextaisle', 'nextaisle-debug', 'Nextaisle', 'nextaisleDe', 'xnextaisle', 'q'),
  fc.string({ maxLength: 6 }).map(encodeURIComponent),
);
const parameter = fc.tuple(word, fc.option(fc.string({ maxLength: 6 }).map(encodeURIComponent)));

test('the inspector opens for the parameter nextaisle, and for no other address', () => {
  fc.assert(
    fc.property(
      fc.array(parameter, { maxLength: 4 }),
      fc.string({ maxLength: 9 }),
      (given, hash) => {
        const text = given.map(([name, value]) => (value === null ? name : `${name}=${value}`));
        const search = given.length ? `?${text.join('&')}` : '';
        const isMeant = new URLSearchParams(search).has('nextaisle');
        expect(opens(`${search}#${encodeURIComponent(hash)}`, '')).toBe(isMeant);
      },
    ),
    runs(),
  );
});

test('a tab in which it was open opens it, and one of another name does not', () => {
  expect(opens('', 'checkout?nextaisle')).toBe(true);
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (name) => {
      if (!name.includes('nextaisle')) expect(opens('?q=lamp', name)).toBe(false);
    }),
    runs(),
  );
});
