import type { Prediction } from '../prediction/prediction.js';
import { announce } from './announce.js';

/** A product that was shown: of `Prediction.items`, or of the shop's own list. */
export interface Shown {
  id: string;
  /** Its rank in the prediction, from 1. */
  rank?: number;
}

/** Half of the card for a second: a viewable impression as the Media Rating Council defines it. */
const HALF = 0.5;
const SECOND_MS = 1000;

/** Counts the impressions of any number of cards. */
export interface ImpressionWatch {
  /** Starts the second of this card again. */
  watch(card: Element): void;
  unwatch(card: Element): void;
  stop(): void;
}

/** @param onSeen is called once a watched card; then the card is watched no more. */
export function createImpressionWatch(onSeen: (card: Element) => void): ImpressionWatch {
  /** The timer of each watched card; its own, so that the element needs no file of the predictor. */
  const timers = new Map<Element, ReturnType<typeof setTimeout> | undefined>();
  const inView = new Set<Element>();

  const unwatch = (card: Element) => {
    clearTimeout(timers.get(card));
    timers.delete(card);
    inView.delete(card);
    observer?.unobserve(card);
  };
  const weigh = (card: Element) => {
    clearTimeout(timers.get(card));
    // A tab in the background shows nothing, whatever is in its viewport.
    if (!inView.has(card) || document.hidden) return;
    const timer = setTimeout(() => {
      unwatch(card);
      onSeen(card);
    }, SECOND_MS);
    timers.set(card, timer);
  };
  const onView = (entries: readonly IntersectionObserverEntry[]) => {
    for (const { target, intersectionRatio } of entries) {
      // An entry may still arrive after `unobserve()`.
      if (!timers.has(target)) continue;
      if (intersectionRatio >= HALF) inView.add(target);
      else inView.delete(target);
      weigh(target);
    }
  };
  // Without it nothing is counted, and the shop's page works as before.
  const observer =
    typeof IntersectionObserver === 'function'
      ? new IntersectionObserver(onView, { threshold: HALF })
      : undefined;
  const weighAll = () => inView.forEach(weigh);
  document.addEventListener('visibilitychange', weighAll);

  return {
    watch(card) {
      unwatch(card);
      timers.set(card, undefined);
      observer?.observe(card);
    },
    unwatch,
    stop() {
      for (const card of [...timers.keys()]) unwatch(card);
      document.removeEventListener('visibilitychange', weighAll);
    },
  };
}

/**
 * Dispatches `nextaisle:impression` on the card, once; returns the undo.
 * @param latest is read when the card is seen: its rank may have changed since.
 */
export function watchImpression(
  card: Element,
  latest: () => { predictor: { getSnapshot(): Prediction }; item: Shown },
): () => void {
  const { watch, stop } = createImpressionWatch(() => {
    stop();
    const { predictor, item } = latest();
    const prediction = predictor.getSnapshot().id;
    announce(card, 'impression', { item: item.id, rank: item.rank, prediction });
  });
  watch(card);
  return stop;
}
