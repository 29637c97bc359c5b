import { count, did } from '../words.js';
import { createAdder, MOST } from './adder.js';
import { el, fill, trouble } from './dom.js';
import { shopperWho } from './engine.js';
import { changeIn, expectation } from './expectation.js';
import { createFutures } from './futures.js';
import { influences } from './influences.js';
import { nameOf, picture } from './products.js';
import { ownVisit, STARTS, step, timed } from './visits.js';
import { ask } from './worker.js';

const RULES = { k: 60 };

/** "Why and what if": a visit that can be changed, and what the model makes of it. */
export function mountWhy(root) {
  let steps = [];
  /** What the visit was when it was taken up, and the states that can be undone. */
  let first = [];
  let undo = [];
  let product;
  let shopper;
  let turn = 0;
  /** The prediction of the visit as it was taken up. */
  let before;
  let now;

  const visit = el('div', { class: 'card-box visit' });
  const expected = el('div', { class: 'card-box expected' });
  const why = el('div', { class: 'card-box' });
  const futures = createFutures();
  const said = el('p', { class: 'change', role: 'status' });
  const body = el('div', { class: 'why', hidden: true });
  const starter = el('div', { class: 'card-box starter' });
  body.append(
    el('div', { class: 'two' }, visit, el('div', {}, said, expected)),
    why,
    futures.element,
  );
  root.append(starter, body);

  function drawStarter(note) {
    const press = (name, act, focus) =>
      el(
        'button',
        { class: 'button quiet', type: 'button', onclick: act, 'data-focus': focus },
        name,
      );
    fill(
      starter,
      el('h2', {}, steps.length ? 'Another visit' : 'Begin here'),
      !steps.length &&
        el(
          'ol',
          { class: 'steps' },
          el('li', {}, 'Take a visit: one of these, or your own in the shop.'),
          el('li', {}, 'Take one thing out of it, or put one in.'),
          el('li', {}, 'See what moves: who buys, what comes next, which product.'),
        ),
      el(
        'div',
        { class: 'buttons' },
        STARTS.map(({ name, events }, i) =>
          press(name, () => begin(events.map(step)), `start-${i}`),
        ),
        press('Your own visit', takeOwn, 'start-own'),
        press('An empty one', () => begin([]), 'start-empty'),
      ),
      note && el('p', { class: 'soft', role: 'status' }, note),
    );
  }

  async function takeOwn() {
    drawStarter('Reading what this device kept of your visit');
    try {
      const own = (await ownVisit()).slice(-MOST);
      if (own.length) begin(own);
      else
        drawStarter(
          'Nothing is kept of a visit. Look at a few products in the shop, then come back.',
        );
    } catch (error) {
      drawStarter(error.message);
    }
  }

  function begin(events) {
    steps = events;
    first = events;
    undo = [];
    before = undefined;
    product = undefined;
    body.hidden = false;
    root.classList.add('begun');
    drawStarter();
    update('');
    visit.querySelector('h2')?.focus();
  }

  /** @param what was done to the visit, as the begin of a sentence. */
  function change(next, what) {
    undo.push(steps);
    steps = next;
    update(what);
  }

  async function update(what) {
    const mine = ++turn;
    drawVisit();
    expected.setAttribute('aria-busy', 'true');
    try {
      const made = await shopperWho(timed(steps));
      if (mine !== turn) return made.destroy();
      shopper?.destroy();
      shopper = made;
      const prediction = await shopper.predict(RULES);
      if (mine !== turn) return;
      const last = now;
      now = prediction;
      before ??= prediction;
      said.textContent = what ? `${what}: ${changeIn(last ?? before, now)}` : introduction();
      if (!now.items.some(({ id }) => id === product)) product = undefined;
      product ??= now.items[0]?.id;
      drawExpected();
      await Promise.all([explain(mine), futures.show(steps.length ? shopper : undefined)]);
    } catch (error) {
      if (mine === turn)
        fill(
          expected,
          trouble(error.message, () => update(what)),
        );
    }
    if (mine === turn) expected.removeAttribute('aria-busy');
  }

  const introduction = () =>
    steps.length
      ? 'Now take something out, put something in, or move it: this line says what it changes.'
      : 'Nobody has done anything yet: this is what it expects of anyone. Add a first event.';

  // — the visit —

  function drawVisit() {
    const same = steps === first;
    fill(
      visit,
      el(
        'h2',
        { tabindex: '-1' },
        'The visit ',
        el('small', { class: 'small' }, count(steps.length, 'event')),
      ),
      steps.length
        ? el('ol', { class: 'events' }, steps.map(row))
        : el('p', { class: 'soft' }, 'Nothing has happened yet.'),
      adder(),
      el(
        'div',
        { class: 'buttons' },
        tool('Undo', 'undo', () => back(undo.pop(), 'Undone'), !undo.length),
        tool('As it was at first', 'reset', () => change(first, 'As it was at first'), same),
      ),
    );
  }

  function back(to, what) {
    steps = to;
    update(what);
  }

  const tool = (name, focus, act, disabled) =>
    el(
      'button',
      {
        class: 'text-button',
        type: 'button',
        onclick: act,
        'data-focus': focus,
        'aria-disabled': disabled ? 'true' : undefined,
        ...(disabled ? { onclick: undefined } : {}),
      },
      name,
    );

  function row(event, at) {
    const text = did(event, nameOf(event.item));
    const small = (sign, label, name, act, off) =>
      el(
        'button',
        {
          type: 'button',
          class: 'sign',
          title: label,
          'aria-label': `${label}: ${text}`,
          'data-focus': `${name}-${event.key}`,
          'aria-disabled': off ? 'true' : undefined,
          onclick: off ? undefined : act,
        },
        sign,
      );
    const moved = (to) => {
      const next = steps.filter((_, i) => i !== at);
      next.splice(to, 0, event);
      return next;
    };
    const without = () => {
      change(
        steps.filter((_, i) => i !== at),
        `Without “${text}”`,
      );
      focusRow(Math.min(at, steps.length - 1));
    };
    return el(
      'li',
      {},
      picture(event.item),
      el('span', { class: 'did' }, text),
      el(
        'span',
        { class: 'signs' },
        small('↑', 'Earlier', 'up', () => change(moved(at - 1), `“${text}” earlier`), !at),
        small(
          '↓',
          'Later',
          'down',
          () => change(moved(at + 1), `“${text}” later`),
          at === steps.length - 1,
        ),
        small(
          '+',
          'Once more',
          'again',
          () =>
            change(
              [...steps.slice(0, at + 1), step(event), ...steps.slice(at + 1)],
              `“${text}” once more`,
            ),
          steps.length >= MOST,
        ),
        small('✕', 'Take out', 'out', without),
      ),
    );
  }

  /** The row of what was taken out is gone: its neighbour has the focus. */
  function focusRow(at) {
    const rows = visit.querySelectorAll('.events li');
    (rows[at]?.querySelector('[data-focus^="out-"]') ?? visit.querySelector('h2'))?.focus();
  }

  const adder = createAdder({
    steps: () => steps,
    onDraft: drawVisit,
    onAdd: (made, at) =>
      change(
        [...steps.slice(0, at), made, ...steps.slice(at)],
        `With “${did(made, nameOf(made.item))}”`,
      ),
  });

  // — what it expects —

  function drawExpected() {
    fill(
      expected,
      ...expectation(now, before, product, (id) => {
        product = id;
        drawExpected();
        explain(turn);
      }),
    );
  }

  async function explain(mine) {
    if (!steps.length) {
      fill(
        why,
        el('h2', {}, 'Why this product'),
        el('p', { class: 'soft' }, 'With no event there is nothing to ask. Add one above.'),
      );
      return;
    }
    const id = product;
    const events = timed(steps).map((event) => ({ ...event, session: 'one' }));
    const looked = ask({ kind: 'looks', events }).catch(() => undefined);
    const measured = await shopper.explain(id);
    const shares = (await looked)?.shares;
    if (mine !== turn || id !== product) return;
    fill(why, ...influences(id, now, steps, measured, shares));
  }

  drawStarter();
}
