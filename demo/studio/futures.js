import { productOf } from '../catalog.js';
import { ACTIONS, count, percent } from '../words.js';
import { el, fill, slider, trouble } from './dom.js';
import { nameOf } from './products.js';

const FUTURES = 64;
const STEPS = 3;
const SEED = 7;
/** At each depth: what is left is one branch. */
const MOST_BRANCHES = [5, 4, 3];
const WAIT_MS = 120;

const mood = (temperature) => {
  const number = temperature.toFixed(1);
  if (temperature < 0.95) return `${number}: the likely happens more often than the model says`;
  return temperature > 1.05
    ? `${number}: the unlikely happens more often than the model says`
    : `${number}: as likely as the model says`;
};

/** 64 futures of a visit, drawn as a tree. */
export function createFutures() {
  let shopper;
  let temperature = 1;
  let turn = 0;
  let timer;
  const tree = el('div', { class: 'tree' });
  const said = el('p', {});
  const element = el(
    'div',
    { class: 'card-box' },
    el('h2', {}, `${FUTURES} futures`),
    said,
    slider({
      label: 'Temperature',
      min: '0.2',
      max: '2',
      step: '0.1',
      value: '1',
      focus: 'temperature',
      read: mood,
      onchange(value) {
        temperature = value;
        clearTimeout(timer);
        timer = setTimeout(draw, WAIT_MS);
      },
    }),
    tree,
  );

  async function draw() {
    const mine = ++turn;
    if (!shopper) {
      said.textContent = 'A visit without events has too many futures. Add an event above.';
      fill(tree);
      return;
    }
    tree.setAttribute('aria-busy', 'true');
    try {
      const { futures, summary } = await shopper.forecast({
        steps: STEPS,
        samples: FUTURES,
        seed: SEED,
        temperature,
      });
      if (mine !== turn) return;
      const gone = futures.filter(({ left }) => left).length;
      said.textContent = `The visit is played on ${FUTURES} times, ${STEPS} events each. In ${gone} it ends before that; in ${percent(summary.actions.cart)} something goes to the basket, in ${percent(summary.actions.purchase)} it buys.`;
      fill(tree, branches(futures, 0));
    } catch (error) {
      if (mine === turn) fill(tree, trouble(error.message, draw));
    }
    if (mine === turn) tree.removeAttribute('aria-busy');
  }

  return {
    element,
    async show(next) {
      shopper = next;
      await draw();
    },
  };
}

/** What happens at a step of a future: kinds of product, as single ones are too many for a tree. */
function label({ events, left }, depth) {
  const event = events[depth];
  if (!event) return left && events.length === depth ? ACTIONS.leave : undefined;
  const kind = event.item === undefined ? '' : (productOf(event.item)?.category[1] ?? '');
  return kind ? `${ACTIONS[event.type]}: ${kind}` : ACTIONS[event.type];
}

function branches(futures, depth) {
  const groups = new Map();
  for (const future of futures) {
    const name = label(future, depth);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), future]);
  }
  if (!groups.size) return null;
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const most = MOST_BRANCHES[depth];
  const shown = sorted.slice(0, most);
  const rest = sorted.slice(most).flatMap(([, list]) => list);
  return el(
    'ul',
    {},
    shown.map(([name, list]) => branch(name, list, depth)),
    rest.length ? branch(count(sorted.length - most, 'other thing'), rest, STEPS) : null,
  );
}

function branch(name, list, depth) {
  const items = new Map();
  for (const { events } of list) {
    const id = depth < STEPS && events[depth]?.item;
    if (id) items.set(id, (items.get(id) ?? 0) + 1);
  }
  const [most] = [...items].sort(([, a], [, b]) => b - a);
  return el(
    'li',
    { '--share': (list.length / FUTURES).toFixed(4), 'data-kind': name.split(':')[0] },
    el(
      'div',
      {},
      el('b', {}, percent(list.length / FUTURES)),
      ` ${name}`,
      most && el('small', {}, ` mostly ${nameOf(most[0])}`),
    ),
    depth < STEPS - 1 ? branches(list, depth + 1) : null,
  );
}
