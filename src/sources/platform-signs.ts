import { PLATFORMS } from '../events/event-sources.js';

/** Those of platforms, and of the IAB's consent frameworks, whose signals are in the same chunk. */
export const ALL_SIGNS: readonly string[] = [
  ...Object.values(PLATFORMS).flat(),
  '__tcfapi',
  '__gpp',
];

/**
 * Whether the page shows any of these signs.
 * @param signs names of globals, and selectors. An empty array is no sign: anybody may have made it.
 */
export function showsAny(page: object, signs: readonly string[]): boolean {
  try {
    const globals = page as Window & Record<string, unknown>;
    return signs.some((sign) => {
      if (/\W/.test(sign)) return globals.document.querySelector(sign);
      const value = globals[sign];
      return Array.isArray(value) ? value.length : value;
    });
  } catch {
    // A getter of the page threw.
    return false;
  }
}
