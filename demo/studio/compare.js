import { between, did, percent, SHELVES, whole } from '../words.js';
import { bar, el, fill } from './dom.js';
import { demoVisits, eventOf, whenPlayed } from './played.js';

const FILTERS = {
  all: 'every visit that goes on',
  ours: 'where only ours held the next product',
  missed: 'where another held it and ours did not',
};

export function mountCompare(room, source = demoVisits) {
  whenPlayed(room, source, (played) => draw(room, played, source));
}

function draw(room, { table, comparison }, source) {
  const { starts } = table;
  let filter = 'all';
  let at = 0;
  const one = el('div', { class: 'card-box' });
  const lists = {
    all: withHit(table, comparison, () => true),
    ours: withHit(table, comparison, (bits) => bits === 1),
    missed: withHit(table, comparison, (bits) => bits > 1 && !(bits & 1)),
  };

  room.append(totals(comparison, starts.length - 1, source), one);
  show();

  function show() {
    const list = lists[filter];
    const visit = list[at];
    const go = (by) => () => {
      at = (at + by + list.length) % list.length;
      show();
    };
    const button = (text, label, focus, act) =>
      el(
        'button',
        {
          class: 'button quiet',
          type: 'button',
          'aria-label': label,
          'data-focus': focus,
          onclick: act,
          disabled: list.length < 2,
        },
        text,
      );
    fill(
      one,
      el('h2', {}, 'Hit by hit'),
      el(
        'div',
        { class: 'buttons chooser' },
        el(
          'label',
          { class: 'field grow' },
          el('span', {}, 'Show'),
          el(
            'select',
            {
              'data-focus': 'filter',
              onchange(event) {
                filter = event.target.value;
                at = 0;
                show();
              },
            },
            Object.entries(FILTERS).map(([value, text]) =>
              el(
                'option',
                { value, selected: value === filter },
                `${text} (${whole(lists[value].length)})`,
              ),
            ),
          ),
        ),
        button('←', 'The visit before', 'before', go(-1)),
        button('→', 'The next visit', 'next', go(1)),
      ),
      list.length
        ? [
            el(
              'p',
              { class: 'soft', role: 'status' },
              `Visit ${whole(at + 1)} of ${whole(list.length)}. A product with a ring and a tick is the one that was opened next.`,
            ),
            steps(table, comparison, visit, source),
          ]
        : el('p', { class: 'soft' }, 'There is no such visit.'),
    );
  }
}

const range = (n) => Array.from({ length: n }, (_, i) => i);

const withHit = ({ starts }, { hits }, fits) =>
  range(starts.length - 1).filter((v) =>
    hits.subarray(starts[v], starts[v + 1]).some((bits) => bits >= 0 && fits(bits)),
  );

function totals({ totals: list, lead, cases }, visits, { who, learned }) {
  const [ours] = list;
  const points = (share) => (100 * share).toFixed(1);
  const apart =
    lead.low > 0
      ? `That is ${points(lead.value)} of 100 more (${points(lead.low)} to ${points(lead.high)}), more than chance explains.`
      : lead.high < 0
        ? `That is ${points(-lead.value)} of 100 fewer: the simpler shelf is better here.`
        : 'So small a difference may be chance.';
  return el(
    'div',
    { class: 'card-box' },
    el(
      'p',
      { class: 'verdict' },
      `Ours held the next product in ${percent(ours.hit.value)} of ${whole(cases)} cases; the best of the others, “${SHELVES[lead.method].toLowerCase()}”, in ${percent(list.find(({ method }) => method === lead.method).hit.value)}. `,
      apart,
    ),
    el(
      'table',
      { class: 'totals' },
      el('caption', {}, 'How often the next product was on a shelf of five'),
      el(
        'tbody',
        {},
        list.map(({ method, hit }, m) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, SHELVES[method]),
            el(
              'td',
              {},
              bar(hit.value, { low: hit.low, high: hit.high, kind: m ? 'soft' : 'warm' }),
            ),
            el('td', { class: 'number' }, percent(hit.value)),
            el('td', { class: 'range' }, between(hit)),
          ),
        ),
      ),
    ),
    el(
      'p',
      { class: 'soft notes' },
      `${whole(visits)} visits of ${who}. A case is anything after which the shopper goes on to another product. No shelf shows the product that is open. Popular and also viewed are counted over ${learned}; what a simple shelf leaves empty, popular products fill. The line in a bar is the range that chance leaves open (95%).`,
    ),
  );
}

function steps(table, { hits }, visit, source) {
  const { starts, item, items, methods, shelf, shelves } = table;
  const rows = range(starts[visit + 1] - starts[visit]).map((i) => starts[visit] + i);
  return el(
    'ol',
    { class: 'hits' },
    rows.map((row) => {
      const { item: product, ...event } = eventOf(table, row);
      const next = hits[row] >= 0 ? item[row + 1] : -1;
      return el(
        'li',
        {},
        el(
          'p',
          {},
          el('strong', {}, did(event, product ? source.name(product) : '')),
          next >= 0 ? ` and then goes on to ${source.name(items[next])}` : '',
        ),
        next >= 0 &&
          el(
            'dl',
            { class: 'shelves' },
            methods.map((method, m) => {
              const from = (row * methods.length + m) * shelf;
              return el(
                'div',
                {},
                el('dt', {}, SHELVES[method]),
                el(
                  'dd',
                  // Names need more room than pictures.
                  { class: source.picture(items[0]) ? undefined : 'names' },
                  [...shelves.subarray(from, from + shelf)].map((i) =>
                    tile(items[i], i === next, source),
                  ),
                  el('span', { class: 'sr' }, hits[row] & (1 << m) ? 'held it' : 'did not hold it'),
                ),
              );
            }),
          ),
      );
    }),
  );
}

function tile(item, isHit, source) {
  const name = item ? source.name(item) : '';
  return el(
    'span',
    { class: isHit ? 'tile hit' : 'tile', title: name },
    item && (source.picture(item) ?? el('span', { class: 'plain' }, name)),
    isHit && el('b', { 'aria-hidden': 'true' }, '✓'),
    el('span', { class: 'sr' }, `${name}${isHit ? ', opened next' : ''}, `),
  );
}
