import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { runs } from '../../lib/properties.fixture.js';
import { listen } from '../source-contract.fixture.js';
import { dom } from './dom.js';

const MARK = 'data-nextaisle';

/** As much of an element as the marks are read by. */
class Marked {
  constructor(
    readonly attributes: ReadonlyMap<string, string>,
    readonly parent?: Marked,
  ) {}
  getAttribute = (name: string) => this.attributes.get(name) ?? null;
  hasAttribute = (name: string) => this.attributes.has(name);
  closest(selector: string): Marked | null {
    return this.attributes.has(selector.slice(1, -1))
      ? this
      : (this.parent?.closest(selector) ?? null);
  }
}

/** A page with these elements, each inside the one before. */
function pageOf(layers: readonly Record<string, string>[]) {
  const elements: Marked[] = [];
  for (const fields of layers) {
    const named = Object.entries(fields).map(([name, text]) => [MARK + name, text] as const);
    elements.push(new Marked(new Map(named), elements.at(-1)));
  }
  const isView = (element: Marked) => element.getAttribute(MARK) === 'view';
  const root = Object.assign(new EventTarget(), {
    querySelectorAll: () => elements.filter(isView),
  });
  const click = () =>
    root.dispatchEvent(
      Object.assign(new Event('click'), { composedPath: () => [...elements].reverse() }),
    );
  return { root: root as unknown as Document, elements, click };
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('', ' ', '{{sku}}', 'undefined', '__proto__', '-1', '12,50 €', 'x'.repeat(600)),
);
const type = fc.oneof(
  fc.constantFrom(
    ...'view cart purchase remove wishlist checkout search category click'.split(' '),
  ),
  text,
);
const NAMES = ['-name', '-price', '-brand', '-category', '-quantity', '-query', '-list', '-order'];
const layer = fc.record(
  { '': type, '-id': text, ...Object.fromEntries(NAMES.map((name) => [name, text])) },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, string>>;

afterEach(() => vi.unstubAllGlobals());

test('marks: whatever they hold nothing is thrown, and an id is that of the mark or of what is around it', async () => {
  vi.stubGlobal('Element', Marked);
  vi.stubGlobal(
    'MutationObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 4 }), async (layers) => {
      const { root, elements, click } = pageOf(layers);
      const { stop, events, refusals } = listen(dom(root));
      click();
      click();
      stop();
      const heard = await events;
      const views = elements.filter(
        (one) =>
          one.getAttribute(MARK) === 'view' &&
          one.closest(`[${MARK}-id]`)?.getAttribute(`${MARK}-id`),
      );
      const pressed = [...elements].reverse().find((one) => one.hasAttribute(MARK));
      const isPress = pressed && pressed.getAttribute(MARK) !== 'view';
      const told = views.length + (isPress ? 2 : 0);
      const refused = Object.values(refusals()).reduce((sum, count) => sum + count, 0);
      // None is lost without a word.
      expect(heard.length + refused).toBe(told);
      const ids = [isPress && pressed, ...views].map((one) =>
        one ? one.closest(`[${MARK}-id]`)?.getAttribute(`${MARK}-id`)?.trim() : undefined,
      );
      for (const { item } of heard) if (item !== undefined) expect(ids).toContain(item);
      counted += heard.length;
    }),
    runs(),
  );
  expect(counted).toBeGreaterThan(50);
});
