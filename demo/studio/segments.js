import { ACTIONS, BANDS, between, count, percent, STAGE_NOTES, STAGES, whole } from '../words.js';
import { bar, el, fill } from './dom.js';
import { demoVisits, whenPlayed } from './played.js';

const FEW = 20;
const VIEWS = { visits: 'How many', bought: 'How many buy', value: 'What they spend' };

export function mountSegments(room, source = demoVisits) {
  whenPlayed(room, source, (played) => draw(room, played, source));
}

function draw(room, { segments, table }, source) {
  let view = 'bought';
  const largest = (list) => list.reduce((a, b) => (b.visits > a.visits ? b : a));
  let chosen =
    segments.find(
      ({ stage, band, visits }) => stage === 'basket' && band === 'undecided' && visits >= FEW,
    ) ?? largest(segments);
  const hasPrices = segments.some(({ value }) => value > 0);
  const grid = el('div', { class: 'card-box' });
  const portrait = el('div', { class: 'card-box', 'aria-live': 'polite' });
  room.append(grid, portrait);
  show();

  function show() {
    const most = Math.max(...segments.map(({ visits }) => visits));
    const dearest = Math.max(...segments.map(({ value }) => value), 1);
    const cellOf = {
      visits: (one) => [one.visits / most, whole(one.visits), ''],
      bought: (one) => [one.bought.value, percent(one.bought.value), `of ${whole(one.visits)}`],
      value: (one) => [one.value / dearest, source.money(one.value), `of ${whole(one.visits)}`],
    };
    fill(
      grid,
      el(
        'fieldset',
        { class: 'views' },
        el('legend', { class: 'sr' }, 'What the fields show'),
        Object.entries(VIEWS)
          .filter(([name]) => hasPrices || name !== 'value')
          .map(([name, text]) =>
            el(
              'button',
              {
                type: 'button',
                class: 'button quiet',
                'aria-pressed': String(view === name),
                'data-focus': `view-${name}`,
                onclick() {
                  view = name;
                  show();
                },
              },
              text,
            ),
          ),
      ),
      el(
        'table',
        { class: 'grid' },
        el('caption', { class: 'sr' }, `${VIEWS[view]}, by stage and band`),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('td', {}),
            Object.values(BANDS).map((name) => el('th', { scope: 'col' }, name)),
          ),
        ),
        el(
          'tbody',
          {},
          Object.keys(STAGE_NOTES).map((stage) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, STAGES[stage], el('small', {}, STAGE_NOTES[stage])),
              Object.keys(BANDS).map((band) => {
                const one = segments.find((s) => s.stage === stage && s.band === band);
                if (!one?.visits) return el('td', { class: 'nobody' }, 'nobody');
                const [share, text, note] = cellOf[view](one);
                return el(
                  'td',
                  {},
                  el(
                    'button',
                    {
                      type: 'button',
                      class: 'cell',
                      'aria-pressed': String(one === chosen),
                      'aria-label': `${STAGES[stage]}, ${BANDS[band]}: ${text} ${note}`,
                      'data-focus': `${stage}-${band}`,
                      onclick() {
                        chosen = one;
                        show();
                      },
                    },
                    el('b', {}, text),
                    el('small', {}, note),
                    bar(share, { kind: 'warm' }),
                  ),
                );
              }),
            ),
          ),
        ),
      ),
      el(
        'p',
        { class: 'soft notes' },
        `${whole(table.starts.length - 1)} visits of ${source.who}. A visit counts once at each stage it reaches, in the band it had when it got there; what it buys after that is counted.`,
      ),
    );
    fill(portrait, ...words(chosen, source.money));
  }
}

/** A segment in words. */
function words(segment, write) {
  const { stage, band, visits, share, bought, order, said, returning, after, departments, next } =
    segment;
  const few = visits < FEW;
  const more = departments.filter(({ here, everywhere }) => here - everywhere > 0.02);
  const sentences = [
    `${count(visits, 'visit')}, ${percent(share.value)} of all, come here after ${after < 1.5 ? 'one thing' : `${after.toFixed(1)} things on average`}.`,
    `${percent(returning.value)} had been in the shop before.`,
    more.length &&
      `They look at ${more.map(({ name, here, everywhere }) => `${name} (${percent(here)}, others at this stage ${percent(everywhere)})`).join(', ')} more than others do.`,
    `Next they most likely ${next
      .slice(0, 2)
      .map(({ action, chance }) => `${asVerb(action)} (${percent(chance)})`)
      .join(' or ')}.`,
  ].filter(Boolean);
  const agrees = said >= bought.low && said <= bought.high;
  return [
    el('h2', {}, `${STAGES[stage]}, ${BANDS[band].toLowerCase()}`),
    few && el('p', { class: 'trust' }, 'These are too few to tell much.'),
    el(
      'p',
      { class: 'verdict' },
      `${percent(bought.value)} of them buy afterwards (${between(bought)})${Number.isFinite(order) ? `, for ${write(order)} on average` : ''}.`,
    ),
    el('p', {}, sentences.join(' ')),
    el(
      'p',
      {},
      `The model expected ${percent(said)} to buy: ${agrees ? 'within what chance explains' : said > bought.value ? 'more than came' : 'fewer than came'}.`,
    ),
  ];
}

const VERBS = {
  click: 'look at a product',
  cart: 'put something into the basket',
  purchase: 'buy',
  checkout: 'go to the checkout',
  remove: 'take something out of the basket',
  wishlist: 'save something',
  search: 'search',
  category: 'open a department',
  leave: 'leave',
};
const asVerb = (action) => VERBS[action] ?? ACTIONS[action];
