import { CONSENT_TIERS } from '../consent/consent-signal.js';
import { isRegion } from '../consent/region.js';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import { badOption, oneOf, ownFields, shown } from '../lib/bad-option.js';
import { browserEnvironment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';
import type { ParsedOptions, PredictorOptions } from './options.js';

const BACKENDS = ['auto', 'cpu', 'webgl'];
export const CONSENT_CHOICES: readonly string[] = ['auto', 'granted', 'denied', ...CONSENT_TIERS];
const SOURCE_NAMES: readonly string[] = [...PLATFORM_NAMES, 'dom'];

/** Checks options that anybody may have written: a value that cannot be used is reported and its default used. */
export function parseOptions(
  given: PredictorOptions,
  onFault: (error: PredictorError) => void,
): ParsedOptions {
  const checked = <T>(
    name: string,
    value: unknown,
    fallback: T,
    fits: (value: unknown) => boolean,
    allowed: string,
  ): T => {
    if (value === undefined) return fallback;
    if (fits(value)) return value as T;
    onFault(badOption(name, value, allowed, `${shown(fallback)} is used.`));
    return fallback;
  };
  const word = <T>(name: string, value: unknown, fallback: T, words: readonly string[]) =>
    checked(name, value, fallback, (one) => words.includes(one as string), oneOf(words));
  const number = (name: string, value: unknown, fallback: number, high: number) =>
    checked(
      name,
      value,
      fallback,
      (n) => typeof n === 'number' && n > 0 && n <= high,
      `a number above 0, at most ${high}`,
    );

  const own = ownFields(given);
  const { days, maxEvents } = ownFields(own.retention);
  return Object.assign(own, {
    backend: word('backend', own.backend, 'auto' as const, BACKENDS),
    consent: word('consent', own.consent, 'auto' as const, CONSENT_CHOICES),
    region: checked(
      'region',
      own.region,
      undefined as string | undefined,
      isRegion,
      'a country or a part of it, such as "DE" or "US-CA"',
    )?.toUpperCase(),
    namespace: checked(
      'namespace',
      own.namespace,
      'default',
      (name) => typeof name === 'string' && /^[\w-]{1,64}$/.test(name),
      '1 to 64 letters, digits, - and _',
    ),
    sessionMinutes: number('sessionMinutes', own.sessionMinutes, 30, 24 * 60),
    retention: {
      days: number('retention.days', days, 30, 3650),
      maxEvents: number('retention.maxEvents', maxEvents, 500, 100_000),
    },
    sources: checked(
      'sources',
      own.sources,
      'auto' as const,
      isSources,
      `"auto", or a list of ${oneOf(SOURCE_NAMES)} and sources of your own`,
    ),
    rules: ownFields(own.rules),
    environment: own.environment ?? browserEnvironment(),
  });
}

const isSources = (sources: unknown): boolean =>
  sources === 'auto' ||
  (Array.isArray(sources) &&
    sources.every((one) => SOURCE_NAMES.includes(one) || typeof one?.start === 'function'));
