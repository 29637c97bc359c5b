import { JUNK } from './junk.js';
import { createDice, type Dice } from '../dice.js';
import { type ConsentTruth, consentCase } from './consent-case.js';
import { gtag, tagManager, universal } from './data-layers.js';
import { jsonLd, microdata, openGraph } from './markup-speakers.js';
import { marks, trackCalls } from './own-calls.js';
import { shopify, wooCommerce } from './shop-systems.js';
import { adobe, segment, snowplow } from './trackers.js';
import { drawQuirks, isWhole, type Quirks } from './quirks.js';
import {
  createShopPage,
  idsOf,
  makeTwins,
  type Product,
  type ShopPage,
  siblingOf,
} from './shop-truth.js';
import { json, type Speaker, type Speech } from './speaker.js';

/** One page of a shop: its truth, who tells it and how, and its HTML. */
export interface PageCase {
  kinds: string[];
  /** Path and query at which it is served. */
  path: string;
  html: string;
  page?: ShopPage;
  /** The product shown next, where the shop changes pages without loading them. */
  next?: Product;
  quirks?: Quirks;
  speeches: Speech[];
  /** Only for cases about consent. */
  consent?: ConsentTruth;
}

const ACTORS: Readonly<Record<string, Speaker>> = {
  'gtag, ids': gtag('id'),
  'gtag, SKUs': gtag('sku'),
  'Tag Manager, ids': tagManager('id'),
  'Tag Manager, SKUs': tagManager('sku'),
  'Universal Analytics': universal(false),
  'Universal Analytics and GA4 in one push': universal(true),
  Segment: segment('analytics'),
  RudderStack: segment('rudderanalytics'),
  PostHog: segment('posthog'),
  Snowplow: snowplow,
  Adobe: adobe,
  Shopify: shopify,
  WooCommerce: wooCommerce,
  marks,
  'track()': trackCalls,
};
const MARKUP: Readonly<Record<string, Speaker>> = {
  'JSON-LD': jsonLd,
  microdata,
  'Open Graph': openGraph,
};

/** Shops as they are found: several platforms beside each other, with differing ids. */
const SETS: readonly (readonly [name: string, speakers: readonly Speaker[]])[] = [
  ['Shopware: GA4 ids, microdata SKUs', [tagManager('id'), microdata]],
  ['WooCommerce: form, Tag Manager SKUs, JSON-LD', [wooCommerce, tagManager('sku'), jsonLd]],
  ['WooCommerce: form, gtag ids, JSON-LD', [wooCommerce, gtag('id'), jsonLd]],
  ['Shopify: theme, GA4 feed ids, JSON-LD', [shopify, gtag('feed'), jsonLd]],
  ['Shopify: theme, Tag Manager SKUs', [shopify, tagManager('sku')]],
  ['gtag ids, JSON-LD SKUs, Open Graph', [gtag('id'), jsonLd, openGraph]],
  ['Segment ids, JSON-LD SKUs', [segment('analytics'), jsonLd]],
  ['Segment ids, gtag SKUs', [segment('analytics'), gtag('sku')]],
  ['Universal Analytics SKUs, JSON-LD', [universal(false), jsonLd]],
  ['Snowplow SKUs, microdata', [snowplow, microdata]],
  ['Adobe SKUs, JSON-LD', [adobe, jsonLd]],
  ['track() ids, gtag SKUs', [trackCalls, gtag('sku')]],
  ['marks SKUs, JSON-LD', [marks, jsonLd]],
  ['JSON-LD and microdata', [jsonLd, microdata]],
];

export function createPageCase(seed: number): PageCase {
  const dice = createDice(seed + 5_000_000);
  if (dice.chance(0.15)) return createConsentPage(dice, seed);
  const kinds: string[] = [];
  const page = createShopPage(dice);
  const [name, speakers] = drawSpeakers(dice);
  const quirks = drawQuirks(dice, kinds, speakers.length > 1);
  if (page.kind === 'list' && speakers.length === 1 && dice.chance(0.25)) {
    makeTwins(page);
    kinds.push('two products of one name and price');
  }
  if (isWhole(quirks))
    for (const one of [
      page.product,
      ...page.others,
      ...page.order.lines.map((l) => l.product),
      ...page.acts.map((a) => a.product),
    ])
      one.price = Math.round(one.price);
  kinds.push(name, `page: ${page.kind}`);
  const speeches = speakers.map((speaker, i) => speaker({ page, quirks, dice, isFirst: i === 0 }));
  for (const speech of speeches) kinds.push(...(speech.kinds ?? []));
  if (quirks.junk) {
    kinds.push('junk beside it');
    speeches[0] = {
      ...speeches[0],
      load: [...dice.shuffled(JUNK).slice(0, 6), ...speeches[0].load],
    };
  }
  if (quirks.loose) kinds.push('ids as numbers, quantities as text');
  const first = dice.chance(0.5);
  kinds.push(first ? 'our script first' : 'our script last');
  const path = {
    product: `/products/${page.product.handle}`,
    list: `/c/${page.category[page.category.length - 1].toLowerCase().replaceAll(' ', '-')}`,
    search: '/search',
    checkout: '/checkout',
    order: '/thank-you',
    cart: '/cart',
  }[page.kind];
  const query = new URLSearchParams({
    ...(page.kind === 'search' && { s: page.query }),
    case: String(seed),
  });
  const ids = [
    page.product,
    ...page.others,
    ...page.order.lines.map((l) => l.product),
    ...page.acts.map((a) => a.product),
  ].flatMap((one) => [...idsOf(one), siblingOf(one)]);
  const canonical = page.kind === 'product' && dice.chance(0.7) ? path : undefined;
  const steps = page.acts.map((_, i) => speeches.map(({ acts }) => acts[i] ?? '').join('\n'));
  const next =
    page.kind === 'product' && isClientSide(name) && dice.chance(0.2) ? page.others[0] : undefined;
  if (next) {
    kinds.push('the next product without a load');
    const shown = { ...page, product: next, others: page.others.slice(1), acts: [] };
    const speech = speakers.map((speaker, i) =>
      speaker({ page: shown, quirks, dice, isFirst: i === 0 }),
    );
    const isStale = dice.chance(0.3);
    if (canonical && isStale) kinds.push('the canonical link of the product before');
    steps.push(goTo(next, seed, speech, isStale));
  }
  const html = document(first, speeches, {
    canonical,
    caseIds: [...new Set(ids)],
    steps,
    caseOptions: { namespace: `case-${seed}` },
  });
  return { kinds, path: `${path}?${query}`, html, page, next, quirks, speeches };
}

/** Shopify's and WooCommerce's pages come from the server. */
const isClientSide = (name: string) => !/Shopify|WooCommerce/.test(name);

/** Changes the page as the router of a shop does: address, markup, then what its platforms say. */
function goTo(next: Product, seed: number, speeches: readonly Speech[], isStale: boolean): string {
  const path = `/products/${next.handle}`;
  const markup = speeches.map((speech) => speech.markup ?? '').join('\n');
  return [
    `history.pushState({}, '', ${json(`${path}?case=${seed}`)});`,
    `document.getElementById('markup').innerHTML = ${json(markup)};`,
    isStale
      ? ''
      : `document.querySelector('link[rel=canonical]')?.setAttribute('href', ${json(path)});`,
    'window.actsOnLoad = [];',
    ...speeches.flatMap(({ load }) => load),
    'for (const act of window.actsOnLoad) act();',
  ].join('\n');
}

function drawSpeakers(dice: Dice): [name: string, speakers: readonly Speaker[]] {
  if (dice.chance(0.5)) {
    const name = dice.pick(Object.keys(ACTORS));
    return [`alone: ${name}`, [ACTORS[name]]];
  }
  if (dice.chance(0.3)) {
    const name = dice.pick(Object.keys(MARKUP));
    return [`alone: ${name}`, [MARKUP[name]]];
  }
  const [name, speakers] = dice.pick(SETS);
  return [`beside: ${name}`, speakers];
}

function createConsentPage(dice: Dice, seed: number): PageCase {
  const { kinds, truth, head, load, steps, options } = consentCase(dice);
  const first = dice.chance(0.5);
  const look = `gtag('event', 'view_item', ${json({ items: [{ item_id: 'SKU-1', item_name: 'Chair', price: 20 }] })});`;
  const speech: Speech = {
    load: [
      ...load,
      'window.dataLayer = window.dataLayer || []; window.gtag = window.gtag || function () { dataLayer.push(arguments); };',
      look,
    ],
    acts: [],
    tellsPage: true,
    facts: [],
    quantities: false,
  };
  const html = document(first, [speech], {
    caseIds: [],
    steps,
    caseOptions: { namespace: `case-${seed}`, ...options },
    head,
  });
  return {
    kinds: [...kinds, 'consent', first ? 'our script first' : 'our script last'],
    path: `/consent?case=${seed}`,
    html,
    speeches: [],
    consent: truth,
  };
}

/** The page's clock stands still but for `passTime`. */
const CLOCK = `{ let now = 1760000000000; window.passTime = (ms) => { now += ms; };
Date.now = () => now; performance.now = () => now - 1759999990000; }`;

function document(
  first: boolean,
  speeches: readonly Speech[],
  given: {
    caseIds: string[];
    steps: string[];
    caseOptions: object;
    canonical?: string;
    head?: string;
  },
): string {
  const { caseIds, steps, caseOptions, canonical, head = '' } = given;
  const set = `window.caseIds = ${json(caseIds)}; window.caseOptions = ${json(caseOptions)}; window.steps = [${steps.map((step) => `() => { ${step} }`).join(',\n')}];`;
  const body = speeches
    .map((speech) => speech.body ?? '')
    .join(' ')
    .trim();
  const markup = speeches.map((speech) => speech.markup ?? '').join('\n');
  const load = speeches.flatMap((speech) => [...(speech.once ?? []), ...speech.load]).join('\n');
  return `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"><script>${CLOCK}\n${set}\n${head}</script>
${canonical ? `<link rel="canonical" href="${canonical}">` : ''}
${first ? '<script src="/frame.js"></script>' : ''}</head>
<body class="${body}"><div id="markup">${markup}</div>
<script>${load}</script>
${first ? '' : '<script type="module" src="/split/frame.js"></script>'}</body></html>`;
}
