import { CONSENT_TIERS } from '../consent/consent-signal.js';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import { allowedFields } from '../lib/allowed-fields.js';
import { badOption, oneOf, shown } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';
import { readRules } from '../prediction/read-rules.js';
import { environmentOf } from './environment-of.js';
import type { PagePatterns } from '../sources/addresses/url.js';
import type { ParsedOptions, PredictorOptions } from './options.js';

const BACKENDS = ['auto', 'cpu', 'webgl'];
export const CONSENT_CHOICES: readonly string[] = ['auto', 'granted', 'denied', ...CONSENT_TIERS];
const SOURCE_NAMES: readonly string[] = [...PLATFORM_NAMES, 'dom'];
const NAMES =
  'backend catalog consent debug environment model namespace pages retention rules sessionMinutes sources'.split(
    ' ',
  );
/** What a pattern of each kind of page must have. */
const PAGES = {
  ...{ cart: '', category: ':category', checkout: '', product: ':id', purchase: ':order' },
  search: ':query',
} satisfies Record<keyof PagePatterns, string>;

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

  const own = allowedFields('', given, NAMES, onFault);
  const { days, maxEvents } = allowedFields(
    'retention',
    own.retention,
    ['days', 'maxEvents'],
    onFault,
  );
  const pages = allowedFields<Record<string, unknown>>(
    'pages',
    own.pages as Record<string, unknown> | undefined,
    Object.keys(PAGES),
    onFault,
  );
  for (const [kind, need] of Object.entries(PAGES)) {
    const isRead = [pages[kind] ?? need]
      .flat()
      .every((one) => typeof one === 'string' && one.includes(need));
    if (isRead) continue;
    const allowed = `an address such as "/shop/${need}", or a list of them`;
    onFault(badOption(`pages.${kind}`, pages[kind], allowed, 'It is ignored.'));
  }
  // Checked again at each ranking, when the items are known: here, so that a fault is known at once.
  readRules(own.rules, onFault, () => true);
  return Object.assign(own, {
    backend: word('backend', own.backend, 'auto' as const, BACKENDS),
    consent: word('consent', own.consent, 'auto' as const, CONSENT_CHOICES),
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
    debug: checked('debug', own.debug, undefined, isBoolean, 'true or false'),
    pages: Object.keys(pages).length ? pages : undefined,
    rules: own.rules ?? {},
    environment: environmentOf(own.environment, onFault),
  });
}

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

const isSources = (sources: unknown): boolean =>
  sources === 'auto' ||
  (Array.isArray(sources) &&
    sources.every((one) => SOURCE_NAMES.includes(one) || typeof one?.start === 'function'));
