/** Material for fuzz tests: values a page, a tag manager or a broken store might hand over. */

const MEGABYTE = 'x'.repeat(1 << 20);

/** Values that are wrong by themselves; fresh on every call, for a test may hold on to them. */
function hostileLeaves(): unknown[] {
  const cyclic: Record<string, unknown> = { id: 'cyclic', type: 'click' };
  cyclic.item = cyclic;
  cyclic.items = [cyclic, cyclic];
  const thrower = () => {
    throw new Error('hostile');
  };
  return [
    undefined,
    null,
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    2 ** 53,
    1e308,
    12n,
    Symbol('s'),
    '',
    '   ',
    '\u0000\ud800',
    MEGABYTE,
    '__proto__',
    'constructor',
    '<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    () => 'function',
    [],
    new Array(2 ** 32 - 1),
    [[[[[]]]]],
    new Date(Number.NaN),
    new Date(8.64e15),
    new Map([['id', 'map']]),
    Object.create(null),
    JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    ),
    { toString: thrower, valueOf: thrower, [Symbol.toPrimitive]: thrower },
    new Proxy(
      {},
      { get: thrower, has: thrower, ownKeys: thrower, getOwnPropertyDescriptor: thrower },
    ),
    new Proxy([], { get: thrower }),
    Object.defineProperty({}, 'id', { get: thrower, enumerable: true }),
    { length: 2 ** 40, 0: 'a' },
    cyclic,
  ];
}

/** A seeded source of broken and half-broken values around the field names that parsers read. */
export function createHostile(random: () => number, fieldNames: readonly string[]) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const good = ['click', 'SKU-1', 'cart', 20, '1,299.00', 1.7e12, ['A', 'B'], 'purchase', 'event'];
  const value = (depth: number): unknown => {
    const dice = random();
    if (dice < 0.35) return pick(good);
    if (dice < 0.7 || depth <= 0) return pick(hostileLeaves());
    if (dice < 0.8) return Array.from({ length: Math.floor(random() * 6) }, () => value(depth - 1));
    return object(depth - 1);
  };
  const object = (depth: number): Record<string, unknown> => {
    const fields: Record<string, unknown> = {};
    for (const name of fieldNames) if (random() < 0.5) fields[name] = value(depth);
    return fields;
  };
  return { value: () => value(4), object: () => object(4) };
}
