import { productOf } from '../catalog.js';
import { percent } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { ACTIONS } from '../words.js';
import { el, fill, slider, trouble } from './dom.js';
import { nameOf } from './products.js';

const FUTURES = 64;
const STEPS = 3;
const SEED = 7;
/** At each depth: what is left is one branch. */
const MOST_BRANCHES = [5, 4, 3];
const WAIT_MS = 120;

function mood(temperature) {
  const is = { temperature };
  if (temperature < 0.95)
    return say('{temperature.1}: the likely happens more often than the model says', is);
  return temperature > 1.05
    ? say('{temperature.1}: the unlikely happens more often than the model says', is)
    : say('{temperature.1}: as likely as the model says', is);
}

/** 64 futures of a visit, drawn as a tree. */
export function createFutures() {
  let shopper;
  let temperature = 1;
  let turn = 0;
  let timer;
  const tree = el('div', { class: 'tree' });
  const said = el('p', {});
  const element = el('div', { class: 'card-box' });
  translate();

  function translate() {
    fill(
      element,
      el('h2', {}, say('{n} futures', { n: FUTURES })),
      said,
      slider({
        label: say('Temperature'),
        min: '0.2',
        max: '2',
        step: '0.1',
        value: String(temperature),
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
  }

  async function draw() {
    const mine = ++turn;
    if (!shopper) {
      said.textContent = say('A visit without events has too many futures. Add an event above.');
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
      said.textContent = say(
        'The visit is played on {futures} times, {steps} events each. In {gone} it ends before that; in {cart%} something goes into the cart, in {bought%} it buys.',
        {
          futures: FUTURES,
          steps: STEPS,
          gone,
          cart: summary.actions.cart,
          bought: summary.actions.purchase,
        },
      );
      fill(tree, branches(futures, 0));
    } catch (error) {
      if (mine === turn) fill(tree, trouble(error.message, draw));
    }
    if (mine === turn) tree.removeAttribute('aria-busy');
  }

  return {
    element,
    /** After a change of language. */
    translate,
    async show(next) {
      shopper = next;
      await draw();
    },
  };
}

/** What happens at a step of a future: kinds of product, as single ones are too many for a tree. */
function happening({ events, left }, depth) {
  const event = events[depth];
  if (!event) return left && events.length === depth ? { type: 'leave' } : undefined;
  const kind = event.item === undefined ? undefined : productOf(event.item)?.category[1];
  return { type: event.type, kind };
}

function branches(futures, depth) {
  const groups = new Map();
  for (const future of futures) {
    const what = happening(future, depth);
    if (!what) continue;
    const key = `${what.type} ${what.kind}`;
    const group = groups.get(key) ?? { ...what, list: [] };
    groups.set(key, group);
    group.list.push(future);
  }
  if (!groups.size) return null;
  const sorted = [...groups.values()].sort((a, b) => b.list.length - a.list.length);
  const most = MOST_BRANCHES[depth];
  const rest = sorted.slice(most);
  return el(
    'ul',
    {},
    sorted.slice(0, most).map(({ type, kind, list }) => {
      const action = say(ACTIONS[type]);
      const name = kind ? say('{act}: {event}', { act: action, event: say(kind) }) : action;
      return branch(name, type, list, depth);
    }),
    rest.length
      ? branch(
          say('{n|# other thing|# other things}', { n: rest.length }),
          'rest',
          rest.flatMap(({ list }) => list),
          STEPS,
        )
      : null,
  );
}

function branch(name, kind, list, depth) {
  const items = new Map();
  for (const { events } of list) {
    const id = depth < STEPS && events[depth]?.item;
    if (id) items.set(id, (items.get(id) ?? 0) + 1);
  }
  const [most] = [...items].sort(([, a], [, b]) => b - a);
  return el(
    'li',
    { '--share': (list.length / FUTURES).toFixed(4), 'data-kind': kind },
    el(
      'div',
      {},
      el('b', {}, percent(list.length / FUTURES)),
      ` ${name}`,
      most && el('small', {}, ` ${say('mostly {name}', { name: nameOf(most[0]) })}`),
    ),
    depth < STEPS - 1 ? branches(list, depth + 1) : null,
  );
}
