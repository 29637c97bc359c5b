import { browserEnvironment } from '../lib/environment.js';
import type { Prediction } from '../prediction/prediction.js';

/** What was shown: of `Prediction.items`, or an item of the shop's own list. */
export interface Shown {
  id: string;
  /** Its place in the prediction, from 1. */
  rank?: number;
}

/** Half of the card, for a second: what the Media Rating Council calls a viewable impression. */
const HALF = 0.5;
const SECOND_MS = 1000;

/**
 * Dispatches `nextaisle:impression` on the element, once, as the shelf does on itself, when the
 * shopper has had the time to see it; returns the undo.
 * @param latest is asked when it is seen, because ranks change while a card stays.
 */
export function watchImpression(
  element: Element,
  latest: () => { predictor: { getSnapshot(): Prediction }; item: Shown },
): () => void {
  if (typeof IntersectionObserver !== 'function') return () => {};
  const { after } = browserEnvironment();
  let inView = false;
  let stopTimer = () => {};
  const stop = () => {
    stopTimer();
    observer.disconnect();
    document.removeEventListener('visibilitychange', weigh);
  };
  const report = () => {
    stop();
    const { predictor, item } = latest();
    const detail = { item: item.id, rank: item.rank, prediction: predictor.getSnapshot().id };
    element.dispatchEvent(
      new CustomEvent('nextaisle:impression', { detail, bubbles: true, composed: true }),
    );
  };
  // A tab in the background shows nothing, whatever stands in its view.
  const weigh = () => {
    stopTimer();
    if (inView && !document.hidden) stopTimer = after(SECOND_MS, report);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      inView = (entries.at(-1)?.intersectionRatio ?? 0) >= HALF;
      weigh();
    },
    { threshold: HALF },
  );
  observer.observe(element);
  document.addEventListener('visibilitychange', weigh);
  return stop;
}
