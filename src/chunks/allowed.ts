import { CONSENT_TIERS } from '../consent/consent-signal.js';
import { ACTION_TYPES } from '../events/event.js';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import { oneOf } from '../lib/bad-option.js';

const CONSENT = oneOf(['auto', 'granted', 'denied', ...CONSENT_TIERS]);
const NUMBER = 'a number from 0';
const SHARE = 'a number from 0 to 1';
const VISITS =
  'a share of visits, from 0 to below 1: 0.021 for 2.1%, or for 21 of 1,000. The card is not used.';
const ADDRESS = 'an address, or a list of addresses, with';

/** The names that each object has. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['backend', 'catalog', 'consent', 'debug', 'environment', 'lang', 'model', 'namespace'],
    ...['pages', 'region', 'retention', 'rules', 'sessionMinutes', 'shop', 'sources', 'texts'],
  ],
  environment: ['now', 'clock', 'random', 'after', 'turn', 'idle'],
  forecast: ['steps', 'samples', 'seed', 'temperature', 'topK', 'topP'],
  instant: ['mode', 'minProbability', 'queries', 'nonce', 'address', 'allow'],
  'nextaisle-shelf': [
    ...['k', 'heading', 'exclude', 'min-probability', 'max-per-category', 'diversify', 'pinned'],
    ...['fallback', 'available', 'reserve', 'light-dom'],
  ],
  pages: ['product', 'category', 'search', 'cart', 'checkout', 'purchase'],
  profile: ['exclude', 'texts'],
  retention: ['days', 'maxEvents'],
  rules: [
    ...['k', 'filter', 'exclude', 'available', 'justBought', 'maxPerCategory', 'minProbability'],
    ...['only', 'boost', 'pinned', 'diversify', 'fallback'],
  ],
  'rules.boost': ['items', 'category', 'brand'],
  shop: ['conversion', 'cart', 'bounce', 'visits', 'next', 'fitted'],
  texts: [
    ...['in-cart', 'bought-before', 'seen', 'same-category', 'same-brand', 'popular', 'often-next'],
    'shelf',
  ],
  when: ['intent', 'actions', 'item', 'events'],
  'when: options': ['id', 'once', 'holdout', 'cooldownMinutes', 'baselines'],
  'when.intent': ['purchase', 'cart', 'band'],
  'when.actions': [...ACTION_TYPES, 'leave'],
  'when.item': ['id', 'category'],
  'when.events': ['atLeast'],
};

const METHODS = [
  ...[
    'track',
    'predict',
    'getSnapshot',
    'subscribe',
    'on',
    'explain',
    'forecast',
    'profile',
    'when',
  ],
  ...['lift', 'item', 'consent', 'pause', 'resume', 'forget', 'exportData', 'status', 'destroy'],
];

const objectOf = (name: string) => `an object with ${oneOf(NAMES[name])}`;

/** What each option or argument may be, and what is done instead of what was given. */
const VALUES: Readonly<Record<string, string>> = {
  backend: `${oneOf(['auto', 'cpu', 'webgl'])}. "auto" is used.`,
  catalog: 'products, a URL, a promise, or a function that gives one of these. It is not loaded.',
  consent: `${CONSENT}. Memory at most, for it may have been a refusal.`,
  'consent()': `${CONSENT}. Memory at most, for it may have been a refusal.`,
  debug: 'true or false. It is ignored.',
  environment: `${objectOf('environment')}. The browser's is used.`,
  explain: 'the id of an item that the page, the catalog or the model knows. Nothing is explained.',
  forecast: `${objectOf('forecast')}. It is ignored.`,
  'forecast.samples': 'a number from 1 to 1024',
  'forecast.seed': NUMBER,
  'forecast.steps': 'a number from 1 to 20',
  'forecast.temperature': NUMBER,
  'forecast.topK': NUMBER,
  'forecast.topP': SHARE,
  forget: '"all", { item: "an id" } or { before: milliseconds }. Nothing is deleted.',
  instant: `${objectOf('instant')}. The defaults are used.`,
  'instant.address': 'a function that answers an address. It is ignored.',
  'instant.allow': 'a function that answers true or false at once. It is ignored.',
  'instant.minProbability': `${SHARE}. The default is used.`,
  'instant.mode': `${oneOf(['prefetch', 'prerender'])}. "prefetch" is used.`,
  'instant.nonce': 'text. It is ignored.',
  'instant.queries': 'true or false. It is ignored.',
  lang: 'a language as BCP 47 has it, such as "de" or "pt-BR". That of the page is used.',
  lift: 'no argument: lift() counts every rule. It is ignored.',
  liftOf:
    'a list of what lift() gave on each device, at most 1000000 of them. Nothing is added up.',
  model: 'a URL, the bytes of a model file, or null. It is not loaded.',
  namespace: '1 to 64 letters, digits, - and _. "default" is used.',
  'nextaisle()': `${oneOf(METHODS)}, and "init" before the script has loaded. Nothing is done.`,
  'namespace, again':
    'a name that no other predictor of this page has. Both keep one history. Make one predictor, destroy() the one before, or give each a namespace.',
  on: `${oneOf(['prediction', 'ready', 'statechange', 'backendchange', 'consentchange', 'error'])}. It is never called.`,
  'on: listener': 'a function. Nobody is told.',
  options: `${objectOf('')}. The defaults are used.`,
  pages: objectOf('pages'),
  'pages.cart': 'an address, or a list of addresses',
  'pages.category': `${ADDRESS} ":category"`,
  'pages.checkout': 'an address, or a list of addresses',
  'pages.product': `${ADDRESS} ":id"`,
  'pages.purchase': `${ADDRESS} ":order"`,
  'pages.search': `${ADDRESS} ":query"`,
  profile: `${objectOf('profile')}. Nothing is told.`,
  'profile.exclude':
    'a list of category paths that exist, such as ["Health", "Women/Lingerie"], or a function',
  'profile.texts': 'an object of texts by phrase. English is said.',
  region: 'a region as ISO 3166 has it, such as "DE" or "US-CA"',
  retention: `${objectOf('retention')}. The defaults are used.`,
  'retention.days': 'a number above 0, at most 3650. 30 is used.',
  'retention.maxEvents': 'a number above 0, at most 100000. 500 is used.',
  rules: `${objectOf('rules')}. They are ignored.`,
  'rules.available': 'true or false',
  'rules.boost': `${objectOf('rules.boost')}, each with numbers by name`,
  'rules.diversify': SHARE,
  'rules.exclude':
    'a list of ids and of the words "current", "in-cart", "purchased" and "seen", or a function',
  'rules.fallback': '"popular", "recent" or "none", or a list of ids and of these words',
  'rules.filter': 'a function that answers true or false at once',
  'rules.justBought': 'true or false',
  'rules.k': NUMBER,
  'rules.maxPerCategory': NUMBER,
  'rules.minProbability': SHARE,
  'rules.only': 'a list of ids',
  'rules.pinned': 'a list of ids',
  sessionMinutes: 'a number above 0, at most 1440. 30 is used.',
  shop: `${objectOf('shop')}, or text such as "conversion=0.021,cart=0.08,bounce=0.45". The card is not used.`,
  'shop.bounce': VISITS,
  'shop.cart': VISITS,
  'shop.conversion': VISITS,
  'shop.conversion and shop.bounce':
    'at most 1 together, for a visit of one event does not buy. The card is not used.',
  'shop.fitted': 'a card that "npx nextaisle card" of this version wrote.',
  'shop.visits': 'the number of visits that were counted, from 1. The card is not used.',
  sources: `"auto", or a list of ${oneOf([...PLATFORM_NAMES, 'dom'])} and sources of your own. "auto" is used.`,
  texts: `${objectOf('texts')}. They are ignored.`,
  when: objectOf('when'),
  'when: act': 'a function',
  'when: id': 'text of 1 to 200 characters',
  'when: options': `${objectOf('when: options')}. The defaults are used.`,
  'when: options.baselines': 'true or false. It is ignored.',
  'when: options.cooldownMinutes': 'a number from 0. 0 is used.',
  'when: options.holdout': 'a number from 0 to 1. 0 is used.',
  'when: options.once': `${oneOf(['session', 'page', 'visitor', 'always'])}. "session" is used.`,
  'when.events': '{ atLeast: a number }',
  'when.intent': objectOf('when.intent'),
  'when.actions': objectOf('when.actions'),
  'when.intent.band': `${oneOf(['likely', 'undecided', 'unlikely'])}, or a list of them`,
  'when.item': '{ id } or { category }, each a text or a list',
};

/** What `track()` may be given, by the reason of a refusal. */
const TRACKED: Readonly<Record<string, string>> = {
  item: 'an id of 1 to 200 characters, or { id, name, price, image, url, category, brand }',
  limit: 'at most 200 items in one call',
  shape: 'an object that can be read',
  time: 'a time ("ts") in milliseconds since 1970',
  type: oneOf(['view', ...ACTION_TYPES]),
};

/** What may be in the place of what `detail` names; and whether it is a name that does not exist. */
export function allowedFor(detail: string): { allowed: string; isName?: boolean } {
  const [path] = detail.split(': use');
  const reason = /^track\(.*\): (\w+)$/.exec(path)?.[1] ?? '';
  if (Object.hasOwn(TRACKED, reason)) return { allowed: `${TRACKED[reason]}. It is not counted.` };
  if (Object.hasOwn(VALUES, path)) return { allowed: VALUES[path] };
  if (/^rules\.boost\.\w+\./.test(path)) return { allowed: 'a number above 0. 1 is used.' };
  if (NAMES.texts.includes(path.replace(/^texts\./, '')))
    return {
      allowed: `a text of at most 200 characters, or a function that gives one${path.startsWith('texts.same-') ? '; {name} stands for the name' : ', without a placeholder'}. It is left out.`,
    };
  if (/^shop\.(next|fitted)\./.test(path))
    return { allowed: 'as "npx nextaisle card" wrote it. The card is not used.' };
  if (path.startsWith('profile.texts.'))
    return { allowed: 'a sentence, with {name}, {times}, {visits} or {items}. English is said.' };
  if (/^environment\.(now|clock|random|after|turn|idle)$/.test(path))
    return { allowed: "a function. The browser's is used." };
  const cut = path.lastIndexOf('.');
  const parent = path.slice(0, Math.max(cut, 0));
  const names = Object.hasOwn(NAMES, parent) ? NAMES[parent] : [];
  if (names.includes(path.slice(cut + 1)))
    return { allowed: '{ above } or { below }, each a number from 0 to 1' };
  if (!names.length) return { allowed: 'see the documentation' };
  const what = parent ? `${parent} has no such name` : 'there is no such option';
  return { allowed: `${what}. Known: ${oneOf(names)}. It is ignored.`, isName: true };
}
