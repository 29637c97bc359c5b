/**
 * One reader a field: any value in, a trusted value or `undefined` out. Only a getter or a proxy in the
 * input can throw; the readers of whole events and items catch that.
 */

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null;
}

/** What a script writes for nothing, and a template that nobody filled: `{{sku}}`, `${id}`, `%%ID%%`. */
const PLACEHOLDER = /^\(?(undefined|null|nan|none|n\/a|not set|-)\)?$|[{$]\{|%%|\[object /i;

/** True for a text that stands where a product, brand or category should be, and is none. */
export function isPlaceholder(input: unknown): boolean {
  return PLACEHOLDER.test(parseText(input, 500) ?? 'x');
}

/** Trimmed and clipped; `undefined` when nothing is left. Numbers are written out. */
export function parseText(input: unknown, maxLength: number): string | undefined {
  // A number above 2 ** 53, which is 9.007e15, has lost digits: it is no id.
  const text = typeof input === 'number' && Math.abs(input) < 9e15 ? String(input) : input;
  // Clip first: trimming a megabyte of blanks would be slow.
  return typeof text === 'string' ? text.slice(0, maxLength).trim() || undefined : undefined;
}

/** The text of what has a name: a product, a brand, a category, a list. */
export function parseName(input: unknown, maxLength: number): string | undefined {
  return isPlaceholder(input) ? undefined : parseText(input, maxLength);
}

/** An id is never clipped: two long ids must not become one. */
export function parseId(input: unknown): string | undefined {
  const id = typeof input === 'string' && input.length > 500 ? '' : parseName(input, 500);
  return id && id.length <= 200 && id !== '__proto__' ? id : undefined;
}

export function parseNumber(input: unknown, min: number, max: number): number | undefined {
  const value = typeof input === 'string' && input.trim() && input.length < 40 ? +input : input;
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

/** Negative, a share, a number that starts with its separator. */
const NO_PRICE = /^[-−]|[-−]\p{Sc}?\d|%|(^|[^\d\p{L}])[.,]\d/u;
/** A space only before three digits. */
const NUMBER = /\d+(?:[.,'’٫٬]\d+|[^\S\n]\d{3}(?!\d))*/g;
/** Thousands and the mark between them, then decimals and theirs. */
const PARTS = /^(\d+|\d{1,3}(\D)(?:\d{2,3}\2)*\d{3})(?:([.,٫])(\d+))?$/;
const THREE_DECIMALS = /KWD|BHD|OMR|JOD|TND|LYD/;
/** Currencies without decimals, and texts that write their thousands with a point. */
const POINT_GROUPS = /Rp|IDR|[₫₩¥円€]|R\$|kr|[.,][-–]|VND|KRW|JPY|CLP|COP/;

/**
 * `20`, `'20.00'`, `'1,299.00'`, `'1.299,00 €'`, `'1 299,-'`, `'₹1,29,999'`, `'Rp 150.000'`: the price where
 * the text surely has one. None: `'£20 – £30'`, `'20% off'`, `'1.299'` (a thousand, or one and a bit?).
 * @param currency ISO 4217, if known: it says what three digits after a point are.
 */
export function parsePrice(input: unknown, currency = ''): number | undefined {
  if (typeof input !== 'string') return parseNumber(input, 0, 1e9);
  const text = input.slice(0, 200).replace(/[٠-٩۰-۹]/g, (digit) => `${digit.charCodeAt(0) & 15}`);
  const [number = '', other] = new Set(text.match(NUMBER));
  const [, whole, group, mark = '', decimals = ''] = PARTS.exec(number) ?? [];
  if (!whole || other || (mark && mark === group) || NO_PRICE.test(text)) return undefined;
  let point = '.';
  // Where the text alone may mean either.
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(number)) {
    const hint = text + currency;
    const hasThree = THREE_DECIMALS.test(hint);
    // A currency that is spelled out, or in another script, may have three decimals: dinars.
    const isUnknown = mark === '.' || (!currency && /\p{Lo}|\p{L}{4}/u.test(text));
    if (hasThree ? mark === ',' : isUnknown && !POINT_GROUPS.test(hint)) return undefined;
    if (!hasThree) point = '';
  }
  return parseNumber(whole.replace(/\D/g, '') + point + decimals, 0, 1e9);
}

/** `['Garden', 'Chairs']`, `'Garden/Chairs'` or `'Garden > Chairs'`, also `&gt;`, `›`, `»`: at most 8 levels. */
export function parseCategory(input: unknown): string[] | undefined {
  const levels = typeof input === 'string' ? input.slice(0, 1000).split(/&gt;|[/>›»]/) : input;
  if (!Array.isArray(levels)) return undefined;
  const names = levels.slice(0, 16).flatMap((level) => parseName(level, 100) ?? []);
  const path = names.slice(0, 8);
  return path.length ? path : undefined;
}

/** An http(s) or relative address, never clipped; `javascript:` and its like are dropped. */
export function parseUrl(input: unknown, inline?: boolean): string | undefined {
  if (typeof input !== 'string' || input.length > 2000 || isPlaceholder(input)) return undefined;
  const url = input.trim();
  // A scheme ends at the first colon; a slash before it makes the address relative.
  if (/^https?:|^[^:]*([/?#]|$)/i.test(url)) return url || undefined;
  return inline && /^data:image\//i.test(url) ? url : undefined;
}
