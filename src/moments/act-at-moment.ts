import type { ShopEvent } from '../events/event.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { Environment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Ledger } from './ledger.js';
import type { Arm, MomentRecord } from './record.js';
import type { Watch } from './watch.js';

/**
 * What happens at a moment: check that it is due, choose the shopper's arm, record it, dispatch
 * `nextaisle:moment`, and act unless the shopper is held out.
 */
export function createActing(options: {
  environment: Pick<Environment, 'now' | 'random'>;
  ledger: Ledger;
  events(): readonly ShopEvent[];
  page: EventTarget;
  /** False for a rule that was removed, and while consent is off. */
  isWanted(watch: Watch): boolean;
  onFault(error: PredictorError): void;
}) {
  const { environment, ledger, events, page, isWanted, onFault } = options;
  const actedOnThisPage = new Set<string>();

  const isDue = ({ id, once, cooldownMinutes }: Watch, past: MomentRecord[], session: string) => {
    const hasActed = {
      session: past.some((record) => record.session === session),
      page: actedOnThisPage.has(id),
      visitor: past.length > 0,
      always: false,
    }[once];
    const last = Math.max(...past.map((record) => record.last), Number.NEGATIVE_INFINITY);
    return !hasActed && environment.now() - last >= cooldownMinutes * 60_000;
  };

  const recordOf = (watch: Watch, past: MomentRecord[], session: string): MomentRecord => {
    const before = past.find((record) => record.session === session);
    // Drawn once per shopper: when the share changes, only shoppers between the two shares change arms.
    const draw = past[0]?.draw ?? environment.random();
    const arm: Arm = before?.arm ?? (draw < watch.holdout ? 'holdout' : 'treatment');
    const now = environment.now();
    // Outcomes start after the event that led to the moment.
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
    // Another tab may have acted already.
    await ledger.refresh();
    const past = ledger.moments().filter(({ rule }) => rule === watch.id);
    if (!isWanted(watch) || !isDue(watch, past, session)) return;
    const record = recordOf(watch, past, session);
    const { rule, arm } = record;
    actedOnThisPage.add(rule);
    // Store before acting: the action may leave the page, and the next page must know of it.
    await ledger.put(record);
    page.dispatchEvent(new CustomEvent('nextaisle:moment', { detail: { rule, arm } }));
    if (arm === 'holdout') return;
    try {
      watch.act(prediction);
    } catch (thrown) {
      onFault(callbackFailed('when: act', thrown));
    }
  };
}
