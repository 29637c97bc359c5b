import { PLATFORMS, type PlatformSign } from '../events/platforms.js';

/** Of the consent frameworks of the IAB, whose signals are in the same chunk as the platforms' listeners. */
const CONSENT_SIGN: PlatformSign = { globals: ['__tcfapi', '__gpp'] };

export const ALL_SIGNS: readonly PlatformSign[] = [...Object.values(PLATFORMS), CONSENT_SIGN];

/** Whether the page shows any of these. */
export function showsAny(page: object, signs: readonly PlatformSign[]): boolean {
  try {
    const globals = page as Window & Record<string, unknown>;
    return signs.some(
      ({ globals: names, selector }) =>
        names?.some((name) => {
          const value = globals[name];
          return Array.isArray(value) ? value.length : value;
        }) ||
        (selector && globals.document.querySelector(selector)),
    );
  } catch {
    // A getter of the page threw.
    return false;
  }
}
