import fc from 'fast-check';

const MORE = Number(process.env.NEXTAISLE_PROPERTIES ?? 0);
/** For `fc.assert`: the same cases each time. `NEXTAISLE_PROPERTIES=100000` tries more, and others each time. */
export const runs = (count = 600) => (MORE ? { numRuns: MORE } : { numRuns: count, seed: 21 });

const trap = () => {
  throw new Error('trap');
};
/** fast-check asks for symbols of its own. */
const unlessSymbol = (_: object, key: PropertyKey) =>
  typeof key === 'symbol' ? undefined : trap();
/** What throws when it is looked at. */
const TRAPS: readonly (() => unknown)[] = [
  () =>
    new Proxy(
      {},
      {
        get: unlessSymbol,
        has: (of, key) => !!unlessSymbol(of, key),
        ownKeys: trap,
        getOwnPropertyDescriptor: unlessSymbol,
      },
    ),
  () => new Proxy([], { get: unlessSymbol }),
  () => Object.defineProperty({}, 'id', { get: trap, enumerable: true }),
  () => ({ toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap }),
];
/** What no JSON holds. */
const ODD: readonly (() => unknown)[] = [
  () => undefined,
  () => -0,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 2 ** 53,
  () => 1e21,
  () => 12n,
  () => Symbol('s'),
  () => () => 'function',
  () => new Date(1_700_000_000_000),
  () => new Date(Number.NaN),
  () => new Map([['id', 'map']]),
  () => Object.create(null),
  () => Object.create({ id: 'inherited', 0: 'event' }),
  () => ({ length: 2 ** 40, 0: 'a' }),
  () => new String('text'),
  () => 'x'.repeat(10_000),
];
const TEXTS = [
  '',
  ' ',
  '12,50 €',
  '1.234,5',
  '-1',
  '0',
  '__proto__',
  'constructor',
  'granted',
  '{',
];

const made = (makers: readonly (() => unknown)[]) =>
  fc.constantFrom(...makers).map((make) => make());

/** Anything that a page may hand over, and looking at it does not throw. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  made(ODD),
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
/** Anything at all. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddValue },
  made(TRAPS),
);

/** Objects with these names, apart by blanks, and some others. */
export const objectOf = (names: string, value = hostileValue) =>
  fc.dictionary(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names.split(' ')) }, fc.string()),
    value,
    { maxKeys: 10 },
  );

/** The same with all keys the other way round, in plain objects and lists; what throws stays as it is. */
export function backwards<T>(given: T): T {
  try {
    if (Array.isArray(given)) return given.map(backwards) as T;
    if (typeof given !== 'object' || given === null) return given;
    if (Object.getPrototypeOf(given) !== Object.prototype) return given;
    const turned: object = {};
    for (const [name, field] of Object.entries(Object.getOwnPropertyDescriptors(given)).reverse()) {
      const value: unknown = 'value' in field ? backwards(field.value as unknown) : undefined;
      Object.defineProperty(turned, name, 'value' in field ? { ...field, value } : field);
    }
    return turned as T;
  } catch {
    return given;
  }
}
