import { CONSENT_TIERS, type ConsentTier } from '../consent/consent-signal.js';
import type { History, HistoryOptions } from './history.js';
import type { LateStores } from './late-stores.js';
import type { Timeline } from './timeline.js';

/** In `session` and `persistent` a history outlives the page. */
export const isStored = (tier: ConsentTier): boolean => rank(tier) > 1;
export const rank = (tier: ConsentTier): number => CONSENT_TIERS.indexOf(tier);

/**
 * Moves the history between consent tiers. What is deleted where:
 *
 * | move | in memory | in stores of other tiers |
 * | --- | --- | --- |
 * | up, by anyone | nothing | what the tab has moves along |
 * | down, by a default | all but this page's events; to `off`, all | this page's events |
 * | down, by the shopper's choice | the same | everything |
 *
 * A choice empties the other stores even where the tier stays as it is: an earlier visit may have
 * been allowed more.
 */
export function tierSetter(
  inForce: { tier: ConsentTier },
  timeline: Timeline,
  stores: Pick<LateStores, 'tell'>,
  expire: () => void,
  { onChange }: Pick<HistoryOptions, 'onChange'>,
): History['setTier'] {
  return (next, decided) => {
    const before = inForce.tier;
    const isDown = rank(next) < rank(before);
    inForce.tier = next;
    if (decided || isStored(before) || isStored(next))
      stores.tell((loaded) => loaded.move(before, next, decided));
    if (isDown) timeline.keep((entry) => entry.here && next !== 'off');
    if (next === before) return;
    expire();
    if (before !== 'off' || timeline.entries().length) onChange?.('tier');
  };
}
