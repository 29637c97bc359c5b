import type { Token } from '../encoding/token.js';
import type { ShopEvent } from '../events/event.js';
import type { readScores } from './score.js';
import { type Scorer, scoreAll } from './scorer.js';

/** How one event of the history changes the chance of an item. */
export interface Influence {
  event: ShopEvent;
  /** What the event adds to the item's probability: with it minus without it. */
  change: number;
}

const LAST_EVENTS = 16;

/**
 * Explains an item: drops each of the last 16 events in turn and scores the item again. So it reports
 * a measured change of the prediction, not an attention weight. Largest change first.
 * @param read from the page's entry, which has it already.
 */
export async function explain(
  scorer: Scorer,
  item: string,
  read: typeof readScores,
): Promise<Influence[]> {
  const { events, tokens, rows, encode, calibration, pause } = scorer;
  const row = rows.indexOf(item);
  if (row < 0) return [];
  const first = Math.max(0, events.length - LAST_EVENTS);
  const histories: (readonly Token[])[] = [tokens];
  for (let i = first; i < events.length; i++) {
    histories.push(encode([...events.slice(0, i), ...events.slice(i + 1)]));
  }
  const chances: number[] = [];
  await scoreAll(scorer, histories, async (output, i) => {
    chances[i] = (await read(output, calibration, 0, pause)).items[row];
  });
  return events
    .slice(first)
    .map((event, i) => ({ event, change: chances[0] - chances[i + 1] }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}
