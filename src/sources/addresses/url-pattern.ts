/**
 * A pattern of addresses as the shop writes it: `/products/:id`, `/c/:category*`,
 * `/item-:id.html`, `/index.php?route=product&product_id=:id`. A `:name` takes one part of the path, or
 * what is between its fixed ends; `:name*` at the end takes all further parts, at least one.
 * Matched part by part, in time linear in the address: no regular expression is made of it.
 */
export type UrlPattern = (url: URL) => Readonly<Record<string, string>> | undefined;

const MAX_CHARS = 2000;
const NAME = /:([a-z]\w*)(\*?)/i;

interface Part {
  before: string;
  after: string;
  name?: string;
  rest: boolean;
}

/** @returns `undefined` when it is not a pattern. */
export function compilePattern(pattern: unknown): UrlPattern | undefined {
  if (typeof pattern !== 'string' || !pattern.startsWith('/') || pattern.length > MAX_CHARS) {
    return undefined;
  }
  const [path, search = ''] = pattern.split('?', 2);
  const parts = partsOf(path).map(parsePart);
  const query = [...new URLSearchParams(search)].map(([key, value]) => ({
    key,
    part: parsePart(value),
  }));
  return ({ pathname, searchParams, href }) => {
    if (href.length > MAX_CHARS) return undefined;
    const found: Record<string, string> = Object.create(null);
    const actual = partsOf(pathname);
    const isTaken = parts.every((part, i) => {
      const taken = part.rest ? actual.slice(i).join('/') : actual[i];
      return take(part, taken && decode(taken), found);
    });
    if (!isTaken) return undefined;
    if (actual.length > parts.length && !parts[parts.length - 1]?.rest) return undefined;
    for (const { key, part } of query) {
      if (!take(part, searchParams.get(key) ?? undefined, found)) return undefined;
    }
    return found;
  };
}

/** A slash at the end, or two in a row, make no other page. */
function partsOf(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function parsePart(text: string): Part {
  const [marked, name, star] = NAME.exec(text) ?? [];
  if (!marked || !name) return { before: text, after: '', rest: false };
  const at = text.indexOf(marked);
  return {
    before: text.slice(0, at),
    after: text.slice(at + marked.length),
    name,
    rest: star === '*',
  };
}

function take(part: Part, text: string | undefined, into: Record<string, string>): boolean {
  const { before, after, name } = part;
  if (!text) return false;
  if (!name) return text === before;
  const value = text.slice(before.length, text.length - after.length).trim();
  if (!value || !text.startsWith(before) || !text.endsWith(after)) return false;
  into[name] = value;
  return true;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // `%` that escapes nothing.
    return text;
  }
}
