import { decimals, percent } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { did } from '../words.js';
import { bar, el } from './dom.js';
import { nameOf } from './products.js';

const points = (change) => {
  const value = decimals(Math.abs(change) * 100, 1);
  return `${change >= 0 ? '+' : '−'}${value}`;
};

/** Why a product is where it is: what each event adds, measured, beside where the network looked. */
export function influences(id, { items }, steps, measured, shares) {
  const chance = items.find((item) => item.id === id)?.probability ?? 0;
  const changes = new Map(measured.map(({ event, change }) => [event.ts, change]));
  // In the order of time; explain() asks about the last sixteen.
  const times = [...changes.keys()].sort((a, b) => a - b);
  const largest = Math.max(0.001, ...[...changes.values()].map(Math.abs));
  const rows = steps.map((event, at) => ({
    text: did(event, nameOf(event.item)),
    change: changes.get(times[at - (steps.length - times.length)]),
    looked: shares?.[at - (steps.length - shares.length)],
  }));
  const strongest = rows.reduce((a, b) =>
    Math.abs(b.change ?? 0) > Math.abs(a.change ?? 0) ? b : a,
  );
  const most = shares && rows.reduce((a, b) => ((b.looked ?? 0) > (a.looked ?? 0) ? b : a));
  return [
    el('h2', {}, say('Why {name}', { name: nameOf(id) })),
    el(
      'p',
      {},
      say(
        'It has a chance of {chance%} to be next. “{event}” matters most: without it the chance would be {without%}.',
        {
          chance,
          event: strongest.text,
          without: Math.max(0, chance - (strongest.change ?? 0)),
        },
      ),
    ),
    el(
      'p',
      { class: 'trust' },
      el('strong', {}, say('Trust the first column.')),
      ' ',
      most && most !== strongest
        ? say(
            'It is measured: each event is left out in turn and the model is asked again. The second only shows where the network looked to find the product; here it looked most at “{event}”, which is not what decided.',
            { event: most.text },
          )
        : say(
            'It is measured: each event is left out in turn and the model is asked again. The second only shows where the network looked to find the product; here both agree, and often they do not.',
          ),
    ),
    el(
      'table',
      { class: 'influences' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, say('Event')),
          el('th', { scope: 'col' }, say('Adds, in points of 100')),
          shares && el('th', { scope: 'col' }, say('Looked at')),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(({ text, change, looked }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, text),
            el(
              'td',
              {},
              change === undefined
                ? el('span', { class: 'soft' }, say('too long ago to be asked'))
                : [
                    el('i', {
                      class: `swing ${change < 0 ? 'down' : 'up'}`,
                      'aria-hidden': 'true',
                      '--share': (Math.abs(change) / largest).toFixed(3),
                    }),
                    el('b', {}, points(change)),
                  ],
            ),
            shares &&
              el('td', {}, bar(looked ?? 0, { kind: 'soft' }), el('b', {}, percent(looked ?? 0))),
          ),
        ),
      ),
    ),
  ];
}
