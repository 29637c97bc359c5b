import { percent, whole } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { ACTIONS, BANDS, between, STAGE_NOTES, STAGES } from '../words.js';
import { bar, el, fill, press, trouble } from './dom.js';
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
      bought: (one) => [
        one.bought.value,
        percent(one.bought.value),
        say('of {n#}', { n: one.visits }),
      ],
      value: (one) => [
        one.value / dearest,
        source.money(one.value),
        say('of {n#}', { n: one.visits }),
      ],
    };
    fill(
      grid,
      el(
        'fieldset',
        { class: 'views' },
        el('legend', { class: 'sr' }, say('What the fields show')),
        Object.entries(VIEWS)
          .filter(([name]) => hasPrices || name !== 'value')
          .map(([name, text]) =>
            press(
              say(text),
              () => {
                view = name;
                show();
              },
              { 'aria-pressed': String(view === name), 'data-focus': `view-${name}` },
            ),
          ),
      ),
      el(
        'table',
        { class: 'grid' },
        el(
          'caption',
          { class: 'sr' },
          say('{what}, by stage and band', { what: say(VIEWS[view]) }),
        ),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('td', {}),
            Object.values(BANDS).map((name) => el('th', { scope: 'col' }, say(name))),
          ),
        ),
        el(
          'tbody',
          {},
          Object.keys(STAGE_NOTES).map((stage) =>
            el(
              'tr',
              {},
              el(
                'th',
                { scope: 'row' },
                say(STAGES[stage]),
                el('small', {}, say(STAGE_NOTES[stage])),
              ),
              Object.keys(BANDS).map((band) => {
                const one = segments.find((s) => s.stage === stage && s.band === band);
                if (!one?.visits) return el('td', { class: 'nobody' }, say('nobody'));
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
                      'aria-label': say('{stage}, {band}: {text} {note}', {
                        stage: say(STAGES[stage]),
                        band: say(BANDS[band]),
                        text,
                        note,
                      }),
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
        say(source.notes.counted, { visits: table.starts.length - 1 }),
      ),
    );
    fill(portrait, ...words(chosen, source), taste(chosen));
  }

  /** What `profile()` reads of a segment: its own sentences, in the language of the page. */
  function taste({ stage, band, visits }) {
    if (visits < FEW) return null;
    const box = el('div', { class: 'portrait', 'aria-busy': 'true' });
    const show = (child) => {
      box.replaceChildren(child);
      box.removeAttribute('aria-busy');
    };
    const parts = new Set(table.items.flatMap(({ category }) => category ?? []));
    const names = Object.fromEntries([...parts].map((part) => [part, source.category(part)]));
    const { lang } = document.documentElement;
    source.portrait({ stage, band, lang, names }).then(
      ({ sentences, lang: said }) => {
        const lines = sentences.length ? sentences : [say('They view what all others view.')];
        show(
          el(
            'ul',
            { lang: said === lang ? undefined : said },
            lines.map((text) => el('li', {}, text)),
          ),
        );
      },
      ({ message }) => show(trouble(message)),
    );
    return box;
  }
}

/** A segment in words. */
function words(segment, { money: write }) {
  const { stage, band, visits, share, bought, order, said, returning, after, next } = segment;
  const sentences = [
    after < 1.5
      ? say('{visits|# visit|# visits}, {share%} of all, come here after one thing.', {
          visits,
          share: share.value,
        })
      : say(
          '{visits|# visit|# visits}, {share%} of all, come here after {after.1} things on average.',
          { visits, share: share.value, after },
        ),
    say('{share%} had been in the shop before.', { share: returning.value }),
    likeliest(next.slice(0, 2)),
  ];
  const agrees = said >= bought.low && said <= bought.high;
  const expected = { said };
  return [
    el('h2', {}, say('{stage} · {band}', { stage: say(STAGES[stage]), band: say(BANDS[band]) })),
    visits < FEW && el('p', { class: 'trust' }, say('These are too few to tell much.')),
    el(
      'p',
      { class: 'verdict' },
      Number.isFinite(order)
        ? say('{bought%} of them buy afterwards ({range}), for {order} on average.', {
            bought: bought.value,
            range: between(bought),
            order: write(order),
          })
        : say('{bought%} of them buy afterwards ({range}).', {
            bought: bought.value,
            range: between(bought),
          }),
    ),
    el('p', {}, sentences.join(say(' '))),
    el(
      'p',
      {},
      agrees
        ? say('The model expected {said%} to buy: within what chance explains.', expected)
        : said > bought.value
          ? say('The model expected {said%} to buy: more than came.', expected)
          : say('The model expected {said%} to buy: fewer than came.', expected),
    ),
  ];
}

function likeliest([first, second]) {
  const verb = ({ action }) => say(VERBS[action] ?? ACTIONS[action]);
  return second
    ? say('Next they most likely {first} ({chance%}) or {second} ({other%}).', {
        first: verb(first),
        chance: first.chance,
        second: verb(second),
        other: second.chance,
      })
    : say('Next they most likely {first} ({chance%}).', {
        first: verb(first),
        chance: first.chance,
      });
}

const VERBS = {
  click: 'view a product',
  cart: 'put something into the cart',
  purchase: 'buy',
  checkout: 'go to the checkout',
  remove: 'take something out of the cart',
  wishlist: 'save something',
  search: 'search',
  category: 'open a department',
  leave: 'leave',
};
