/*
 * This room asks the browser for the page that the shopper opens next. `choose.ts` picks the addresses from
 * a prediction (`address-of.ts` finds them, `kept-out.ts` knows what is never asked for), `conditions.ts`
 * says whether line and device allow it, `ask-browser.ts` tells the browser, `follow-opened.ts` and
 * `counts.ts` what came of it. Here they are put together, for `src/instant.ts`.
 */

import { PredictorError } from '../lib/errors.js';
import { whenShown } from '../lib/page/when-shown.js';
import { tellFault } from '../lib/tell-fault.js';
import type { Predictor } from '../predictor/predictor.js';
import { addressOf } from './address-of.js';
import { type AskedBy, createAsking, type Mode } from './ask-browser.js';
import { BY_CHANCE } from './by-chance.js';
import { type ChoiceRules, choose, type LeftOut, type LeftOutReason } from './choose.js';
import { mayPrerender, watchConditions, whyNot } from './conditions.js';
import { createCounts, type InstantCounts } from './counts.js';
import { followOpened } from './follow-opened.js';
import { type InstantOptions, readOptions } from './options.js';

/** Several predictions come while a page starts: the last of them counts. */
const SETTLE_MS = 150;
/** Addresses asked for on one page, over all its predictions. */
const MOST_A_PAGE = 6;

/**
 * Why nothing is asked for, or not by speculation rules (`policy`). `loading`: the page, the model, or until
 * the page is seen; `enough`: this page has asked for six.
 */
export type InstantReason =
  | LeftOutReason
  | 'unlikely'
  | 'no-model'
  | 'loading'
  | 'stopped'
  | 'one-page'
  | 'consent'
  | 'paused'
  | 'unsupported'
  | 'enough'
  | 'saves-data'
  | 'slow'
  | 'little-memory'
  | 'policy'
  | 'server';

/** What is asked for at present, and why not more. */
export interface InstantStatus {
  /** `waiting`: no product is likely enough yet. `off`: it cannot, or must not. */
  state: 'waiting' | 'asked' | 'off';
  reason?: InstantReason;
  /** How the browser is told. */
  by: AskedBy;
  mode: Mode;
  addresses: readonly string[];
  /** Products that are likely enough and are not asked for. */
  leftOut: readonly LeftOut[];
}

/** What `startInstant()` returns. */
export interface Instant {
  status(): InstantStatus;
  /** Sums over the pages of this tab where consent allows a store, else of this page. */
  counts(): InstantCounts;
  /** Withdraws what was asked for. */
  stop(): void;
}

export function createInstant(predictor: Predictor, given?: InstantOptions): Instant {
  const settings = readOptions(given, (error) => tellFault(predictor, error));
  const life = new AbortController();
  const { signal } = life;
  const tier = () => predictor.status().consent.tier;
  const counts = createCounts(() => /^(session|persistent)$/.test(tier()));
  /** Every address that this page has asked for; those that were opened are taken out. */
  const open = new Set<string>();
  let askedOnPage = 0;
  let isOnePage = false;
  let isForbidden = false;
  let hadEvents = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let now: Pick<InstantStatus, 'state' | 'reason' | 'addresses' | 'leftOut'>;
  const set = (
    state: InstantStatus['state'],
    reason?: InstantReason,
    addresses: string[] = [],
    leftOut: LeftOut[] = [],
  ) => {
    browser.ask(mode(), addresses);
    now = { state, reason, addresses, leftOut };
  };

  const fault = (detail: InstantReason, about = '') => {
    const message = `nextaisle/instant: ${detail} ${about}`.trim();
    tellFault(predictor, new PredictorError('NOT_INSTANT', detail, { message }));
  };
  const onForbidden = (directive: string) => {
    isForbidden = true;
    if (browser.by() === 'none') {
      // Nothing that this page asked for was got.
      counts.add('asked', -open.size);
      open.clear();
    }
    fault('policy', directive);
    refresh();
  };
  const browser = createAsking(settings.nonce, onForbidden, signal);
  const mode = (): Mode =>
    settings.mode === 'prerender' && browser.by() === 'speculation-rules' && mayPrerender()
      ? 'prerender'
      : 'prefetch';
  const rules: ChoiceRules = {
    ...settings,
    addressOf: (item) => addressOf(document, item, settings.address),
  };

  const whyOff = (): InstantReason | undefined => {
    if (signal.aborted) return 'stopped';
    if (isOnePage) return 'one-page';
    const { state, consent } = predictor.status();
    if (consent.tier === 'off') return 'consent';
    if (!/^(ready|loading)$/.test(state)) return 'paused';
    if (browser.by() === 'none') return isForbidden ? 'policy' : 'unsupported';
    return whyNot();
  };

  const update = () => {
    const off = whyOff();
    if (off) {
      set('off', off);
      return;
    }
    const { minProbability } = settings;
    const prediction = predictor.getSnapshot({ ...BY_CHANCE, minProbability });
    const { addresses: likely, leftOut } = choose(prediction, new URL(location.href), rules);
    const addresses = likely.filter((one) => {
      if (open.has(one)) return true;
      if (askedOnPage === MOST_A_PAGE) return false;
      askedOnPage++;
      open.add(one);
      counts.add('asked');
      return true;
    });
    const isAsked = addresses.length > 0;
    const [first] = leftOut;
    const why =
      prediction.backend === 'none'
        ? 'no-model'
        : likely[0]
          ? 'enough'
          : (first?.reason ?? 'unlikely');
    set(isAsked ? 'asked' : 'waiting', isAsked ? undefined : why, addresses, leftOut);
    if (!isAsked && /^(no-address|this-page)$/.test(why)) fault(why, first.item);
  };

  /** Later, when nothing else is going on; what must not be asked for any more is withdrawn at once. */
  const refresh = () => {
    clearTimeout(timer);
    if (whyOff()) update();
    else if (document.readyState === 'complete' && !document.hidden)
      timer = setTimeout(update, SETTLE_MS);
  };

  const onPrediction = () => {
    const has = predictor.status().store.kept > 0;
    // All that was kept is forgotten, and these are kept of the same shopper.
    if (hadEvents && !has) counts.forget();
    hadEvents = has;
    refresh();
  };

  const onOpened = (address: string, isSameDocument: boolean) => {
    const [url] = address.split('#');
    if (!open.delete(url)) return;
    if (!isSameDocument) {
      counts.add('opened');
      return;
    }
    // The page opens its products without loading a page: what is asked for is not used.
    isOnePage = true;
    fault('one-page');
    refresh();
  };

  const start = async () => {
    await predictor.ready;
    if (signal.aborted) return;
    hadEvents = predictor.status().store.kept > 0;
    // What is kept of the shopper is gone: so are the counts of earlier pages.
    if (hadEvents) counts.read();
    counts.add('pages');
    const stops = [
      predictor.on('prediction', onPrediction),
      predictor.on('statechange', refresh),
      predictor.on('consentchange', ({ tier }) => {
        if (tier === 'off') counts.forget();
        else counts.save();
        refresh();
      }),
    ];
    watchConditions(refresh, signal);
    addEventListener('load', refresh, { signal });
    followOpened(onOpened, signal);
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
    refresh();
  };
  set('waiting', 'loading');
  // A prerendered page asks for nothing until it is shown.
  const stopWaiting = whenShown(() => void start());

  return {
    status: () => ({
      ...now,
      // Browsers tell of a policy after the rules were put into the page.
      reason: now.reason ?? (isForbidden ? 'policy' : undefined),
      by: browser.by(),
      mode: mode(),
    }),
    counts: counts.get,
    stop() {
      stopWaiting();
      life.abort();
      clearTimeout(timer);
      update();
    },
  };
}

/** On a server. */
export const noInstant = (): Instant => ({
  status: () => ({
    state: 'off',
    reason: 'server',
    by: 'none',
    mode: 'prefetch',
    addresses: [],
    leftOut: [],
  }),
  counts: () => ({ pages: 0, asked: 0, opened: 0, wasted: 0 }),
  stop() {},
});
