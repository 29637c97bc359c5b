import { aliasesOf } from '../catalog/catalog.js';
import type { ShopEvent, ShopEventSource } from '../events/event.js';
import { createIntake } from '../events/intake.js';
import { withoutEmbedding } from '../events/parse-item.js';
import type { Item } from '../events/item.js';
import { rawEvents } from '../events/raw-events.js';
import type { History } from '../history/history.js';
import type { KnownProducts } from '../sources/identity/one-product.js';
import type { Judge, Sink, Told } from '../sources/source.js';
import type { Core } from './core.js';
import type { ModelInUse } from './model-in-use.js';
import type { Predictor } from './predictor.js';
import type { Status } from './status.js';
import { unifyHistory } from './unify-history.js';

const MAX_EARLY = 200;

/**
 * Takes events from `track()` and the sources: the intake parses them and drops duplicates, the item is
 * learned, and the event is appended to the history. The change of the history then asks `scoring.ts` for
 * the next prediction.
 */
export function createEventTaker(
  core: Core,
  history: History,
  model: ModelInUse,
  /** False while paused and when destroyed: no event is taken. */
  isListening: () => boolean,
  /** An item was shown: it can be recommended from now on. */
  onItem: () => void,
) {
  const { settings } = core;
  const intake = createIntake(
    settings.environment,
    history.events,
    settings.sessionMinutes * 60_000,
    history.eventsOfOtherPages,
    (item) => {
      // Before duplicates are looked for: they may have another of its ids.
      if (aliasesOf(item)) learnIds(item);
      return model.idOf(item.id);
    },
  );
  const learnIds = (item: Item) => {
    model.learn(item);
    unifyHistory(history, model);
  };
  let accepted = 0;
  /** What was told before there was a judge. */
  let early: Told[] = [];
  let judge: Judge = (told) => {
    if (early.length < MAX_EARLY) early.push(told);
    return false;
  };
  const isRepeated = (isEvent: boolean, raw: unknown, source: ShopEventSource) =>
    judge({ isEvent, raw, source, address: location.href });

  const hear = (raw: unknown, source: ShopEventSource, event?: ShopEvent) => {
    core.heard?.push([raw, source, event, intake.refusals()]);
    return !!event;
  };

  const taken = (raw: unknown, source: ShopEventSource): ShopEvent | undefined => {
    if (!isListening()) return undefined;
    if (isRepeated(true, raw, source)) return void intake.refuse('duplicate');
    const read = intake.event(raw, source);
    if (!read) return undefined;
    const { event, item } = read;
    // Without consent no event is kept, but the page's items are still known.
    if (item) model.learn(item);
    const known = model.item(event.item ?? '');
    // An id alone is in the event already.
    if (known && Object.keys(known).length > 1) event.about = withoutEmbedding(known);
    if (!history.append(event)) return undefined;
    accepted++;
    return event;
  };

  const sinkFor = (source: ShopEventSource): Sink => ({
    event: (raw) => void hear(raw, source, taken(raw, source)),
    item(raw) {
      if (!isListening()) return;
      isRepeated(false, raw, source);
      const item = intake.item(raw);
      if (!item) return void hear(raw, source);
      model.learn(item);
      onItem();
    },
    refuse(reason, count) {
      intake.refuse(reason, count);
      hear(undefined, source);
    },
  });

  return {
    track: ((type, what, details) =>
      // Take every line of an order, even when the first is refused.
      rawEvents(type, what, details, sinkFor('track').refuse)
        .map((raw) => hear(raw, 'track', taken(raw, 'track')))
        .some(Boolean)) satisfies Predictor['track'],
    sinkFor,
    /** Who says which ids are one product, and which looks are one: code that only some pages load. */
    judgeBy(createJudge: (known: KnownProducts) => Judge) {
      const learn = (item: Item) => {
        learnIds(item);
        onItem();
      };
      judge = createJudge({ ...history, ...model, learn });
      for (const told of early) judge(told);
      early = [];
    },
    counts: (): Pick<Status['events'], 'accepted' | 'refused'> => ({
      accepted,
      refused: intake.refusals(),
    }),
  };
}

export type EventTaker = ReturnType<typeof createEventTaker>;
