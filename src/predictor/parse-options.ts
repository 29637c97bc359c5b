import { CONSENT_TIERS } from '../consent/consent-signal.js';
import { isRegion } from '../consent/region.js';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import { badOption } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import { readRules } from '../prediction/read-rules.js';
import { environmentOf } from './environment-of.js';
import type { ParsedOptions, PredictorOptions } from './options.js';

const BACKENDS = ['auto', 'cpu', 'webgl'];
const CONSENT_CHOICES: readonly string[] = ['auto', 'granted', 'denied', ...CONSENT_TIERS];
const SOURCE_NAMES: readonly string[] = [...PLATFORM_NAMES, 'dom'];
/** Nested objects are checked below, each by its own kinds; `pages`, `shop`, `lang` and `texts` where they are used. */
const KINDS: Readonly<Record<keyof PredictorOptions, string>> = {
  backend: 'a',
  catalog: 'a',
  consent: 'a',
  debug: 'b',
  environment: 'o',
  lang: 's',
  model: 'a',
  namespace: 'a',
  pages: 'a',
  region: 'a',
  retention: 'a',
  rules: 'a',
  sessionMinutes: 'a',
  shop: 'os',
  sources: 'a',
  texts: 'o',
};
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
  ): T => {
    if (value === undefined) return fallback;
    if (fits(value)) return value as T;
    onFault(badOption(name, value));
    return fallback;
  };
  const word = <T>(name: string, value: unknown, fallback: T, words: readonly string[]) =>
    checked(name, value, fallback, (one) => words.includes(one as string));
  const number = (name: string, value: unknown, fallback: number, high: number) =>
    checked(name, value, fallback, (n) => typeof n === 'number' && n > 0 && n <= high);

  const own = ownFields('', given, KINDS, onFault);
  const { days, maxEvents } = ownFields<NonNullable<PredictorOptions['retention']>>(
    'retention',
    own.retention,
    { days: 'a', maxEvents: 'a' },
    onFault,
  );
  // They are read again at each ranking, when the items are known.
  readRules(own.rules, onFault, () => true);
  return Object.assign(own, {
    backend: word('backend', own.backend, 'auto' as const, BACKENDS),
    // One that is unknown stays: it may have been a refusal, so it limits.
    consent: word(
      'consent',
      own.consent,
      own.consent === undefined ? 'auto' : own.consent,
      CONSENT_CHOICES,
    ),
    region: checked('region', own.region, undefined as string | undefined, isRegion)?.toUpperCase(),
    namespace: checked(
      'namespace',
      own.namespace,
      'default',
      (name) => typeof name === 'string' && /^[\w-]{1,64}$/.test(name),
    ),
    sessionMinutes: number('sessionMinutes', own.sessionMinutes, 30, 24 * 60),
    retention: {
      days: number('retention.days', days, 30, 3650),
      maxEvents: number('retention.maxEvents', maxEvents, 500, 100_000),
    },
    sources: checked('sources', own.sources, 'auto' as const, isSources),
    rules: own.rules ?? {},
    environment: environmentOf(own.environment, onFault),
  });
}

const isSources = (sources: unknown): boolean =>
  sources === 'auto' ||
  (Array.isArray(sources) &&
    sources.every((one) => SOURCE_NAMES.includes(one) || typeof one?.start === 'function'));
