import type { Influence } from '../prediction/explain.js';
import type { PredictedItem } from '../prediction/prediction.js';
import { chart } from './chart.js';
import type { Context, Panel } from './context.js';
import { portraitOf } from './portrait-lines.js';
import type { Speech } from './speech.js';
import { bar, button, el, facts, fault, section, showRows, told } from './view.js';
import { ACTIONS, BANDS, did, named } from './words.js';

const MAX_EVENTS = 8;
/** Who put a product there, if it was not the model. */
const BY = {
  recent: 'by “recently viewed”',
  popular: 'by “popular”',
  pinned: 'by a pin',
  fallback: 'by the fallback',
} as const;

/** What comes next, why, and who says so. */
export function expectedPanel(context: Context): Panel {
  const { inspected, say, speech } = context;
  const { predictor } = inspected;
  const band = el('p', { class: 'band' });
  const trust = el('p', { class: 'hint' });
  const meters = el('ul', { class: 'bars' });
  const course = el('div', { class: 'course' });
  const actions = el('ol', { class: 'bars' });
  const ranked = el('ol', { class: 'ranked' });
  const none = el('p', { class: 'none' }, say('No product is expected yet.'));
  const portrait = portraitOf(predictor, speech);
  const engine = el('div');
  const rows = new Map<string, ReturnType<typeof rankedRow>>();

  const element = el(
    'div',
    {},
    section(say('Before this visit ends'), band, meters, course, trust),
    section(say('Next action'), actions),
    section(say('Next product'), ranked, none),
    section(say('Portrait'), portrait.element),
    section(say('Engine and model'), engine),
  );

  function update(): void {
    const { actions: next, intent, items, backend, ms, ts } = predictor.getSnapshot();
    const { engine: running, model, intent: state } = predictor.status();
    const isMade = ts > 0;
    band.dataset.band = isMade ? intent.band : '';
    band.textContent = say(isMade ? BANDS[intent.band] : 'No prediction yet.');
    meters.replaceChildren(
      ...(isMade
        ? [
            bar(say(ACTIONS.purchase), intent.purchase, speech.percent(intent.purchase)),
            bar(say(ACTIONS.cart), intent.cart, speech.percent(intent.cart), 'cart'),
          ]
        : []),
    );
    course.replaceChildren(chart(context.moments, speech));
    trust.replaceChildren(
      say(
        state.calibrated
          ? 'Calibrated here: of visits with a chance of 10%, about one in ten buys.'
          : 'Not calibrated here: the two chances only rank, higher is likelier.',
      ),
      ' ',
      told(state.reason, speech) || '',
    );
    actions.replaceChildren(
      ...Object.entries(next)
        .sort(([, a], [, b]) => b - a)
        .map(([action, share]) =>
          bar(
            [named(action, speech), ' ', el('code', {}, action)],
            isMade ? share : 0,
            isMade ? speech.percent(share) : '–',
          ),
        ),
    );
    const shown = items.map((item) => {
      const row = rows.get(item.id) ?? rankedRow(item.id, context);
      rows.set(item.id, row);
      row.update(item);
      return row.element;
    });
    for (const id of rows.keys()) if (!items.some((item) => item.id === id)) rows.delete(id);
    showRows(ranked, shown);
    none.hidden = shown.length > 0;
    void portrait.update();
    engine.replaceChildren(
      facts([
        [say('engine'), [el('code', {}, running.backend), ' ', told(running.reason, speech)]],
        [
          say('last answer'),
          isMade &&
            (backend === 'none'
              ? say('{ms.1} ms, by the simple methods', { ms })
              : say('{ms.1} ms, by {backend}', { ms, backend })),
        ],
        [
          say('model'),
          'name' in model
            ? say(model.source === 'given' ? '{model} (given)' : '{model} (base)', {
                model: `${model.name} ${model.version}`,
              })
            : say(model.source === 'none' ? 'no model' : 'loading'),
        ],
        [say('trouble'), told(model.error?.message ?? '', speech)],
        [
          say('shop card'),
          inspected.settings.shop == null
            ? say('none given')
            : [say('given.'), ' ', told(state.reason, speech)],
        ],
      ]),
    );
  }
  return { element, update };
}

/** A product with its reasons, and on request what each event adds to its chance. */
function rankedRow(id: string, { inspected: { predictor }, trial, say, tell, speech }: Context) {
  const rank = el('span', { class: 'rank' });
  const name = el('span', { class: 'name' });
  const chance = el('b');
  const reasons = el('p', { class: 'more' });
  const why = el('div', { class: 'influences' });
  why.hidden = true;
  const open = button(say('Why'), () => void explain(), { 'aria-expanded': 'false' });
  const nameOf = (one: string) => predictor.item(one)?.name ?? one;

  async function explain(isOpen = why.hidden === true): Promise<void> {
    why.hidden = !isOpen;
    open.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    why.replaceChildren(el('p', { class: 'hint' }, say('Working it out …')));
    try {
      why.replaceChildren(...influences(await predictor.explain(id), nameOf, speech));
    } catch (thrown) {
      why.replaceChildren(el('p', { class: 'why' }, fault(thrown, speech)));
    }
  }

  open.setAttribute('aria-label', say('Why {id}', { id }));
  const change = (list: 'pinned' | 'exclude') => {
    const rules = trial.rules();
    const ids = Array.isArray(rules[list]) ? rules[list] : [];
    trial.set({ ...rules, [list]: [...ids.filter((one) => one !== id), id] });
    tell(
      say(
        list === 'pinned'
          ? '{id} is pinned. The line for it is under “Try”.'
          : '{id} is hidden. The line for it is under “Try”.',
        { id },
      ),
    );
  };
  const element = el(
    'li',
    {},
    rank,
    el('div', { class: 'product' }, name, el('code', {}, id), reasons),
    chance,
    el(
      'div',
      { class: 'row' },
      open,
      button(say('Pin'), () => change('pinned'), { 'aria-label': say('Pin {id}', { id }) }),
      button(say('Hide'), () => change('exclude'), { 'aria-label': say('Hide {id}', { id }) }),
    ),
    why,
  );
  let last = '';
  return {
    element,
    update({
      item,
      rank: place,
      probability,
      action,
      source,
      reasons: given,
    }: PredictedItem): void {
      rank.textContent = String(place);
      name.textContent = item.name ?? '';
      chance.textContent = speech.percent(probability);
      // Each a text of its own: the page may know the name in it by another.
      reasons.replaceChildren(
        ...[
          ...given.map(({ text }) => text),
          say('likeliest: {action}', { action: say(ACTIONS[action]) }),
          ...(source === 'model' ? [] : [say(BY[source])]),
        ].flatMap((text, at) => [...(at ? [' · '] : []), el('span', {}, text)]),
      );
      const now = `${predictor.getSnapshot().id}`;
      if (!why.hidden && now !== last) void explain(true);
      last = now;
    },
  };
}

function influences(
  found: readonly Influence[],
  nameOf: (id: string) => string,
  speech: Speech,
): HTMLElement[] {
  const { say, percent } = speech;
  const largest = Math.max(...found.map(({ change }) => Math.abs(change)), 1e-9);
  const list = found.slice(0, MAX_EVENTS).map(({ event, change }) => {
    const size = Math.abs(change);
    const text = `${change < 0 ? '−' : '+'}${percent(size)}`;
    return bar(did(event, nameOf, speech), size / largest, text, change < 0 ? 'less' : 'more');
  });
  const text = say(
    found.length
      ? 'What each event adds to its chance: measured by leaving it out.'
      : 'Nothing is known that could explain it.',
  );
  return [el('p', { class: 'hint' }, text), el('ul', { class: 'bars' }, ...list)];
}
