import { say } from '../lang/say.js';
import { did, SHELVES } from '../words.js';
import { el, fill, press, shareRow } from './dom.js';
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
      press(text, act, { 'aria-label': label, 'data-focus': focus, disabled: list.length < 2 });
    fill(
      one,
      el('h2', {}, say('Hit by hit')),
      el(
        'div',
        { class: 'buttons chooser' },
        el(
          'label',
          { class: 'field grow' },
          el('span', {}, say('Show')),
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
                say('{filter} ({n#})', { filter: say(text), n: lists[value].length }),
              ),
            ),
          ),
        ),
        button('←', say('The visit before'), 'before', go(-1)),
        button('→', say('The next visit'), 'next', go(1)),
      ),
      list.length
        ? [
            el(
              'p',
              { class: 'soft', role: 'status' },
              say(
                'Visit {at#} of {of#}. A product with a ring and a tick is the one that was opened next.',
                { at: at + 1, of: list.length },
              ),
            ),
            steps(table, comparison, visit, source),
          ]
        : el('p', { class: 'soft' }, say('There is no such visit.')),
    );
  }
}

const range = (n) => Array.from({ length: n }, (_, i) => i);

const withHit = ({ starts }, { hits }, fits) =>
  range(starts.length - 1).filter((v) =>
    hits.subarray(starts[v], starts[v + 1]).some((bits) => bits >= 0 && fits(bits)),
  );

function totals({ totals: list, lead, cases }, visits, { notes }) {
  const [ours] = list;
  const [more, low, high] = [lead.value, lead.low, lead.high].map((share) => 100 * share);
  const apart =
    low > 0
      ? say('That is {more.1} of 100 more ({low.1} to {high.1}), more than chance explains.', {
          more,
          low,
          high,
        })
      : high < 0
        ? say('That is {fewer.1} of 100 fewer: the simpler shelf is better here.', { fewer: -more })
        : say('So small a difference may be chance.');
  return el(
    'div',
    { class: 'card-box' },
    el(
      'p',
      { class: 'verdict' },
      say(
        'Ours held the next product in {ours%} of {cases|# case|# cases}; the best of the others, “{other}”, in {theirs%}.',
        {
          ours: ours.hit.value,
          cases,
          other: say(SHELVES[lead.method]),
          theirs: list.find(({ method }) => method === lead.method).hit.value,
        },
      ),
      say(' '),
      apart,
    ),
    el(
      'table',
      { class: 'totals' },
      el('caption', {}, say('How often the next product was on a shelf of five')),
      el(
        'tbody',
        {},
        list.map(({ method, hit }, m) => shareRow(say(SHELVES[method]), hit, m ? 'soft' : 'warm')),
      ),
    ),
    el('p', { class: 'soft notes' }, say(notes.compared, { visits })),
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
          next >= 0 && ' ',
          next >= 0 && say('and then goes on to {name}', { name: source.name(items[next]) }),
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
                el('dt', {}, say(SHELVES[method])),
                el(
                  'dd',
                  // Names need more room than pictures.
                  { class: source.picture(items[0]) ? undefined : 'names' },
                  [...shelves.subarray(from, from + shelf)].map((i) =>
                    tile(items[i], i === next, source),
                  ),
                  el(
                    'span',
                    { class: 'sr' },
                    hits[row] & (1 << m) ? say('held it') : say('did not hold it'),
                  ),
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
    el('span', { class: 'sr' }, isHit ? say('{name}, opened next,', { name }) : `${name}, `),
  );
}
