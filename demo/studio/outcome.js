import { decimals, listOf } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { BANDS, between, STAGES } from '../words.js';
import { el, shareRow } from './dom.js';

const FEW = 20;

/** What a rule would have done in the visits, in words and rows. */
export function describe(found, { discount, margin }, { notes, money: write }) {
  const { visits, fired, boughtAnyway, others, after, money } = found;
  const n = Math.round(fired.value * visits);
  const heading = el('h2', {}, say(notes.tried, { visits }));
  if (!n) {
    return [
      heading,
      el('p', { class: 'verdict' }, say('It never acts.')),
      el(
        'p',
        { class: 'soft' },
        say('Loosen a condition: move a slider towards “any”, or tick another kind of visit.'),
      ),
    ];
  }
  return [
    heading,
    el(
      'p',
      { class: 'verdict' },
      say('It acts in {n|# visit|# visits}, typically after {after|# thing|# things}.', {
        n,
        after: Math.round(after),
      }),
      say(' '),
      say('{n|# of them buys|# of them buy} anyway.', { n: Math.round(boughtAnyway.value * n) }),
    ),
    n < FEW && el('p', { class: 'trust' }, say('These are too few to tell anything.')),
    el(
      'table',
      { class: 'totals' },
      el(
        'tbody',
        {},
        shareRow(say('Acts'), fired, 'warm'),
        shareRow(say('Of these buy anyway'), boughtAnyway, 'warm'),
        others.n && shareRow(say('Buy where it does not act'), others, 'warm'),
        shareRow(say('Had been here before'), found.returning, 'warm'),
      ),
    ),
    el('h3', {}, say('For whom')),
    el(
      'p',
      {},
      say('{stages}. {bands}.', {
        stages: sharesOf(found.stages, STAGES, 'stage', n),
        bands: sharesOf(found.bands, BANDS, 'band', n),
      }),
    ),
    el('h3', {}, say('What {discount%} off would cost, and must bring', { discount })),
    ...moneyWords(money, { discount, margin, n, write }),
    el(
      'p',
      { class: 'soft notes' },
      say(
        'Ranges are 95%. These visits got no offer: whether yours changes what people do, only a trial with a held-out share tells. The code holds out a fifth.',
      ),
    ),
  ];
}

const sharesOf = (list, names, kind, n) =>
  listOf(
    list
      .filter(({ visits }) => visits)
      .sort((a, b) => b.visits - a.visits)
      .map((one) => say('{name} {share%}', { name: say(names[one[kind]]), share: one.visits / n })),
  );

const range = ({ low, high }, as) => say('{low} to {high}', { low: as(low), high: as(high) });

function moneyWords(money, { discount, margin, n, write }) {
  if (!money) {
    return [
      el(
        'p',
        {},
        margin > discount
          ? say(
              'There are no prices, so it is counted in orders: each order that would have come anyway costs as much as {orders.2} further orders bring.',
              { orders: discount / (margin - discount) },
            )
          : say('The discount is more than an order leaves: it never pays.'),
      ),
    ];
  }
  const { cost, needed, neededShare, order } = money;
  if (!cost.value) {
    return [
      el(
        'p',
        {},
        say(
          'Nobody bought after it had acted, so it gives nothing away here; in {n|# visit|# visits} that may be chance.',
          { n },
        ),
      ),
    ];
  }
  return [
    el(
      'p',
      {},
      say(
        'It gives away {cost} ({range}) on orders that would have come anyway, {each} each time it acts.',
        { cost: write(cost.value), range: range(cost, write), each: write(cost.value / n) },
      ),
    ),
    needed
      ? el(
          'p',
          {},
          el(
            'strong',
            {},
            say('To pay, it must bring {needed.1} further orders ({range}) of {order}.', {
              needed: needed.value,
              range: range(needed, (value) => decimals(value, 1)),
              order: write(order),
            }),
          ),
          say(' '),
          say('That is {share%} of those who would not have bought ({range}).', {
            share: neededShare.value,
            range: between(neededShare),
          }),
        )
      : el(
          'p',
          {},
          el('strong', {}, say('It never pays: the discount is more than an order leaves.')),
        ),
  ];
}
