import { BANDS, between, count, percent, STAGES, whole } from '../words.js';
import { bar, el, fill, slider, trouble } from './dom.js';
import { demoVisits, whenPlayed } from './played.js';

const WAIT_MS = 80;
const FEW = 20;

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
  const code = el('pre', { tabindex: '0', 'aria-label': 'The rule as code' });
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
        el('h2', {}, 'Act when all of this holds'),
        el(
          'fieldset',
          {},
          el('legend', {}, 'The visit is'),
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
              name,
            ),
          ),
        ),
        slider({
          label: 'Chance to buy, above',
          ...hundredths,
          value: String(set.above),
          read: (value) => (value ? percent(value) : 'any'),
          onchange: changed('above'),
        }),
        slider({
          label: 'Chance to buy, below',
          ...hundredths,
          value: String(set.below),
          read: (value) => (value < 1 ? percent(value) : 'any'),
          onchange: changed('below'),
        }),
        slider({
          label: 'Chance to leave next, above',
          ...hundredths,
          value: String(set.leave),
          read: (value) => (value ? percent(value) : 'any'),
          onchange: changed('leave'),
        }),
        slider({
          label: 'Things done so far, at least',
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
            el('span', {}, 'The product on the screen is in'),
            el(
              'select',
              { onchange: ({ target }) => changed('category')(target.value) },
              el('option', { value: '' }, 'any department'),
              departments.slice(0, 200).map((name) => el('option', { value: name }, name)),
            ),
          ),
        el('h2', { class: 'gap' }, 'And offer'),
        slider({
          label: 'Off the order',
          min: '0.01',
          max: '0.5',
          step: '0.01',
          value: String(set.discount),
          read: percentOf,
          onchange: changed('discount'),
        }),
        slider({
          label: 'What an order leaves you before that',
          min: '0.05',
          max: '0.9',
          step: '0.01',
          value: String(set.margin),
          read: percentOf,
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
          el('h2', {}, 'The rule as code'),
          code,
          el(
            'p',
            { class: 'buttons' },
            el(
              'button',
              {
                class: 'button quiet',
                type: 'button',
                async onclick() {
                  try {
                    await navigator.clipboard.writeText(code.textContent);
                    copied.textContent = 'Copied.';
                  } catch {
                    getSelection().selectAllChildren(code);
                    copied.textContent = 'Selected: copy it with the keyboard.';
                  }
                },
              },
              'Copy',
            ),
            copied,
          ),
        ),
      ),
    ),
  );
  update();
}

const percentOf = (share) => `${Math.round(share * 100)}%`;

/** The rule as `when()` takes it; what says nothing is left out. */
function ruleOf({ bands, above, below, leave, events, category }) {
  const intent = {};
  if (bands.size && bands.size < 3) intent.band = bands.size > 1 ? [...bands] : [...bands][0];
  if (above > 0 || below < 1) {
    intent.purchase = {};
    if (above > 0) intent.purchase.above = above;
    if (below < 1) intent.purchase.below = below;
  }
  return {
    ...(Object.keys(intent).length && { intent }),
    ...(leave > 0 && { actions: { leave: { above: leave } } }),
    ...(category && { item: { category } }),
    ...(events > 1 && { events: { atLeast: events } }),
  };
}

function codeOf(rule) {
  const fields = Object.entries(rule).map(([name, value]) => `    ${name}: ${literal(value)},`);
  const object = fields.length ? `{\n${fields.join('\n')}\n  }` : '{}';
  return `predictor.when(\n  ${object},\n  () => showOffer(),\n  { id: 'offer', once: 'session', holdout: 0.2 },\n);`;
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${literal(one)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value);
}

function describe(found, { discount, margin }, { who, money: write }) {
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
