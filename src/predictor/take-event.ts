import type { ShopEventSource } from '../events/event.js';
import { createIntake } from '../events/intake.js';
import type { Item } from '../events/item.js';
import { withoutEmbedding } from '../events/parse-item.js';
import { rawEvents } from '../events/raw-events.js';
import type { History } from '../history/history.js';
import type { Environment } from '../lib/environment.js';
import type { Sink } from '../sources/source.js';
import type { Predictor } from './predictor.js';
import type { Status } from './status.js';

/**
 * The one way in. What `track()` or a source brings is raw: the intake parses it and drops duplicates,
 * the page's item is learned of, and the event is appended to the history, whose change is what asks
 * for the next prediction.
 */
export function createEventTaker(options: {
  environment: Environment;
  sessionMs: number;
  history: History;
  /** Where items are learned of. */
  model: { learn(item: Item): void; item(id: string): Item | undefined };
  /** While it does not listen (paused, destroyed) nothing is taken. */
  lifecycle: { isListening(): boolean };
  /** An item was shown without an event: it may be recommended from now on. */
  refresh(): void;
}) {
  const { history, model, lifecycle } = options;
  const intake = createIntake(
    options.environment,
    history.events,
    options.sessionMs,
    history.elsewhere,
  );
  let accepted = 0;

  const take = (raw: unknown, source: ShopEventSource): boolean => {
    const read = lifecycle.isListening() ? intake.event(raw, source) : undefined;
    if (!read) return false;
    const { event, item } = read;
    // Without consent nothing is kept, but what the page shows is still known.
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
      // Every one of an order's lines is taken, whatever becomes of the first.
      rawEvents(type, what, details, intake.refuse)
        .map((raw) => take(raw, 'track'))
        .some(Boolean)) satisfies Predictor['track'],
    sinkFor: (source: ShopEventSource): Sink => ({
      event: (raw) => void take(raw, source),
      item(raw) {
        const item = lifecycle.isListening() ? intake.item(raw) : undefined;
        if (!item) return;
        model.learn(item);
        options.refresh();
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
