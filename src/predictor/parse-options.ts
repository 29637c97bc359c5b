import { CONSENT_TIERS } from '../consent/consent-signal.js';
import { isRegion } from '../consent/region.js';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import { badOption } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';
import { ownCopy } from '../lib/own.js';
import { type Kind, ownFields } from '../lib/own-fields.js';
import { readRules } from '../prediction/read-rules.js';
import { environmentOf } from './environment-of.js';
import type { ParsedOptions, PredictorOptions } from './options.js';

const among =
  (...words: readonly unknown[]) =>
  (value: unknown) =>
    words.includes(value);
const upTo = (high: number) => (value: unknown) =>
  typeof value === 'number' && value > 0 && value <= high;

const isConsent = among('auto', 'granted', 'denied', ...CONSENT_TIERS);
const isSourceName = among('dom', ...PLATFORM_NAMES);
/** Nested objects are checked below, each by its own kinds; `pages`, `shop`, `lang` and `texts` where they are used. */
const KINDS: Readonly<Record<keyof PredictorOptions, Kind>> = {
  backend: among('auto', 'cpu', 'webgl'),
  catalog: 'a',
  consent: 'a',
  debug: 'b',
  environment: 'o',
  lang: 's',
  model: 'a',
  namespace: (name) => typeof name === 'string' && /^[\w-]{1,64}$/.test(name),
  pages: 'a',
  region: isRegion,
  retention: 'a',
  rules: 'a',
  sessionMinutes: upTo(24 * 60),
  shop: 'os',
  sources: (sources) =>
    sources === 'auto' ||
    (Array.isArray(sources) &&
      sources.every((one) => isSourceName(one) || typeof one?.start === 'function')),
  texts: 'o',
};
const RETENTION_KINDS = { days: upTo(3650), maxEvents: upTo(100_000) };

/** Checks options that anybody may have written: a value that cannot be used is reported and its default used. */
export function parseOptions(
  given: PredictorOptions,
  onFault: (error: PredictorError) => void,
): ParsedOptions {
  const options = Object.assign(
    ownCopy({
      backend: 'auto',
      consent: 'auto',
      namespace: 'default',
      sessionMinutes: 30,
      sources: 'auto',
    } as const),
    ownFields('', given, KINDS, onFault),
  );
  const { consent, region, retention, rules, environment } = options;
  // One that is unknown stays: it may have been a refusal, so it limits.
  if (!isConsent(consent)) onFault(badOption('consent', consent));
  // They are read again at each ranking, when the items are known.
  readRules(rules, onFault, () => true);
  return Object.assign(options, {
    region: region?.toUpperCase(),
    retention: {
      days: 30,
      maxEvents: 500,
      ...ownFields<NonNullable<PredictorOptions['retention']>>(
        'retention',
        retention,
        RETENTION_KINDS,
        onFault,
      ),
    },
    rules: rules ?? {},
    environment: environmentOf(environment, onFault),
  });
}
