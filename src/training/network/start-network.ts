import { hourBucket } from '../../encoding/token.js';
import { ACTION_TYPES } from '../../events/event.js';
import type { ModelConfig } from '../../model/config.js';
import type { Examples } from '../data/examples.js';
import type { SplitLog } from '../data/split-log.js';
import { initParameters } from './initial-parameters.js';
import type { Parameter } from './parameters.js';

/** The weights of next action and intent in the loss; the next item has 1. */
export interface LossWeights {
  actionWeight: number;
  intentWeight: number;
}

/** The weight of next action rises by 1 with so many labelled events, up to the most. */
const EVENTS_PER_WEIGHT = 8000;
const MOST_WEIGHT = 8;
/** Two-hour windows with events that a log must have to teach the hour: four days of a shop that sleeps at night. */
const LEAST_WINDOWS = 30;

/**
 * The untrained network and the weights of its losses, by what the log can teach. Where it tells actions
 * apart, token embeddings start as large as item vectors (rows of length 0.3 √D), and next action and
 * intent get more weight: on a simulated shop of 27,000 events the next action's log-loss fell from 1.27 to
 * 1.17 (last-action Markov: 1.17), for 1 to 2 points of recall@20. The longer the log, the higher the weight
 * can be before the network overfits (docs/journal/next-action.md); without identities, over many shops, a weight above
 * 1 gained nothing (docs/journal/unseen-shops.md). For a log of looks alone token embeddings start at 0, which gives
 * better recall.
 */
export function startNetwork(
  config: ModelConfig,
  log: SplitLog,
  examples: Examples,
  random: () => number,
): { parameters: Map<string, Parameter>; weights: LossWeights } {
  const events = log.events('train');
  const labelled = events.filter((e) => examples.labelled[e]);
  const next = new Set(labelled.map((e) => examples.nextAction[e]));
  next.delete(ACTION_TYPES.length);
  const isTyped = next.size > 1;
  const parameters = initParameters(config, random, isTyped ? 0.3 : 0);
  silenceUnseen(parameters, examples, events);
  if (!config.subIds || !tellsHours(log.data.ts, events)) parameters.delete('embed.hour');
  const most = config.subIds ? MOST_WEIGHT : 1;
  const actionWeight = isTyped
    ? Math.max(1, Math.min(most, labelled.length / EVENTS_PER_WEIGHT))
    : 0.3;
  const intentWeight = isTyped ? 0.3 * actionWeight : 0.1;
  return { parameters, weights: { actionWeight, intentWeight } };
}

/** Whether the log is long enough to tell the hour from the day: one night teaches neither. */
function tellsHours(ts: Float64Array, events: readonly number[]): boolean {
  const windows = new Set<number>();
  for (const e of events) if (hourBucket(ts[e])) windows.add(Math.floor(ts[e] / 7_200_000));
  return windows.size >= LEAST_WINDOWS;
}

/** Zeros for buckets that the log never shows: untrained, they must add nothing in the page. */
function silenceUnseen(
  parameters: Map<string, Parameter>,
  examples: Examples,
  events: readonly number[],
): void {
  const columns = { action: examples.action, ...examples.token };
  for (const [name, column] of Object.entries(columns)) {
    const { value, shape } = parameters.get(`embed.${name}`) as Parameter;
    const shown = new Set(events.map((e) => column[e]));
    for (let row = 0; row < shape[0]; row++) {
      if (!shown.has(row)) value.fill(0, row * shape[1], (row + 1) * shape[1]);
    }
  }
}
