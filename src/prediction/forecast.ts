import { softmax } from '../engine/softmax.js';
import type { ActionType, NextAction, ShopEvent } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import { badOption } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import { seededRandom } from '../lib/random.js';
import { NEXT_ACTIONS } from './calibrate.js';
import { createDraw, type DrawOptions } from './draw.js';
import { type Scorer, scoreAll, tokensWith } from './scorer.js';

/** How far ahead `forecast()` looks, how many futures it samples, and how it draws them. */
export interface ForecastOptions extends DrawOptions {
  /** How many events ahead, 1 … 20; default 3. */
  steps?: number;
  /** How many futures, 1 … 1024; default 64. */
  samples?: number;
  /** The same seed and the same history give the same futures. */
  seed?: number;
}

/** One sampled continuation of the session. */
export interface Future {
  events: { type: ActionType; item?: string }[];
  /** True when the session ended before the last step. */
  left: boolean;
}

/** The sampled futures, and how often each action and item occurs in them. */
export interface Forecast {
  futures: Future[];
  summary: {
    /** Share of the futures in which the action happens within the steps. */
    actions: Record<NextAction, number>;
    /** Share of the futures with an event on the item; the ten largest. */
    items: { id: string; probability: number }[];
  };
}

const KINDS: Readonly<Record<keyof ForecastOptions, string>> = {
  steps: 'n',
  samples: 'n',
  seed: 'n',
  temperature: 'n',
  topK: 'n',
  topP: 'p',
};

interface Branch {
  events: ShopEvent[];
  futures: Future[];
}

const WITH_ITEM: readonly ActionType[] = ['click', 'cart', 'purchase', 'remove', 'wishlist'];
const LEAVE = ACTION_TYPES.length;

/**
 * Samples futures step by step: the next action, then an item given that action. Futures with the
 * same events so far form one branch, which is scored once.
 */
export async function forecast(
  scorer: Scorer,
  given: ForecastOptions = {},
  onFault: (error: PredictorError) => void = () => {},
): Promise<Forecast> {
  const options = ownFields<ForecastOptions>('forecast', given, KINDS, onFault);
  const { calibration, events, rows, environment } = scorer;
  const steps = within('steps', options.steps, 20, 3, onFault);
  const samples = within('samples', options.samples, 1024, 64, onFault);
  const random = options.seed === undefined ? environment.random : seededRandom(options.seed);
  const gapMs = typicalGap(events);
  const last = events[events.length - 1];
  const futures = [...new Array(samples)].map((): Future => ({ events: [], left: false }));
  let branches: Branch[] = [{ events: [], futures }];

  for (let step = 1; step <= steps && branches.length; step++) {
    const next = new Map<string, Branch>();
    const histories = branches.map((branch) => tokensWith(scorer, branch.events));
    await scoreAll(scorer, histories, async (output, at) => {
      const branch = branches[at];
      const { temperature, bias } = calibration.actions;
      const drawAction = createDraw(softmax(output.actions, temperature, bias), options, random);
      const byAction = new Map<number, Future[]>();
      for (const future of branch.futures) {
        const action = drawAction();
        if (action === LEAVE) future.left = true;
        else byAction.set(action, [...(byAction.get(action) ?? []), future]);
      }
      for (const [action, takers] of byAction) {
        const type = ACTION_TYPES[action];
        const chances = WITH_ITEM.includes(type)
          ? await output.items(action, calibration.items.temperature)
          : new Float32Array(0);
        const drawItem = createDraw(chances, options, random);
        for (const future of takers) {
          const item = rows.id(drawItem());
          future.events.push(item === undefined ? { type } : { type, item });
          const key = [at, action, item].join();
          const same = next.get(key);
          if (same) same.futures.push(future);
          else {
            const ts = (last?.ts ?? 0) + step * gapMs;
            const session = last?.session ?? '';
            const event: ShopEvent = { type, item, ts, session, source: 'import' };
            next.set(key, { events: [...branch.events, event], futures: [future] });
          }
        }
      }
    });
    branches = [...next.values()];
  }
  return { futures, summary: summarise(futures) };
}

function summarise(futures: readonly Future[]): Forecast['summary'] {
  const actions = Object.fromEntries(NEXT_ACTIONS.map((action) => [action, 0])) as Record<
    NextAction,
    number
  >;
  const items = new Map<string, number>();
  const share = 1 / futures.length;
  for (const { events, left } of futures) {
    const types = new Set<NextAction>(events.map(({ type }) => type));
    if (left) types.add('leave');
    for (const type of types) actions[type] += share;
    for (const id of new Set(events.map(({ item }) => item))) {
      if (id !== undefined) items.set(id, (items.get(id) ?? 0) + share);
    }
  }
  const top = [...items].sort(([, a], [, b]) => b - a).slice(0, 10);
  return { actions, items: top.map(([id, probability]) => ({ id, probability })) };
}

/** Median gap within the session, ms; 20 s when there is none. */
function typicalGap(events: readonly ShopEvent[]): number {
  const gaps = events
    .slice(-17)
    .flatMap(({ ts, session }, i, all) =>
      i && all[i - 1].session === session ? [ts - all[i - 1].ts] : [],
    )
    .sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 20_000;
}

function within(
  name: 'steps' | 'samples',
  value: unknown,
  high: number,
  fallback: number,
  onFault: (error: PredictorError) => void,
): number {
  const number = Math.floor(Number(value ?? fallback));
  if (number >= 1 && number <= high) return number;
  onFault(badOption(`forecast.${name}`, value));
  return number > high ? high : fallback;
}
