import type { Dice } from '../dice.js';
import { json } from './speaker.js';

type Tier = 'off' | 'memory' | 'session' | 'persistent';

/** What the page's signals allow, before and after each step. */
export interface ConsentTruth {
  allowed: Tier[];
}

const RANK: readonly Tier[] = ['off', 'memory', 'session', 'persistent'];
export const isAbove = (read: string, allowed: Tier) =>
  RANK.indexOf(read as Tier) > RANK.indexOf(allowed);
const lowest = (tiers: Tier[]): Tier =>
  tiers.reduce((a, b) => (RANK.indexOf(a) < RANK.indexOf(b) ? a : b), 'persistent');

interface ConsentPage {
  kinds: string[];
  truth: ConsentTruth;
  /** Runs before anything else on the page. */
  head: string;
  load: string[];
  steps: string[];
  options: object;
}

/** One signal: what it says at first and then, and what that allows; undefined where it has no opinion. */
interface Signal {
  kinds: string[];
  head?: string;
  load?: string[];
  steps: string[];
  allowed: (Tier | undefined)[];
  options?: object;
}

/** A page with one to three signals; the truth is the least that any of them allows. */
export function consentCase(dice: Dice): ConsentPage {
  const makers = dice.shuffled([consentMode, tcf, gpc, shopifyPrivacy]);
  const signals = makers.slice(0, dice.whole(1, 2)).map((make) => make(dice));
  if (!signals.some(({ kinds }) => kinds[0].startsWith('Consent Mode')) && dice.chance(0.5))
    signals.push(consentMode(dice));
  if (dice.chance(0.15)) signals.push(pollution(dice));
  const count = Math.max(...signals.map(({ steps }) => steps.length));
  const allowed = Array.from({ length: count + 1 }, (_, i) => {
    const tiers = signals.flatMap(({ allowed }) => allowed[Math.min(i, allowed.length - 1)] ?? []);
    return tiers.length ? lowest(tiers) : 'memory';
  });
  return {
    kinds: signals.flatMap(({ kinds }) => kinds.map((kind) => `consent: ${kind}`)),
    truth: { allowed },
    head: signals.map(({ head }) => head ?? '').join('\n'),
    load: signals.flatMap(({ load }) => load ?? []),
    steps: Array.from({ length: count }, (_, i) =>
      signals.map(({ steps }) => steps[i] ?? '').join('\n'),
    ),
    options: Object.assign({}, ...signals.map(({ options }) => options ?? {})),
  };
}

const GTAG =
  'window.dataLayer = window.dataLayer || []; window.gtag = function () { dataLayer.push(arguments); };';
const KEYS = [
  'personalization_storage',
  'functionality_storage',
  'analytics_storage',
  'ad_storage',
] as const;

type Settings = Record<string, unknown>;

/**
 * Google's Consent Mode with defaults for the world and for regions. Where nobody knows where the shopper is,
 * what is allowed is the least that is allowed anywhere.
 */
function consentMode(dice: Dice): Signal {
  const kinds: string[] = ['Consent Mode'];
  const odd = dice.chance(0.15);
  if (odd) kinds.push('Consent Mode, odd values');
  const value = () =>
    odd && dice.chance(0.3)
      ? dice.pick<unknown>(['GRANTED', true, 1, 'yes', null, 'maybe', {}, ''])
      : dice.pick(['granted', 'denied']);
  const settings = (): Settings =>
    Object.fromEntries(
      dice
        .shuffled(KEYS)
        .slice(0, dice.whole(1, 4))
        .map((key) => [key, value()]),
    );
  const defaults: Settings[] = dice.chance(0.85) ? [settings()] : [];
  let region: string | undefined;
  if (dice.chance(0.5)) {
    kinds.push('Consent Mode, regional defaults');
    const lists = dice.shuffled<string[]>([
      ['DE', 'FR'],
      ['US-CA'],
      ['ES', 'US-AK'],
      ['US'],
      ['GB'],
    ]);
    for (const list of lists.slice(0, dice.whole(1, 2))) {
      defaults.push({
        ...settings(),
        region: list.length === 1 && dice.chance(0.3) ? list[0] : list,
      });
    }
    if (dice.chance(0.25)) {
      region = dice.pick(['US-CA', 'DE', 'US', 'JP', 'US-NY']);
      kinds.push('Consent Mode, region given');
    }
  }
  const ordered = dice.shuffled(defaults);
  const updates: Settings[] = Array.from({ length: dice.whole(0, 2) }, settings);
  const allowed = [0, ...updates.keys()].map((_, i) =>
    allowedBy(ordered, updates.slice(0, i), region),
  );
  for (const one of ordered) if (dice.chance(0.3)) one.wait_for_update = 500;
  return {
    kinds,
    load: [GTAG, ...ordered.map((one) => `gtag('consent', 'default', ${json(one)});`)],
    steps: updates.map((update) => `gtag('consent', 'update', ${json(update)});`),
    allowed: updates.length ? allowed : allowed.slice(0, 1),
    options: region ? { region } : undefined,
  };
}

const regionsOf = ({ region }: Settings): string[] =>
  Array.isArray(region) ? region : typeof region === 'string' ? [region] : [];

function allowedBy(
  defaults: readonly Settings[],
  updates: readonly Settings[],
  region?: string,
): Tier | undefined {
  const places = region ? [region] : ['elsewhere', ...defaults.flatMap(regionsOf)];
  const tiers = places.map((place) => {
    const state: Settings = {};
    // The most specific region wins: the world, then the country, then its part.
    for (const near of ['', place.slice(0, 2), place]) {
      for (const one of defaults) {
        const regions = regionsOf(one);
        if (near === '' ? !regions.length : regions.includes(near)) Object.assign(state, one);
      }
    }
    for (const update of updates) Object.assign(state, update);
    const said = ['personalization_storage', 'functionality_storage'].find((key) =>
      Object.hasOwn(state, key),
    );
    // A value that nobody can read is no consent.
    return said && (state[said] === 'granted' ? 'persistent' : 'memory');
  });
  if (tiers.includes('memory')) return 'memory';
  return tiers.includes(undefined) ? undefined : 'persistent';
}

/** The IAB's framework: an answer that is there, comes later, or never. */
function tcf(dice: Dice): Signal {
  const answers: [kind: string, data: object | undefined, tier: Tier][] = [
    ['all agreed', tcData([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 'persistent'],
    ['purposes 1, 5, 6', tcData([1, 5, 6]), 'persistent'],
    ['without purpose 1', tcData([2, 5, 6, 7]), 'memory'],
    ['purpose 1 only', tcData([1]), 'memory'],
    ['all refused', tcData([]), 'memory'],
    ['banner shown', tcData([1, 5, 6], 'cmpuishown'), 'memory'],
    ['not in Europe', { gdprApplies: false, eventStatus: 'tcloaded', tcString: '' }, 'persistent'],
    ['odd purposes', { ...tcData([]), purpose: { consents: 'all' } }, 'memory'],
    [
      'purposes as text',
      { ...tcData([]), purpose: { consents: { 1: 'true', 5: 'true', 6: 'true' } } },
      'memory',
    ],
    ['no purposes', { gdprApplies: true, eventStatus: 'tcloaded', tcString: 'x' }, 'memory'],
    ['no answer', undefined, 'memory'],
  ];
  const [kind, first, tier] = dice.pick(answers);
  const changes = dice.chance(0.4)
    ? [dice.pick(answers.filter(([name]) => name !== 'banner shown' && name !== 'no answer'))]
    : [];
  const load = [
    `{ const heard = []; let last = ${first ? json(first) : 'undefined'};
    window.__tcfapi = (command, version, callback, parameter) => {
      if (command === 'ping') return callback({ gdprApplies: true, cmpLoaded: true, cmpStatus: 'loaded', apiVersion: '2.2' }, true);
      if (command === 'removeEventListener') return callback(true, true);
      if (command !== 'addEventListener' && command !== 'getTCData') return callback(null, false);
      if (command === 'addEventListener') heard.push(callback);
      if (last) callback({ ...last, listenerId: heard.length, cmpStatus: 'loaded', tcfPolicyVersion: 4 }, true);
    };
    window.sayTcf = (data) => { last = data; heard.forEach((callback, i) => callback({ ...data, listenerId: i + 1, cmpStatus: 'loaded' }, true)); }; }`,
  ];
  return {
    kinds: [`TCF, ${kind}`],
    load,
    steps: changes.map(([, data]) => `sayTcf(${json(data)});`),
    allowed: [tier, ...changes.map(([, , then]) => then)],
  };
}

function tcData(purposes: readonly number[], eventStatus = 'useractioncomplete') {
  const consents = Object.fromEntries(
    Array.from({ length: 11 }, (_, i) => [i + 1, purposes.includes(i + 1)]),
  );
  return {
    gdprApplies: true,
    eventStatus,
    isServiceSpecific: true,
    tcString: 'C',
    purpose: { consents, legitimateInterests: {} },
    vendor: { consents: {} },
  };
}

function gpc(dice: Dice): Signal {
  const [kind, value, tier] = dice.pick<[string, unknown, Tier | undefined]>([
    ['GPC on', true, 'memory'],
    ['GPC off', false, undefined],
  ]);
  const head = `Object.defineProperty(navigator, 'globalPrivacyControl', { value: ${value}, configurable: true });`;
  return { kinds: [kind], head, steps: [], allowed: [tier] };
}

function shopifyPrivacy(dice: Dice): Signal {
  const [kind, first, tier] = dice.pick<[string, string, Tier]>([
    ['Shopify agreed', 'yes', 'persistent'],
    ['Shopify refused', 'no', 'memory'],
    ['Shopify not asked', '', 'memory'],
  ]);
  const changes = dice.chance(0.4) ? [dice.pick(['yes', 'no'])] : [];
  const load = [
    `{ let said = ${json(first)}; window.Shopify = { customerPrivacy: {
      preferencesProcessingAllowed: () => said === 'yes', analyticsProcessingAllowed: () => true, marketingAllowed: () => true, saleOfDataAllowed: () => true, shouldShowBanner: () => said === '',
      currentVisitorConsent: () => ({ preferences: said, analytics: 'yes', marketing: '', sale_of_data: '' }) } };
    window.sayShopify = (answer) => { said = answer; document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { preferencesAllowed: answer === 'yes', analyticsAllowed: true } })); }; }`,
  ];
  return {
    kinds: [kind],
    load,
    steps: changes.map((answer) => `sayShopify(${json(answer)});`),
    allowed: [tier, ...changes.map((answer): Tier => (answer === 'yes' ? 'persistent' : 'memory'))],
  };
}

/** A script has spoilt the prototype of all objects: nobody has agreed to anything by that. */
function pollution(dice: Dice): Signal {
  const fields = [
    "Object.prototype.consent = 'granted';",
    "Object.prototype.personalization_storage = 'granted';",
    "Object.prototype.functionality_storage = 'granted';",
    "Object.prototype.tier = 'persistent';",
    'Object.prototype.gdprApplies = false;',
    'Object.prototype.model = 5;',
    "Object.prototype.platform = 'x'; Object.prototype[0] = 'consent';",
  ];
  return {
    kinds: ['polluted prototype'],
    head: `window.spoil = () => { ${dice.pick(fields)} };`,
    steps: [],
    allowed: [undefined],
  };
}
