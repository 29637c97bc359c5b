import { BANDS, between, count, percent, STAGES, whole } from '../words.js';
import { bar, el } from './dom.js';

const FEW = 20;

export const percentOf = (share) => `${Math.round(share * 100)}%`;

/** What a rule would have done in the visits, in words and rows. */
export function describe(found, { discount, margin }, { who, money: write }) {
  const { visits, fired, boughtAnyway, others, after, money } = found;
  const n = Math.round(fired.value * visits);
  const heading = el('h2', {}, `In ${whole(visits)} visits of ${who}`);
  if (!n) {
    return [
      heading,
      el('p', { class: 'verdict' }, 'It never acts.'),
      el(
        'p',
        { class: 'soft' },
        'Loosen a condition: move a slider towards “any”, or tick another kind of visit.',
      ),
    ];
  }
  const line = (name, share) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, name),
      el('td', {}, bar(share.value, { ...share, kind: 'warm' })),
      el('td', { class: 'number' }, percent(share.value)),
      el('td', { class: 'range' }, between(share)),
    );
  return [
    heading,
    el(
      'p',
      { class: 'verdict' },
      `It acts in ${count(n, 'visit')}, typically after ${count(after, 'thing')}. ${count(boughtAnyway.value * n, 'of them buys', 'of them buy')} anyway.`,
    ),
    n < FEW && el('p', { class: 'trust' }, 'These are too few to tell anything.'),
    el(
      'table',
      { class: 'totals' },
      el(
        'tbody',
        {},
        line('Acts', fired),
        line('Of these buy anyway', boughtAnyway),
        others.n && line('Buy where it does not act', others),
        line('Had been here before', found.returning),
      ),
    ),
    el('h3', {}, 'For whom'),
    el(
      'p',
      {},
      `${listOf(found.stages, STAGES, 'stage', n)}. ${listOf(found.bands, BANDS, 'band', n)}.`,
    ),
    el('h3', {}, `What ${percentOf(discount)} off would cost, and must bring`),
    ...moneyWords(money, { discount, margin, n, write }),
    el(
      'p',
      { class: 'soft notes' },
      'Ranges are 95%. These visits got no offer: whether yours changes what people do, only a trial with a held-out share tells. The code holds out a fifth.',
    ),
  ];
}

const listOf = (list, names, kind, n) =>
  list
    .filter(({ visits }) => visits)
    .sort((a, b) => b.visits - a.visits)
    .map((one) => `${names[one[kind]]} ${percent(one.visits / n)}`)
    .join(', ');

function moneyWords(money, { discount, margin, n, write }) {
  if (!money) {
    return [
      el(
        'p',
        {},
        margin > discount
          ? `There are no prices, so it is counted in orders: each order that would have come anyway costs as much as ${(discount / (margin - discount)).toFixed(2)} further orders bring.`
          : 'The discount is more than an order leaves: it never pays.',
      ),
    ];
  }
  const { cost, needed, neededShare, order } = money;
  const range = ({ low, high }, as) => `${as(low)} to ${as(high)}`;
  if (!cost.value) {
    return [
      el(
        'p',
        {},
        `Nobody bought after it had acted, so it gives nothing away here; in ${count(n, 'visit')} that may be chance.`,
      ),
    ];
  }
  return [
    el(
      'p',
      {},
      `It gives away ${write(cost.value)} (${range(cost, write)}) on orders that would have come anyway, ${write(cost.value / n)} each time it acts.`,
    ),
    needed
      ? el(
          'p',
          {},
          el('strong', {}, `To pay, it must bring ${needed.value.toFixed(1)} further orders`),
          ` (${range(needed, (value) => value.toFixed(1))}) of ${write(order)}: ${percent(neededShare.value)} of those who would not have bought (${between(neededShare)}).`,
        )
      : el(
          'p',
          {},
          el('strong', {}, 'It never pays: '),
          'the discount is more than an order leaves.',
        ),
  ];
}
