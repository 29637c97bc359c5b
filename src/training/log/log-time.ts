const STAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?\s*(?:UTC|GMT|Z|([+-])(\d\d):?(\d\d)?)?$/;

/**
 * Milliseconds of a log's time: Unix seconds, milli-, micro- or nanoseconds (told apart by size), seconds
 * from a start of the log's own, ISO 8601 or `2019-10-01 00:00:00 UTC`.
 * A time without a zone is taken as UTC. NaN when it cannot be read.
 */
export function parseTime(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') return fromNumber(Number(value));
  if (typeof value === 'number') return fromNumber(value);
  const text = typeof value === 'string' ? value.trim() : '';
  if (!text) return Number.NaN;
  const number = Number(text);
  if (!Number.isNaN(number)) return fromNumber(number);
  const parts = STAMP.exec(text);
  if (!parts) return Date.parse(text);
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = 0] = parts;
  const [, , , , , , , , sign, zoneHours = 0, zoneMinutes = 0] = parts;
  const zone = (sign === '-' ? -1 : 1) * (+zoneHours * 60 + +zoneMinutes) * 60_000;
  const [y, m, d] = [+year, +month - 1, +day];
  return Date.UTC(y, m, d, +hour, +minute, +second, Math.round(+fraction * 1000)) - zone;
}

/** In 2001 … 2286 a Unix second is 1e9 … 1e10; each finer unit is a thousand times as much. */
function fromNumber(value: number): number {
  if (!Number.isFinite(value) || value < 0) return Number.NaN;
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1000 : value / 1e6;
}
