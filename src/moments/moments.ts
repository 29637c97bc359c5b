import type { Consent } from '../consent/consent.js';
import { CONSENT_TIERS, type ConsentTier } from '../consent/consent-signal.js';
import type { Item } from '../events/item.js';
import { isObject, parseId } from '../events/parse-field.js';
import { sameSession } from '../events/session.js';
import type { History } from '../history/history.js';
import type { Emitter } from '../lib/async/emitter.js';
import { PredictorError } from '../lib/errors.js';
import type { Environment } from '../lib/environment.js';
import { whenShown } from '../lib/page/when-shown.js';
import { type Lift, liftOf } from './lift.js';
import type { Prediction } from '../prediction/prediction.js';
import { createLane } from '../lib/async/lane.js';
import { countsOf } from './counts.js';
import { createLedger } from './ledger.js';
import { type Arm, keyOf, MAX_ITEMS, type MomentRecord, settled } from './record.js';
import type { MomentRule } from './rule.js';
import { type MomentOptions, readWatch, type Watch } from './watch.js';

const DAY_MS = 86_400_000;

/** Where moments are told, and shelves and their items stand: the document. */
export interface MomentsPage extends EventTarget {
  prerendering?: boolean;
  querySelectorAll?(selectors: string): Iterable<Pick<Element, 'shadowRoot' | 'querySelectorAll'>>;
}

/** The predictor's events that moments listen to, and report their own faults by. */
export interface MomentEvents {
  prediction: Prediction;
  consentchange: { tier: ConsentTier; reason: string };
  error: PredictorError;
}

/** What a predictor shares with its moments. */
export interface MomentsContext {
  settings: { environment: Environment; retention: { days: number }; sessionMinutes: number };
  consent: Pick<Consent, 'state'>;
  history: Pick<History, 'events' | 'store'>;
  emitter: Pick<Emitter<MomentEvents>, 'on' | 'emit'>;
  item(id: string): Item | undefined;
  snapshot(): Prediction;
  /** Aborted when the predictor is destroyed. */
  signal: AbortSignal;
}

/** Rules on the prediction, and what came of them. Loaded at the first `when()` or `lift()`. */
export function createMoments(context: MomentsContext, page: MomentsPage = document) {
  const { settings, consent, history, emitter, snapshot, signal } = context;
  const { environment } = settings;
  const { events } = history;
  const sessionMs = settings.sessionMinutes * 60_000;
  const retentionMs = settings.retention.days * DAY_MS;
  const ledger = createLedger({ environment, retentionMs, store: history.store });
  const lane = createLane();
  const watches = new Set<Watch>();
  const firedHere = new Set<string>();
  const pageId = `page-${Math.floor(environment.random() * 2 ** 52).toString(36)}`;
  let { tier } = consent.state();
  let started = false;

  /** The session that goes on; none before its first event. */
  const session = (): string | undefined => {
    const last = events()[events().length - 1];
    const goesOn = last && sameSession(last, environment.now(), sessionMs);
    return goesOn ? last.session : undefined;
  };

  /** Brings the records up to what has happened since: all of them, or those of one session. */
  const settle = (only?: string) => {
    for (const record of [...ledger.moments(), ...ledger.shelves()]) {
      if (only && record.session !== only && record.session !== pageId) continue;
      const next = settled(record, events(), sessionMs);
      if (JSON.stringify(next) !== JSON.stringify(record)) void ledger.put(next);
    }
  };

  const look = (prediction: Prediction) => {
    const current = session();
    if (!started || !prediction.id || current === undefined || tier === 'off') return;
    settle(current);
    const own = events().filter((event) => event.session === current);
    for (const watch of watches) {
      if (prediction.backend === 'none' && !watch.baselines) continue;
      const key = keyOf({ kind: 'moments', session: current, rule: watch.id } as MomentRecord);
      const record = ledger.get(key) as MomentRecord | undefined;
      // The page before may have ended while the rule held: this is no new moment then.
      const before = watch.session === current ? watch.on : watch.once === 'always' && !!record?.on;
      const on = watch.holds({ prediction, events: own, item: context.item });
      Object.assign(watch, { on, session: current });
      if (on && !before) void lane(() => arrive(watch, prediction, current));
      if (watch.once === 'always' && record && record.on !== on) void ledger.put({ ...record, on });
    }
  };

  const arrive = async (watch: Watch, prediction: Prediction, current: string) => {
    // Another tab may have had the moment.
    await ledger.refresh();
    const now = environment.now();
    const past = ledger.moments().filter(({ rule }) => rule === watch.id);
    const last = Math.max(...past.map((record) => record.last), Number.NEGATIVE_INFINITY);
    const was = {
      session: past.some((record) => record.session === current),
      page: firedHere.has(watch.id),
      visitor: past.length > 0,
      always: false,
    }[watch.once];
    if (was || !watches.has(watch) || tier === 'off') return;
    if (now - last < watch.cooldownMinutes * 60_000) return;

    const own = past.find((record) => record.session === current);
    const draw = past[0]?.draw ?? environment.random();
    const arm: Arm = own?.arm ?? (draw < watch.holdout ? 'holdout' : 'treatment');
    // What led here is not what came of it.
    const since = Math.max(now, (events()[events().length - 1]?.ts ?? 0) + 1);
    const none = { since, moments: 0, clicks: 0, carts: 0, orders: 0, value: 0 };
    firedHere.add(watch.id);
    // Before it is acted: what leads to another page must be known there.
    await ledger.put({
      ...(own ?? none),
      kind: 'moments',
      rule: watch.id,
      session: current,
      arm,
      draw,
      last: now,
      moments: (own?.moments ?? 0) + 1,
      on: true,
    });
    page.dispatchEvent(new CustomEvent('nextaisle:moment', { detail: { rule: watch.id, arm } }));
    if (arm === 'holdout') return;
    try {
      watch.act(prediction);
    } catch (thrown) {
      console.error(thrown);
    }
  };

  const hear = ({ type, detail }: { type: string; detail?: unknown }) => {
    try {
      const { item, prediction } = isObject(detail) ? detail : {};
      const id = parseId(item);
      // A shelf of another predictor of this page is not ours.
      if (!id || tier === 'off' || seriesOf(prediction) !== seriesOf(snapshot().id)) return;
      const since = environment.now();
      const own = session() ?? pageId;
      const shelf = ledger.shelves().find((record) => record.session === own);
      const items = shelf?.items ?? [];
      const known = items.find((entry) => entry.id === id);
      const clicked = type === 'nextaisle:click' || !!known?.clicked;
      if (known?.clicked === clicked || (!known && items.length >= MAX_ITEMS)) return;
      const entry = { carted: false, bought: false, since, id, ...known, clicked };
      const others = items.filter((other) => other !== known);
      void ledger.put({ since, ...shelf, kind: 'shelf', session: own, items: [...others, entry] });
    } catch {
      // A getter of the page threw.
    }
  };

  const onConsent = () => {
    const before = tier;
    tier = consent.state().tier;
    const change = CONSENT_TIERS.indexOf(tier) - CONSENT_TIERS.indexOf(before);
    if (change < 0) ledger.forget('all');
    if (change > 0) void ledger.move();
  };

  const start = async () => {
    await new Promise<void>((seen) => whenShown(seen, page));
    await ledger.refresh();
    started = true;
    settle();
  };
  const ready = start();

  const listening = { signal };
  for (const kind of ['nextaisle:impression', 'nextaisle:click']) {
    page.addEventListener(kind, hear, listening);
  }
  // What was seen before this was loaded.
  for (const shelf of page.querySelectorAll?.('nextaisle-shelf') ?? []) {
    // With `light-dom` its list is in the page.
    for (const list of [shelf.shadowRoot, shelf]) {
      for (const { dataset } of list?.querySelectorAll<HTMLElement>('[data-seen]') ?? []) {
        hear({ type: '', detail: { item: dataset.id, prediction: dataset.seen } });
      }
    }
  }
  emitter.on('prediction', look);
  emitter.on('consentchange', onConsent);
  signal.addEventListener('abort', () => watches.clear());

  return {
    /** @param undo takes the rule back. */
    when(undo: AbortSignal, ...rule: [MomentRule, Watch['act'], MomentOptions?]) {
      const wrong = (option: string) =>
        emitter.emit('error', new PredictorError('BAD_OPTION', option));
      const watch = !undo.aborted && !signal.aborted && readWatch(wrong, ...rule);
      if (!watch) return;
      watches.add(watch);
      undo.addEventListener('abort', () => watches.delete(watch));
      void ready.then(() => look(snapshot()));
    },
    /** What this device counted. */
    async lift(): Promise<Lift> {
      await ready;
      // Moments under way are counted.
      await lane(async () => {});
      await ledger.refresh();
      settle();
      return liftOf([
        countsOf(
          ledger.moments(),
          ledger.shelves(),
          [...watches].map(({ id }) => id),
        ),
      ]);
    },
    forget: ledger.forget,
  };
}

export type LoadedMoments = ReturnType<typeof createMoments>;

const seriesOf = (id: unknown) => String(id).split('-')[0];
