import type { Prediction } from '../prediction/prediction.js';
import type { Speech } from './speech.js';
import { BANDS } from './words.js';

const NS = 'http://www.w3.org/2000/svg';
const WIDTH = 320;
const HEIGHT = 64;
const EDGE = 6;

/** What one prediction said of the visit. */
export type Moment = Pick<Prediction['intent'], 'purchase' | 'cart' | 'band'>;

function shape(tag: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** The chances of a purchase and of a cart, prediction by prediction; a dot has the colour of its band. */
export function chart(moments: readonly Moment[], { say }: Pick<Speech, 'say'>): SVGElement {
  const top = Math.max(0.01, ...moments.flatMap(({ purchase, cart }) => [purchase, cart]));
  const x = (at: number) =>
    moments.length < 2 ? WIDTH / 2 : EDGE + (at * (WIDTH - 2 * EDGE)) / (moments.length - 1);
  const y = (share: number) => HEIGHT - EDGE - (share / top) * (HEIGHT - 2 * EDGE);
  const line = (of: 'purchase' | 'cart') =>
    shape('polyline', {
      class: of,
      points: moments.map((one, at) => `${x(at).toFixed(1)},${y(one[of]).toFixed(1)}`).join(' '),
    });
  const [first, last] = [moments[0], moments[moments.length - 1]];
  const label = last
    ? say(
        '{n|# prediction|# predictions}: the chance that the visit ends in a purchase went from {first%} to {last%}, that something is put into the cart from {firstCart%} to {lastCart%}; now: {band}.',
        {
          n: moments.length,
          first: first.purchase,
          last: last.purchase,
          firstCart: first.cart,
          lastCart: last.cart,
          band: say(BANDS[last.band]),
        },
      )
    : say('No prediction yet.');
  const svg = shape('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    'aria-label': label,
    preserveAspectRatio: 'none',
  });
  svg.append(
    shape('line', { x1: 0, x2: WIDTH, y1: HEIGHT - EDGE, y2: HEIGHT - EDGE, class: 'axis' }),
    line('cart'),
    line('purchase'),
    ...moments.map(({ purchase, band }, at) =>
      shape('circle', { cx: x(at), cy: y(purchase), r: 3, class: band }),
    ),
  );
  return svg;
}
