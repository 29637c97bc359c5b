import type { ConsentChoice } from '../consent/consent.js';
import type { PlatformName } from '../events/event-sources.js';
import type { Item } from '../events/item.js';
import type { Environment } from '../lib/environment.js';
import type { Texts } from '../language/read-texts.js';
import type { RankRules } from '../prediction/rank.js';
import type { ShopCard } from '../prediction/shop-card.js';
import type { PagePatterns } from '../sources/addresses/url.js';
import type { Source } from '../sources/source.js';
import type { ModelSource } from './load/load-model.js';

/** A listener of this library. */
export type SourceName = PlatformName | 'dom';
/** Which listeners run: those of all platforms the page shows, or these. */
export type SourceOption = 'auto' | readonly (SourceName | Source)[];

/** The options of createPredictor(); each may be left out. */
export interface PredictorOptions {
  /**
   * The model file: a URL, or its bytes. Null loads none, and the baselines serve.
   * @default the base model, `weights/base.safetensors` beside the library
   * @example createPredictor({ model: '/models/shop.safetensors' })
   */
  model?: ModelSource | null;
  /**
   * What the shop sells: items, the URL of JSON with them, a promise, anything that can be iterated, or a
   * function that returns one of these. `{ products: [...] }` and the like, and the field names of Google
   * Merchant, GA4, Shopify, WooCommerce and schema.org are read.
   * @default none: items are known from the model and from what the page shows
   * @example createPredictor({ catalog: [{ id: 'SKU-1', name: 'Chair', price: 20 }] })
   */
  catalog?: readonly Item[] | string | URL | object;
  /**
   * What the shop knows of its visits, as shares from 0 to 1: chances of a model that was not trained on the
   * shop are moved there. The object, what `npx nextaisle card` wrote, or the text of the attribute
   * `data-shop`. A model that was trained on the shop does not need it.
   * @default none: `intent.calibrated` is false with the base model
   * @example createPredictor({ shop: { conversion: 0.021, cart: 0.08, bounce: 0.45 } })
   */
  shop?: ShopCard | string;
  /**
   * What is listened to besides `track`: names of platforms, `'dom'` (`data-nextaisle` marks), or sources
   * of your own.
   * @default 'auto', the marks and every platform that the page shows
   * @example createPredictor({ sources: ['ga4', 'dom'] })
   */
  sources?: SourceOption;
  /**
   * Which addresses are products, lists, the cart: for a shop whose pages report no events.
   * @default none
   * @example createPredictor({ pages: { product: '/products/:id', search: '/search?q=:query' } })
   */
  pages?: PagePatterns;
  /**
   * What may be kept of the shopper: `'granted'`, `'denied'`, a tier by its name, or `'auto'`: what the
   * page's consent signals allow.
   * @default 'auto'; without a signal this page's memory only
   * @example createPredictor({ consent: 'session' })
   */
  consent?: ConsentChoice;
  /**
   * Where the shopper is, as a country or a part of it (ISO 3166-2), for a shop that knows: of several
   * defaults of Consent Mode, the one for that region counts.
   * @default unknown; the strictest default counts until the shopper has answered
   * @example createPredictor({ region: 'US-CA' })
   */
  region?: string;
  /**
   * Keeps the histories of several shops on one origin apart: 1 to 64 letters, digits, `-` and `_`.
   * @default 'default'
   * @example createPredictor({ namespace: 'de' })
   */
  namespace?: string;
  /**
   * How long events are kept, and how many of them.
   * @default { days: 30, maxEvents: 500 }
   * @example createPredictor({ retention: { days: 7 } })
   */
  retention?: { days?: number; maxEvents?: number };
  /**
   * A session ends after this many minutes without an event.
   * @default 30
   * @example createPredictor({ sessionMinutes: 60 })
   */
  sessionMinutes?: number;
  /**
   * Which engine runs the model. `'auto'` starts on cpu and changes when a probe on this device says so.
   * @default 'auto'
   * @example createPredictor({ backend: 'cpu' })
   */
  backend?: 'auto' | 'cpu' | 'webgl';
  /**
   * The rules of `getSnapshot()` and of the `prediction` event.
   * @default { k: 8 }
   * @example createPredictor({ rules: { k: 4, exclude: ['current', 'in-cart'] } })
   */
  rules?: RankRules;
  /**
   * The language of what a shopper reads, as `lang` has it: reasons, and the shelf's prices. It counts more
   * than the page's own.
   * @default the `lang` of the page (`<html lang>`), also when it changes; English where there is none
   * @example createPredictor({ lang: 'de-AT' })
   */
  lang?: string;
  /**
   * Words of your own, a text or a function each; `{name}` is the category or brand. What is left out is
   * said in the words of the page's language.
   * @default the words of this library
   * @example createPredictor({ texts: { seen: 'You looked at it', 'same-category': 'Also in {name}' } })
   */
  texts?: Texts;
  /**
   * Explains each fault in the browser's console, in a line. `?nextaisle-debug` in the address does the
   * same.
   * @default true on localhost and its like (127.0.0.1, `*.localhost`, `*.test`), else false
   * @example createPredictor({ debug: true })
   */
  debug?: boolean;
  /**
   * Clock, random numbers and timers: for tests.
   * @default those of the browser
   * @example createPredictor({ environment: { ...mine, now: () => 1_700_000_000_000 } })
   */
  environment?: Environment;
}

type Checked = 'backend' | 'consent' | 'namespace' | 'sessionMinutes' | 'sources';
/** The options with their defaults. */
export type ParsedOptions = PredictorOptions &
  Required<Pick<PredictorOptions, Checked | 'rules' | 'environment'>> & {
    retention: { days: number; maxEvents: number };
  };
