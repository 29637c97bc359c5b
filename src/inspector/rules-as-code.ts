import type { RankRules } from '../prediction/rank.js';

/** Rules as somebody would write them into a page: what is a function of the shop's stays its own. */
export function rulesAsCode(rules: RankRules): string {
  const fields = Object.entries(rules).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'function') return `${name}: yours`;
    return `${name}: ${literal(value)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(
    ([name, one]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : quoted(name)}: ${literal(one)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** The tag of a shelf with its attributes, as it would stand in the page. */
export function shelfAsCode(shelf: Element): string {
  const attributes = shelf
    .getAttributeNames()
    .filter((name) => !/^(style|class)$/.test(name))
    .map((name) => {
      const value = shelf.getAttribute(name) ?? '';
      const text = value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      return value ? ` ${name}="${text}"` : ` ${name}`;
    });
  return `<nextaisle-shelf${attributes.join('')}></nextaisle-shelf>`;
}

/** Which attributes of a shelf are which rules; undefined takes the attribute away. */
export function attributesOf(rules: RankRules): Record<string, string | undefined> {
  const words = (given: unknown) =>
    Array.isArray(given) && given.length ? given.join(' ') : undefined;
  const text = (given: unknown) => (given === undefined ? undefined : String(given));
  return {
    k: text(rules.k),
    pinned: words(rules.pinned),
    exclude: words(rules.exclude),
    'min-probability': text(rules.minProbability),
    'max-per-category': text(rules.maxPerCategory),
    diversify: text(rules.diversify),
    fallback: typeof rules.fallback === 'string' ? rules.fallback : words(rules.fallback),
    available: rules.available === false ? 'false' : undefined,
  };
}
