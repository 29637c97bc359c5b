import { listIds } from '../catalog/list-ids.fixture.js';
import { createCatalog } from '../catalog/catalog.js';
import type { ConsentTier } from '../consent/consent-signal.js';
import type { ActionType, ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { parseCategory } from '../events/parse-field.js';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import { type PredictorError, toPredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import type { Band } from '../prediction/prediction.js';
import type { KnownItems } from './facts.js';
import type { ProfileOptions } from './options.js';
import { loadWords } from './load-words.js';
import { type ProfileSource, profileOf } from './profile.js';

const TOOLS = [badOption, callbackFailed, ownFields, parseCategory, toPredictorError] as const;
export const DAY_MS = 86_400_000;

/** A device whose clock and history a test writes by hand. */
export function device({
  catalog: given = [] as Item[],
  shown = [] as Item[],
  tier = 'persistent' as ConsentTier,
  model = undefined as KnownItems['model'],
  trained = [] as string[],
  lang = 'en',
} = {}) {
  const catalog = createCatalog(listIds(trained));
  for (const item of given) catalog.upsert(item, true);
  for (const item of shown) catalog.upsert(item);
  const faults: PredictorError[] = [];
  const events: ShopEvent[] = [];
  let visit = 0;
  const self = {
    now: Date.UTC(2026, 5, 1),
    band: 'unlikely' as Band,
    state: 'ready',
    events,
    faults,
    /** A day later. */
    nextVisit() {
      visit++;
      self.now += DAY_MS;
      return self;
    },
    act(type: ActionType, item?: string, more: Partial<ShopEvent> = {}) {
      self.now += 10_000;
      events.push({ type, item, ts: self.now, session: `s${visit}`, source: 'track', ...more });
      return self;
    },
    look(...items: string[]) {
      for (const item of items) self.act('click', item);
      return self;
    },
    profile(options?: ProfileOptions) {
      const source: ProfileSource = {
        core: {
          settings: { environment: { now: () => self.now }, sessionMinutes: 30 },
          turns: { pause: () => undefined },
          onFault: (error) => void faults.push(error),
          predictor: { status: () => ({ language: { used: lang } }) },
        },
        lifecycle: { state: () => self.state },
        consent: { state: () => ({ tier }) },
        history: { events: () => events },
        model: { tokens: () => ({ rows: catalog, catalog, model }) },
        scoring: { upToDate: async () => {} },
        latest: () => ({ intent: { purchase: 0, cart: 0, band: self.band, calibrated: false } }),
      };
      return profileOf(source, options, TOOLS, loadWords);
    },
  };
  return self;
}

/** So many items of a category, named after it: `lamps1`, `lamps2`, … */
export const itemsOf = (category: string[], count: number, more: Partial<Item> = {}): Item[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${category.at(-1)?.toLowerCase()}${i + 1}`,
    category,
    ...more,
  }));
