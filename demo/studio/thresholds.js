import { percent } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { between } from '../words.js';
import { createChart } from './chart.js';
import { el, fill } from './dom.js';
import { ruleOf } from './rule.js';

const COARSE = 0.05;
const PAUSE_MS = 300;
/** Points of a line. */
const POINTS = 14;

/** What the rule would have done had it acted above another chance to buy. */
export function createThresholds(source) {
  const title = say('If it acted above another chance to buy');
  const chart = createChart(title);
  const element = el('div', { class: 'card-box thresholds' });
  fill(
    element,
    el('h2', {}, title),
    chart.element,
    el(
      'p',
      { class: 'soft notes' },
      say(
        'The upright line is where the slider stands; what is shaded, the range that chance leaves open (95%).',
      ),
    ),
  );

  return {
    element,
    /** @param isNow whether nothing was changed since. */
    async show(set, isNow) {
      const { discount, margin } = set;
      // While a slider moves, the sentences are enough.
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (!isNow()) return;
      const tryAt = (above) => source.moment(ruleOf({ ...set, above }), { discount, margin });
      // It acts the less, the higher the chance: beyond where it never does there is nothing to see.
      let end = 0;
      while (end < 1 && isNow() && (await tryAt(end)).fired.value > 0) end += COARSE;
      if (!isNow()) return;
      element.hidden = !end;
      if (!end) return;
      const above = [
        ...new Set(
          Array.from({ length: POINTS }, (_, i) => Math.round((100 * end * i) / POINTS) / 100),
        ),
      ];
      const found = [];
      for (const one of above) {
        found.push(await tryAt(one));
        if (!isNow()) return;
      }
      const line = (name, kind, of, dashed) => {
        const shares = found.map((one) => {
          const share = one.fired.value > 0 ? of(one) : undefined;
          return share && Number.isFinite(share.value) ? share : undefined;
        });
        const clip = (value) => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : null);
        return {
          name: say(name),
          kind,
          dashed,
          values: shares.map((share) => (share ? clip(share.value) : null)),
          low: shares.map((share) => (share ? clip(share.low) : null)),
          high: shares.map((share) => (share ? clip(share.high) : null)),
          text: (i) =>
            shares[i]
              ? say('{share} ({range})', {
                  share: percent(shares[i].value),
                  range: between(shares[i]),
                })
              : '–',
        };
      };
      const hasMoney = found.some(({ money }) => money?.neededShare);
      await chart.show({
        x: {
          name: say('Chance to buy, above'),
          values: above,
          label: (i) => say('above {share%}', { share: above[i] }),
          tick: percent,
          steps: [0.01, 0.02, 0.05, 0.1, 0.2],
          hint: say('Point at the lines, or use the arrow keys, for the figures at each chance.'),
        },
        y: { tick: percent },
        at: set.above > above.at(-1) ? undefined : set.above,
        lines: [
          line('Acts', 'accent', ({ fired }) => fired),
          line('Of these buy anyway', 'pine', ({ boughtAnyway }) => boughtAnyway),
          ...(hasMoney
            ? [
                line(
                  'Of the rest must be won over to pay',
                  'blue',
                  ({ money }) => money?.neededShare,
                  true,
                ),
              ]
            : []),
        ],
      });
    },
  };
}
