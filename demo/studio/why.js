import { onLanguage } from '../lang/panels.js';
import { say } from '../lang/say.js';
import { did } from '../words.js';
import { MOST } from './adder.js';
import { createCourse } from './course.js';
import { el, fill, press, trouble } from './dom.js';
import { createEditor } from './editor.js';
import { shopperWho } from './engine.js';
import { changeIn, expectation } from './expectation.js';
import { createFutures } from './futures.js';
import { nameOf } from './products.js';
import { influences } from './influences.js';
import { ownVisit, STARTS, step, timed } from './visits.js';
import { ask } from './worker.js';

const RULES = { k: 60 };

/** "Why and what if": a visit that can be changed, and what the model makes of it. */
export function mountWhy(root) {
  let product;
  let shopper;
  let turn = 0;
  /** The prediction of the visit as it was taken up. */
  let before;
  let now;
  /** What was done last, and the prediction before that; undefined where nothing was. */
  let done;

  const editor = createEditor(update);
  const expected = el('div', { class: 'card-box expected' });
  const why = el('div', { class: 'card-box' });
  const futures = createFutures();
  const course = createCourse((event) => did(event, nameOf(event.item)));
  const said = el('p', { class: 'change', role: 'status' });
  const body = el('div', { class: 'why', hidden: true });
  const starter = el('div', { class: 'card-box starter' });
  body.append(
    el('div', { class: 'two' }, editor.element, el('div', {}, said, expected)),
    course.element,
    why,
    futures.element,
  );
  root.append(starter, body);

  function drawStarter(note) {
    const isBegun = editor.steps().length > 0;
    fill(
      starter,
      el('h2', {}, isBegun ? say('Another visit') : say('Begin here')),
      !isBegun &&
        el(
          'ol',
          { class: 'steps' },
          el('li', {}, say('Take a visit: one of these, or your own in the shop.')),
          el('li', {}, say('Take one thing out of it, or put one in.')),
          el('li', {}, say('See what moves: who buys, what comes next, which product.')),
        ),
      el(
        'div',
        { class: 'buttons' },
        STARTS.map(({ name, events }, i) =>
          press(say(name), () => begin(events.map(step)), { 'data-focus': `start-${i}` }),
        ),
        press(say('Your own visit'), takeOwn, { 'data-focus': 'start-own' }),
        press(say('An empty one'), () => begin([]), { 'data-focus': 'start-empty' }),
      ),
      note && el('p', { class: 'soft', role: 'status' }, note),
    );
  }

  async function takeOwn() {
    drawStarter(say('Reading what this device kept of your visit'));
    try {
      const own = (await ownVisit()).slice(-MOST);
      if (own.length) begin(own);
      else
        drawStarter(
          say('Nothing is kept of a visit. View a few products in the shop, then come back.'),
        );
    } catch (error) {
      drawStarter(error.message);
    }
  }

  function begin(events) {
    before = undefined;
    now = undefined;
    done = undefined;
    product = undefined;
    body.hidden = false;
    root.classList.add('begun');
    editor.begin(events);
    drawStarter();
    update();
    editor.focus();
  }

  /** @param what was done to the visit, in the language of then; undefined where nothing was. */
  async function update(what) {
    const mine = ++turn;
    const steps = editor.steps();
    if (what) done = { what, from: now };
    editor.draw();
    course.begin(steps.length);
    expected.setAttribute('aria-busy', 'true');
    try {
      const made = await shopperWho(timed(steps));
      if (mine !== turn) return made.destroy();
      shopper?.destroy();
      shopper = made;
      const prediction = await shopper.predict(RULES);
      if (mine !== turn) return;
      now = prediction;
      before ??= prediction;
      said.textContent = done
        ? say('{what}: {change}', { what: done.what(), change: changeIn(done.from ?? before, now) })
        : introduction();
      if (!now.items.some(({ id }) => id === product)) product = undefined;
      product ??= now.items[0]?.id;
      drawExpected();
      await Promise.all([explain(mine), futures.show(steps.length ? shopper : undefined)]);
      if (mine === turn) await course.show(timed(steps), RULES);
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
    editor.steps().length
      ? say('Now take something out, put something in, or move it: this line says what it changes.')
      : say('Nobody has done anything yet: this is what it expects of anyone. Add a first event.');

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
    const steps = editor.steps();
    if (!steps.length) {
      fill(
        why,
        el('h2', {}, say('Why this product')),
        el('p', { class: 'soft' }, say('With no event there is nothing to ask. Add one above.')),
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
  onLanguage(() => {
    drawStarter();
    futures.translate();
    course.translate();
    if (!body.hidden) update();
  }, root);
}
