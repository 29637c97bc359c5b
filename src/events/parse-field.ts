/**
 * One reader a field: any value in, a trusted value or `undefined` out. Only a getter or a proxy in the
 * input can throw; the readers of whole events and items catch that.
 */

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null;
}

/** Trimmed and clipped; `undefined` when nothing is left. Numbers are written out. */
export function parseText(input: unknown, maxLength: number): string | undefined {
  const text = typeof input === 'number' && Number.isFinite(input) ? String(input) : input;
  // Clip first: trimming a megabyte of blanks would be slow.
  return typeof text === 'string' ? text.slice(0, maxLength).trim() || undefined : undefined;
}

/** An id is never clipped: two long ids must not become one. */
export function parseId(input: unknown): string | undefined {
  const id = typeof input === 'string' && input.length > 500 ? '' : parseText(input, 500);
  return id && id.length <= 200 && id !== '__proto__' ? id : undefined;
}

export function parseNumber(input: unknown, min: number, max: number): number | undefined {
  const value = typeof input === 'string' && input.trim() && input.length < 40 ? +input : input;
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

/**
 * `20`, `'20.00'`, `'1,299.00'`, `'1.299,00 €'`, `'1,299'` (thousands), `'9,5'` (decimals).
 * What JavaScript itself reads as a number is that number: `'1.299'` is 1.299.
 */
export function parsePrice(input: unknown): number | undefined {
  if (typeof input !== 'string') return parseNumber(input, 0, 1e9);
  const text = input.slice(0, 40).replace(/[^\d.,-]|[.,]+(?!\d)/g, '');
  if (/^\d*\.?\d*$/.test(text)) return parseNumber(text, 0, 1e9);
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  // The last separator starts the decimals, unless it repeats or stands alone before three digits.
  const decimals =
    text.indexOf(text[last]) === last && (text.length - last !== 4 || /\..*,|,.*\./.test(text));
  const cut = decimals ? last : text.length;
  return parseNumber(`${text.slice(0, cut).replace(/[.,]/g, '')}.${text.slice(cut + 1)}`, 0, 1e9);
}

/** `['Garden', 'Chairs']`, `'Garden/Chairs'` or `'Garden > Chairs'`: at most 8 levels. */
export function parseCategory(input: unknown): string[] | undefined {
  const levels = typeof input === 'string' ? input.slice(0, 1000).split(/[/>]/) : input;
  if (!Array.isArray(levels)) return undefined;
  const path: string[] = [];
  for (let i = 0; i < levels.length && i < 16 && path.length < 8; i++) {
    const level = parseText(levels[i], 100);
    if (level) path.push(level);
  }
  return path.length ? path : undefined;
}

/** An http(s) or relative address, never clipped; `javascript:` and its like are dropped. */
export function parseUrl(input: unknown, inline?: boolean): string | undefined {
  if (typeof input !== 'string' || input.length > 2000) return undefined;
  const url = input.trim();
  // A scheme ends at the first colon; a slash before it makes the address relative.
  if (/^https?:|^[^:]*([/?#]|$)/i.test(url)) return url || undefined;
  return inline && /^data:image\//i.test(url) ? url : undefined;
}
