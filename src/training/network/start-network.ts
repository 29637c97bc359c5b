import { ACTION_TYPES } from '../../events/event.js';
import type { ModelConfig } from '../../model/config.js';
import type { Examples } from '../data/examples.js';
import { hourBucket } from '../../encoding/token.js';
import type { DataSet } from '../data/data-set.js';
import { initParameters, type Parameter } from './parameters.js';

export interface Start {
  parameters: Map<string, Parameter>;
  /** Share of next action and intent in the loss; the next item has 1. */
  actionWeight: number;
  intentWeight: number;
}

/** The weight of next action rises by one with so many events that tell it, to the most. */
const EVENTS_A_WEIGHT = 8000;
const MOST_WEIGHT = 8;
/** Of the twelve of a day: a shop that sleeps at night has four days in so many. */
const LEAST_WINDOWS = 30;

/**
 * How training starts, for what the log can teach. Where it tells actions apart, what is said of an
 * event starts as loud as its item (rows of length 0.3 √D), and next action and intent weigh as much
 * as they are worth there: on a simulated shop of 27,000 events the next action's log-loss fell from
 * 1.27 to 1.17 (last-action Markov: 1.17), for 1 to 2 points of recall@20. The longer the log, the
 * more can be asked of them before a short log is memorised (docs/journal/next-action.md). Without
 * identities, over many shops, more than 1 gave nothing (docs/journal/unseen-shops.md). A log of looks
 * alone starts silent, which its recall prefers.
 * @param part 0 where an event may be trained on.
 */
export function startNetwork(
  config: ModelConfig,
  data: Pick<DataSet, 'ts'>,
  examples: Examples,
  part: Uint8Array,
  random: () => number,
): Start {
  const next = new Set<number>();
  let told = 0;
  for (let e = 0; e < examples.size; e++) {
    if (part[e] !== 0 || !examples.labelled[e]) continue;
    next.add(examples.nextAction[e]);
    told++;
  }
  next.delete(ACTION_TYPES.length);
  const typed = next.size > 1;
  const parameters = initParameters(config, random, typed ? 0.3 : 0);
  silenceUnseen(parameters, examples, part);
  if (!config.subIds || !tellsHours(data.ts, part)) parameters.delete('embed.hour');
  const most = config.subIds ? MOST_WEIGHT : 1;
  const actionWeight = typed ? Math.max(1, Math.min(most, told / EVENTS_A_WEIGHT)) : 0.3;
  return { parameters, actionWeight, intentWeight: typed ? 0.3 * actionWeight : 0.1 };
}

/** Whether the hour can be told from the day: a log of one night knows neither. */
function tellsHours(ts: Float64Array, part: Uint8Array): boolean {
  const windows = new Set<number>();
  for (let e = 0; e < ts.length; e++) {
    if (part[e] === 0 && hourBucket(ts[e])) windows.add(Math.floor(ts[e] / 7_200_000));
  }
  return windows.size >= LEAST_WINDOWS;
}

/** A bucket the log never shows must say nothing in the page. */
function silenceUnseen(
  parameters: Map<string, Parameter>,
  examples: Examples,
  part: Uint8Array,
): void {
  const columns = { action: examples.action, ...examples.token };
  for (const [name, column] of Object.entries(columns)) {
    const { value, shape } = parameters.get(`embed.${name}`) as Parameter;
    const shown = new Set<number>();
    for (let e = 0; e < examples.size; e++) if (part[e] === 0) shown.add(column[e]);
    for (let row = 0; row < shape[0]; row++) {
      if (!shown.has(row)) value.fill(0, row * shape[1], (row + 1) * shape[1]);
    }
  }
}
