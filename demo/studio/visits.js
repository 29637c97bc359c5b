// Visits to begin with, as a shopper of the demo shop might make them: what was done, on which product.

import { say } from '../lang/say.js';

const looks = (item) => ({ type: 'click', item });

export const STARTS = [
  {
    name: 'Someone after a lamp',
    events: [
      { type: 'category', category: 'Lighting' },
      looks('pebble-table-lamp'),
      looks('mushroom-lamp'),
      looks('apothecary-lamp'),
      looks('mushroom-lamp'),
      { type: 'cart', item: 'mushroom-lamp' },
    ],
  },
  {
    name: 'A morning coffee',
    events: [
      { type: 'search', query: 'coffee' },
      looks('gooseneck-kettle'),
      looks('porcelain-dripper'),
      looks('field-coffee-press'),
      looks('porcelain-dripper'),
      { type: 'cart', item: 'porcelain-dripper' },
      looks('everyday-mug'),
      { type: 'cart', item: 'everyday-mug' },
      { type: 'checkout' },
    ],
  },
  {
    name: 'Here and there',
    events: [
      looks('monstera'),
      looks('two-night-tent'),
      looks('rain-teapot'),
      looks('evening-rocker'),
    ],
  },
];

/** Seconds between two events where a visit does not say. */
const GAP_S = 24;
/** A second look within ten seconds would count as the first one. */
const LEAST_GAP_S = 11;
const MOST_GAP_S = 25 * 60;
let made = 0;

/** An event of the editor: `after` is how many seconds after the one before. */
export const step = ({ type, item, query, category, after = GAP_S }) => ({
  key: `e${++made}`,
  type,
  item,
  query,
  category,
  after: Math.min(MOST_GAP_S, Math.max(LEAST_GAP_S, after)),
});

/** With times: the last event is now, so that no time of day is invented. */
export function timed(steps, now = Date.now()) {
  let ts = now;
  const events = [];
  for (let i = steps.length - 1; i >= 0; i--) {
    events.unshift({ ...steps[i], ts });
    ts -= steps[i].after * 1000;
  }
  return events;
}

/** The latest visit in the demo shop, from the history that is kept on this device; empty without one. */
export async function ownVisit() {
  const { consentChoice } = await import('../consent.js');
  window.nextaisle ??= {
    q: [
      [
        'init',
        {
          model: null,
          namespace: 'fernholm',
          consent: consentChoice() ?? 'granted',
          sources: [],
        },
      ],
    ],
  };
  await new Promise((resolve, reject) => {
    const src = new URL('../../dist/nextaisle.min.js', import.meta.url).href;
    if (document.querySelector(`script[src="${src}"]`)) return resolve();
    const script = Object.assign(document.createElement('script'), { src });
    script.onload = resolve;
    script.onerror = () => reject(new Error(say('The history could not be read.')));
    document.head.append(script);
  });
  await window.nextaisle.ready;
  const { events } = await window.nextaisle.exportData();
  const latest = events.filter(({ session }) => session === events.at(-1)?.session);
  return latest.map((event, i) =>
    step({
      ...event,
      category: event.category?.at(-1),
      after: i ? (event.ts - latest[i - 1].ts) / 1000 : GAP_S,
    }),
  );
}
