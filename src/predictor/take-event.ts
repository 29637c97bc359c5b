import type { ShopEventSource } from '../events/event.js';
import { createIntake } from '../events/intake.js';
import { withoutEmbedding } from '../events/parse-item.js';
import { rawEvents } from '../events/raw-events.js';
import type { History } from '../history/history.js';
import type { Sink } from '../sources/source.js';
import type { Core } from './core.js';
import type { ModelInUse } from './model-in-use.js';
import type { Predictor } from './predictor.js';
import type { Status } from './status.js';

/**
 * Takes events from `track()` and the sources: the intake parses them and drops duplicates, the item is
 * learned, and the event is appended to the history. The change of the history then asks `scoring.ts` for
 * the next prediction.
 */
export function createEventTaker(
  { settings }: Core,
  history: History,
  model: ModelInUse,
  /** False while paused and when destroyed: no event is taken. */
  isListening: () => boolean,
  /** An item was shown: it can be recommended from now on. */
  onItem: () => void,
) {
  const intake = createIntake(
    settings.environment,
    history.events,
    settings.sessionMinutes * 60_000,
    history.eventsOfOtherPages,
  );
  let accepted = 0;

  const take = (raw: unknown, source: ShopEventSource): boolean => {
    const read = isListening() ? intake.event(raw, source) : undefined;
    if (!read) return false;
    const { event, item } = read;
    // Without consent no event is kept, but the page's items are still known.
    if (item) model.learn(item);
    const known = model.item(event.item ?? '');
    // An id alone is in the event already.
    if (known && Object.keys(known).length > 1) event.about = withoutEmbedding(known);
    if (!history.append(event)) return false;
    accepted++;
    return true;
  };

  return {
    track: ((type, what, details) =>
      // Take every line of an order, even when the first is refused.
      rawEvents(type, what, details, intake.refuse)
        .map((raw) => take(raw, 'track'))
        .some(Boolean)) satisfies Predictor['track'],
    sinkFor: (source: ShopEventSource): Sink => ({
      event: (raw) => void take(raw, source),
      item(raw) {
        const item = isListening() ? intake.item(raw) : undefined;
        if (!item) return;
        model.learn(item);
        onItem();
      },
      refuse: intake.refuse,
    }),
    counts: (): Pick<Status['events'], 'accepted' | 'refused'> => ({
      accepted,
      refused: intake.refusals(),
    }),
  };
}

export type EventTaker = ReturnType<typeof createEventTaker>;
