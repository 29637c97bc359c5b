import type { ShopEvent } from '../events/event.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { Heard } from '../predictor/core.js';
import { type HeardLine, ofEvent, readHeard } from './heard-line.js';
import type { Inspected } from './predictors.js';
import type { Said } from './speech.js';

const MAX_LINES = 200;

const keyOf = ({ ts, type, item, query }: ShopEvent) => `${ts} ${type} ${item ?? query ?? ''}`;

/**
 * What one predictor has heard, the latest first: the events of its history, and what was merged, refused
 * or not kept since the inspector listens. What the shopper has forgotten goes from here too.
 * @param onChange after each thing heard.
 */
export function createHearing(inspected: Inspected, onChange: () => void) {
  const { predictor } = inspected;
  let others: HeardLine[] = [];
  let events: readonly ShopEvent[] = [];
  /** What to say of an event that was taken otherwise than it was told. */
  const notes = new Map<string, Said>();
  const waiting = Array.isArray(inspected.heard) ? (inspected.heard as Heard[]) : undefined;
  const first = predictor.status().events.refused;
  let refused: RefusalCounts = waiting ? {} : first;
  /** Refused before anybody listened. */
  const unheard: RefusalCounts = waiting ? {} : { ...first };

  const lines = (): HeardLine[] =>
    [...events.map((event) => ofEvent(event, notes.get(keyOf(event)))), ...others]
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_LINES);

  const hear = (heard: Heard) => {
    const [, , event, after] = heard;
    const { state, consent } = predictor.status();
    const unkept: Said =
      state === 'paused'
        ? { text: 'The predictor is paused: it takes nothing.' }
        : state === 'destroyed'
          ? { text: 'The predictor is destroyed: it takes nothing.' }
          : {
              text: 'Consent is “{tier}” ({reason}): nothing is kept.',
              values: { tier: consent.tier, reason: { told: consent.reason } },
            };
    const line = readHeard(heard, refused, {
      idOf: (id) => predictor.item(id)?.id ?? id,
      before: lines(),
      unkept,
      now: Date.now(),
    });
    refused = after;
    if (!event) others = [line, ...others].slice(0, MAX_LINES);
    else {
      events = [...events, event];
      if (line.why) notes.set(keyOf(event), line.why);
    }
    onChange();
  };
  for (const heard of waiting ?? []) hear(heard);
  inspected.heard = { push: hear };

  return {
    lines,
    unheard: () => unheard,
    /** Reads the history again: another tab adds to it, and the shopper forgets. */
    async refresh(): Promise<void> {
      const had = events.length;
      const before = others;
      ({ events } = await predictor.exportData());
      if (had && !events.length) {
        // What came meanwhile stays: that nothing is kept any more, for one.
        others = others.filter((line) => !before.includes(line));
        notes.clear();
      }
      onChange();
    },
    stop() {
      inspected.heard = undefined;
    },
  };
}

export type Hearing = ReturnType<typeof createHearing>;
