import type { Calibration } from '../../model/model.js';
import { bandOf } from '../../prediction/calibrate.js';
import { type Share, wilson } from '../../prediction/proportions.js';
import type { Observation } from './observation.js';

/**
 * A visit has a prediction after each event, so predictions by band are no visits. Here a visit counts once in
 * each band that it comes into, as it was when it first came there.
 * @returns for each band the mean chance of a purchase at that time, and how many bought after it.
 */
export function bandVisits(
  all: readonly Pick<Observation, 'event' | 'place' | 'purchase' | 'bought'>[],
  bands: Calibration['bands'],
): { band: string; said: number; came: Share }[] {
  const firsts = new Map<string, (typeof all)[0]>();
  for (const one of all) {
    // The last event before the visit: it is the same all through it.
    const key = `${one.event - one.place} ${bandOf(one.purchase, bands)}`;
    const first = firsts.get(key);
    if (!first || one.event < first.event) firsts.set(key, one);
  }
  const visits = [...firsts.values()];
  return (['likely', 'undecided', 'unlikely'] as const).map((band) => {
    const own = visits.filter(({ purchase }) => bandOf(purchase, bands) === band);
    const sum = own.reduce((all, { purchase }) => all + purchase, 0);
    const bought = own.filter((one) => one.bought).length;
    return { band, said: sum / own.length, came: wilson(bought, own.length) };
  });
}
