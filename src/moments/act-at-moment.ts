import type { ShopEvent } from '../events/event.js';
import type { Environment } from '../lib/environment.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Ledger } from './ledger.js';
import type { Arm, MomentRecord } from './record.js';
import type { Watch } from './watch.js';

/**
 * What happens at a moment: it is decided whether it is due and in which arm the shopper is, written
 * down, told to the page, and acted on unless the shopper is held out.
 */
export function createActing(options: {
  environment: Pick<Environment, 'now' | 'random'>;
  ledger: Ledger;
  events(): readonly ShopEvent[];
  page: EventTarget;
  /** False for a rule that was taken back, and while nothing may be kept. */
  isWanted(watch: Watch): boolean;
}) {
  const { environment, ledger, events, page, isWanted } = options;
  const actedOnThisPage = new Set<string>();

  const isDue = ({ id, once, cooldownMinutes }: Watch, past: MomentRecord[], session: string) => {
    const wasHere = {
      session: past.some((record) => record.session === session),
      page: actedOnThisPage.has(id),
      visitor: past.length > 0,
      always: false,
    }[once];
    const last = Math.max(...past.map((record) => record.last), Number.NEGATIVE_INFINITY);
    return !wasHere && environment.now() - last >= cooldownMinutes * 60_000;
  };

  const recordOf = (watch: Watch, past: MomentRecord[], session: string): MomentRecord => {
    const before = past.find((record) => record.session === session);
    // Drawn once a shopper: another share later moves only those between the two shares.
    const draw = past[0]?.draw ?? environment.random();
    const arm: Arm = before?.arm ?? (draw < watch.holdout ? 'holdout' : 'treatment');
    const now = environment.now();
    // What led here is not what came of it.
    const since = Math.max(now, (events()[events().length - 1]?.ts ?? 0) + 1);
    return {
      ...(before ?? { since, clicks: 0, carts: 0, orders: 0, value: 0 }),
      kind: 'moments',
      rule: watch.id,
      session,
      arm,
      draw,
      last: now,
      moments: (before?.moments ?? 0) + 1,
      on: true,
    };
  };

  return async (watch: Watch, prediction: Prediction, session: string): Promise<void> => {
    // Another tab may have had the moment.
    await ledger.refresh();
    const past = ledger.moments().filter(({ rule }) => rule === watch.id);
    if (!isWanted(watch) || !isDue(watch, past, session)) return;
    const record = recordOf(watch, past, session);
    const { rule, arm } = record;
    actedOnThisPage.add(rule);
    // Before it is acted: what leads to another page must be known there.
    await ledger.put(record);
    page.dispatchEvent(new CustomEvent('nextaisle:moment', { detail: { rule, arm } }));
    if (arm === 'holdout') return;
    try {
      watch.act(prediction);
    } catch (thrown) {
      console.error(thrown);
    }
  };
}
