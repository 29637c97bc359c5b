import { percent } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { BANDS } from '../words.js';
import { el, fill, press, slider, trouble } from './dom.js';
import { describe } from './outcome.js';
import { demoVisits, whenPlayed } from './played.js';
import { codeOf, ruleOf } from './rule.js';
import { createThresholds } from './thresholds.js';

const WAIT_MS = 80;

export function mountMoments(room, source = demoVisits) {
  whenPlayed(room, source, (played) => draw(room, played, source));
}

function draw(room, { table }, source) {
  const set = {
    bands: new Set(['undecided']),
    above: 0,
    below: 1,
    leave: 0,
    events: 3,
    category: '',
    discount: 0.1,
    margin: 0.4,
  };
  let turn = 0;
  let timer;
  const outcome = el('div', { class: 'card-box outcome' });
  const thresholds = createThresholds(source);
  const code = el('pre', { tabindex: '0', 'aria-label': say('The rule as code') });
  const copied = el('span', { role: 'status', class: 'soft' });

  const changed = (name) => (value) => {
    set[name] = value;
    update();
  };
  function update() {
    code.textContent = codeOf(ruleOf(set));
    copied.textContent = '';
    clearTimeout(timer);
    timer = setTimeout(replay, WAIT_MS);
  }

  async function replay() {
    const mine = ++turn;
    outcome.setAttribute('aria-busy', 'true');
    try {
      const { discount, margin } = set;
      const found = await source.moment(ruleOf(set), { discount, margin });
      if (mine === turn) fill(outcome, ...describe(found, set, source));
      if (mine === turn) void thresholds.show({ ...set }, () => mine === turn).catch(() => {});
    } catch (error) {
      if (mine === turn) fill(outcome, trouble(error.message, replay));
    }
    if (mine === turn) outcome.removeAttribute('aria-busy');
  }

  const hundredths = { min: '0', max: '1', step: '0.01' };
  const departments = [
    ...new Set(table.items.flatMap(({ category }) => category?.[0] ?? [])),
  ].sort();
  room.append(
    el(
      'div',
      { class: 'two' },
      el(
        'form',
        { class: 'card-box', onsubmit: (event) => event.preventDefault() },
        el('h2', {}, say('Act when all of this holds')),
        el(
          'fieldset',
          {},
          el('legend', {}, say('The visit is')),
          Object.entries(BANDS).map(([band, name]) =>
            el(
              'label',
              { class: 'check' },
              el('input', {
                type: 'checkbox',
                checked: set.bands.has(band),
                onchange({ target }) {
                  if (target.checked) set.bands.add(band);
                  else set.bands.delete(band);
                  update();
                },
              }),
              say(name),
            ),
          ),
        ),
        slider({
          label: say('Chance to buy, above'),
          ...hundredths,
          value: String(set.above),
          read: (value) => (value ? percent(value) : say('any')),
          onchange: changed('above'),
        }),
        slider({
          label: say('Chance to buy, below'),
          ...hundredths,
          value: String(set.below),
          read: (value) => (value < 1 ? percent(value) : say('any')),
          onchange: changed('below'),
        }),
        slider({
          label: say('Chance to leave next, above'),
          ...hundredths,
          value: String(set.leave),
          read: (value) => (value ? percent(value) : say('any')),
          onchange: changed('leave'),
        }),
        slider({
          label: say('Things done so far, at least'),
          min: '1',
          max: '20',
          step: '1',
          value: String(set.events),
          read: String,
          onchange: changed('events'),
        }),
        departments.length > 1 &&
          el(
            'label',
            { class: 'field' },
            el('span', {}, say('The product on the screen is in')),
            el(
              'select',
              { onchange: ({ target }) => changed('category')(target.value) },
              el('option', { value: '' }, say('any department')),
              departments
                .slice(0, 200)
                .map((name) => el('option', { value: name }, source.category(name))),
            ),
          ),
        el('h2', { class: 'gap' }, say('And offer')),
        slider({
          label: say('Off the order'),
          min: '0.01',
          max: '0.5',
          step: '0.01',
          value: String(set.discount),
          read: percent,
          onchange: changed('discount'),
        }),
        slider({
          label: say('What an order leaves you before that'),
          min: '0.05',
          max: '0.9',
          step: '0.01',
          value: String(set.margin),
          read: percent,
          onchange: changed('margin'),
        }),
      ),
      el(
        'div',
        {},
        outcome,
        el(
          'div',
          { class: 'card-box' },
          el('h2', {}, say('The rule as code')),
          code,
          el(
            'p',
            { class: 'buttons' },
            press(say('Copy'), async () => {
              try {
                await navigator.clipboard.writeText(code.textContent);
                copied.textContent = say('Copied.');
              } catch {
                getSelection().selectAllChildren(code);
                copied.textContent = say('Selected: copy it with the keyboard.');
              }
            }),
            copied,
          ),
        ),
      ),
    ),
    thresholds.element,
  );
  update();
}
