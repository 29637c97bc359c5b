import { percent } from '../lang/numbers.js';
import { REASON, reasonIn, say } from '../lang/say.js';
import { ACTIONS, BANDS } from '../words.js';
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
      el('span', {}, say(name)),
      bar(share, { before: changed ? was : undefined, kind }),
      el('b', {}, percent(share)),
    );
  return [
    el('h2', {}, say('What it expects')),
    el('p', { class: 'band', 'data-band': intent.band }, say(BANDS[intent.band])),
    el(
      'ul',
      { class: 'meters', 'aria-label': say('Before this visit ends') },
      line(ACTIONS.purchase, intent.purchase, before.intent.purchase, 'warm'),
      line(ACTIONS.cart, intent.cart, before.intent.cart, 'warm'),
    ),
    el('h3', {}, say('The very next thing')),
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
        ' ',
        say('the thin line: as it was when you took the visit up'),
      ),
    el(
      'h3',
      {},
      say('The next product'),
      ' ',
      el('small', { class: 'small' }, say('choose one to see why')),
    ),
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
        el('small', {}, reasons.map(({ text }) => text.replace(REASON, reasonIn)).join(' · ')),
      ),
      el(
        'span',
        { class: 'moved', 'data-up': String(up > 0) },
        moved,
        moved && el('span', { class: 'sr' }, ` ${up > 0 ? say('places up') : say('places down')}`),
      ),
      el('b', {}, percent(probability)),
    ),
  );
}

/** What moved between two predictions, as the end of a sentence. */
export function changeIn(was, now) {
  const chances = { was: was.intent.purchase, now: now.intent.purchase };
  const isApart = Math.abs(chances.was - chances.now) >= 0.002;
  const [then, next] = [was, now].map(({ actions }) => say(ACTIONS[top(actions)]));
  const [old, best] = [was, now].map(({ items }) => items[0]?.id);
  const names = { old: nameOf(old), best: nameOf(best) };
  const parts = [
    isApart
      ? say('the chance that the visit buys goes from {was%} to {now%}', chances)
      : say('the chance that the visit buys stays at {now%}', chances),
    then === next
      ? say('next is most likely still “{next}”', { next })
      : say('next is now most likely “{next}”, not “{then}”', { next, then }),
    old !== undefined &&
      best !== undefined &&
      (best === old
        ? say('{best} stays first', names)
        : say('{best} is first in place of {old}', names)),
  ].filter(Boolean);
  return parts.length > 2
    ? say('{a}; {b}; {c}.', { a: parts[0], b: parts[1], c: parts[2] })
    : say('{a}; {b}.', { a: parts[0], b: parts[1] });
}
