import { ACTIONS, BANDS, percent } from '../words.js';
import { bar, el } from './dom.js';
import { nameOf, picture } from './products.js';

const SHOWN = 6;

const top = (actions) => Object.entries(actions).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
const place = (prediction, id) => prediction.items.findIndex((item) => item.id === id);

/** What a prediction says, with a mark where it was before the visit was changed. */
export function expectation(now, before, product, choose) {
  const { intent, actions } = now;
  const changed = now !== before;
  const line = (name, share, was, kind) =>
    el(
      'li',
      {},
      el('span', {}, name),
      bar(share, { before: changed ? was : undefined, kind }),
      el('b', {}, percent(share)),
    );
  return [
    el('h2', {}, 'What it expects'),
    el('p', { class: 'band', 'data-band': intent.band }, BANDS[intent.band]),
    el(
      'ul',
      { class: 'meters', 'aria-label': 'Before this visit ends' },
      line('buys', intent.purchase, before.intent.purchase, 'warm'),
      line('to basket', intent.cart, before.intent.cart, 'warm'),
    ),
    el('h3', {}, 'The very next thing'),
    el(
      'ul',
      { class: 'meters' },
      Object.entries(ACTIONS).map(([action, name]) =>
        line(name, actions[action] ?? 0, before.actions[action] ?? 0),
      ),
    ),
    changed &&
      el(
        'p',
        { class: 'legend' },
        el('u', {}),
        ' the thin line: as it was when you took the visit up',
      ),
    el('h3', {}, 'The next product ', el('small', { class: 'small' }, 'choose one to see why')),
    el(
      'ol',
      { class: 'products' },
      now.items
        .slice(0, SHOWN)
        .map((item, at) => productRow(item, at, now, before, product, choose)),
    ),
  ];
}

function productRow({ id, probability, reasons }, at, now, before, product, choose) {
  const was = place(before, id);
  const up = was - at;
  const moved = now === before || !up ? '' : up > 0 ? `▲ ${up}` : `▼ ${-up}`;
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        'aria-pressed': String(id === product),
        'data-focus': `product-${at}`,
        onclick: () => choose(id),
      },
      el('span', { class: 'rank' }, String(at + 1)),
      picture(id),
      el(
        'span',
        { class: 'what' },
        nameOf(id),
        el('small', {}, reasons.map(({ text }) => text).join(' · ')),
      ),
      el(
        'span',
        { class: 'moved', 'data-up': String(up > 0) },
        moved,
        moved && el('span', { class: 'sr' }, up > 0 ? ' places up' : ' places down'),
      ),
      el('b', {}, percent(probability)),
    ),
  );
}

/** What moved between two predictions, as the end of a sentence. */
export function changeIn(was, now) {
  const parts = [];
  const [a, b] = [was.intent.purchase, now.intent.purchase];
  const apart = Math.abs(a - b) >= 0.002;
  parts.push(
    apart
      ? `the chance that the visit buys goes from ${percent(a)} to ${percent(b)}`
      : `the chance that the visit buys stays at ${percent(b)}`,
  );
  const [one, other] = [top(was.actions), top(now.actions)];
  parts.push(
    one === other
      ? `next is most likely still “${ACTIONS[other]}”`
      : `next is now most likely “${ACTIONS[other]}”, not “${ACTIONS[one]}”`,
  );
  const best = now.items[0];
  const old = was.items[0];
  if (best && old) {
    parts.push(
      best.id === old.id
        ? `${nameOf(best.id)} stays first`
        : `${nameOf(best.id)} is first in place of ${nameOf(old.id)}`,
    );
  }
  return `${parts.join('; ')}.`;
}
