/** A country or a part of it by ISO 3166-2, such as `DE` or `US-CA`. */
export const isRegion = (given: unknown): given is string =>
  typeof given === 'string' && /^[a-z]{2}(-[a-z\d]{1,3})?$/i.test(given);

/** Everywhere. */
export const EVERYWHERE = '';
/** A region that cannot be read: it may be the shopper's. */
export const SOMEWHERE = '?';

/** The regions of a consent default: one, a list, or none for everywhere. */
export function readRegions(given: unknown): string[] {
  if (given === undefined) return [EVERYWHERE];
  const named = [given].flat().map((one) => (isRegion(one) ? one.toUpperCase() : SOMEWHERE));
  return named.length ? named : [SOMEWHERE];
}
