import { consentMode } from '../consent/consent-mode.js';
import type { ConsentVerdict } from '../consent/consent-signal.js';
import { doNotTrack, globalPrivacyControl } from '../consent/global-privacy-control.js';
import { gpp, shopifyPrivacy, tcf } from '../consent/platforms.js';
import type { ShopEventSource, ShopEvent } from '../events/event.js';
import { createIntake } from '../events/intake.js';
import type { Item } from '../events/item.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { QueueHost } from '../lib/page/tap-queue.js';
import { dom } from '../sources/dom/dom.js';
import { adobe } from '../sources/adobe/adobe.js';
import { ga4 } from '../sources/ga4/ga4.js';
import { jsonld } from '../sources/structured-data/jsonld.js';
import { segment } from '../sources/segment/segment.js';
import { shopify } from '../sources/shopify/shopify.js';
import { snowplow } from '../sources/snowplow/snowplow.js';
import { woocommerce } from '../sources/woocommerce/woocommerce.js';
import { startSources } from '../sources/start-sources.js';

/** What one source heard on the page, as plain data. */
export interface Heard {
  source: ShopEventSource;
  events: Pick<ShopEvent, 'type' | 'item'>[];
  /** Items it brought facts of. */
  items: number;
  refused: RefusalCounts;
}

/** What a page tells nextaisle, as plain data. */
export interface Examination {
  /** Of this document: a click may lead to another, with an examination of its own. */
  document: number;
  heard: Heard[];
  /** What a predictor would count: each act once, whoever told of it. */
  counted: Pick<ShopEvent, 'type' | 'item' | 'source'>[];
  /** What is known of the page's items after all sources have spoken. */
  catalog: Item[];
  consent: { name: string; verdict: ConsentVerdict }[];
  /** nextaisle is on the page already. */
  installed: boolean;
}

const MAX_KEPT = 200;

/**
 * Starts every listener we have on this page, each for itself.
 * @param onEvent called after each event: the document may be gone before anybody asks.
 * @returns what they have heard so far.
 */
export function examine(page: Window, onEvent: () => void): () => Examination {
  const id = Math.random();
  const host = page as unknown as QueueHost;
  const world = { now: () => Date.now(), random: Math.random };
  const counted: ShopEvent[] = [];
  const once = createIntake(world, () => counted);
  const catalog = new Map<string, Item>();
  const heard = new Map<ShopEventSource, Heard & { refusals(): RefusalCounts }>();
  const consent = new Map<string, ConsentVerdict>();

  const learn = (item: Item | undefined) => {
    if (item && (catalog.size < MAX_KEPT || catalog.has(item.id))) {
      catalog.set(item.id, { ...catalog.get(item.id), ...item });
    }
  };
  const sources = [
    dom(document),
    ga4(host),
    segment(host),
    shopify(page),
    snowplow(host),
    woocommerce(page),
    adobe(host),
    jsonld(document),
  ];
  startSources(sources, (source) => {
    const own = createIntake(world, () => []);
    const ear = { source, events: [] as ShopEvent[], items: 0, refused: {} };
    heard.set(source, { ...ear, refusals: own.refusals });
    const kept = heard.get(source) as Heard;
    return {
      event(raw) {
        const read = own.event(raw, source);
        if (read && kept.events.length < MAX_KEPT) kept.events.push(brief(read.event));
        learn(read?.item);
        const first = once.event(raw, source);
        if (first && counted.length < MAX_KEPT) counted.push(first.event);
        onEvent();
      },
      item(raw) {
        const item = own.item(raw);
        if (item) kept.items++;
        learn(item);
      },
      refuse: own.refuse,
    };
  });
  const signals = [
    consentMode(host),
    globalPrivacyControl(navigator),
    doNotTrack(navigator),
    tcf(host),
    gpp(host),
    shopifyPrivacy(host),
  ];
  for (const { name, start } of signals) {
    start((verdict) => {
      if (verdict) consent.set(name, verdict);
      else consent.delete(name);
    });
  }
  return () => ({
    document: id,
    heard: [...heard.values()].map(({ refusals, ...ear }) => ({ ...ear, refused: refusals() })),
    counted: counted.map(({ source, ...event }) => ({ ...brief(event), source })),
    catalog: [...catalog.values()],
    consent: [...consent].map(([name, verdict]) => ({ name, verdict })),
    installed: 'nextaisle' in page || !!document.querySelector('nextaisle-shelf'),
  });
}

const brief = ({ type, item }: Pick<ShopEvent, 'type' | 'item'>) => ({ type, item });
