import type { Influence } from '../prediction/explain.js';
import type { PredictedItem } from '../prediction/prediction.js';
import { chart } from './chart.js';
import type { Context, Panel } from './context.js';
import { portraitOf } from './portrait-lines.js';
import { bar, button, el, facts, percent, section, showRows } from './view.js';
import { ACTIONS, BANDS, did } from './words.js';

const MAX_EVENTS = 8;

/** What comes next, why, and who says so. */
export function expectedPanel(context: Context): Panel {
  const { inspected, moments } = context;
  const { predictor } = inspected;
  const band = el('p', { class: 'band' });
  const trust = el('p', { class: 'hint' });
  const meters = el('ul', { class: 'bars' });
  const course = el('div', { class: 'course' });
  const actions = el('ol', { class: 'bars' });
  const ranked = el('ol', { class: 'ranked' });
  const none = el('p', { class: 'none' }, 'No product is expected yet.');
  const portrait = portraitOf(predictor);
  const engine = el('div');
  const rows = new Map<string, ReturnType<typeof rankedRow>>();

  const element = el(
    'div',
    {},
    section('Before this visit ends', band, meters, course, trust),
    section('Next action', actions),
    section('Next product', ranked, none),
    section('Portrait', portrait.element),
    section('Engine and model', engine),
  );

  function update(): void {
    const { actions: next, intent, items, backend, ms, ts } = predictor.getSnapshot();
    const { engine: running, model, intent: state } = predictor.status();
    const isMade = ts > 0;
    band.dataset.band = isMade ? intent.band : '';
    band.textContent = isMade ? BANDS[intent.band] : 'No prediction yet';
    meters.replaceChildren(
      ...(isMade
        ? [
            bar(ACTIONS.purchase, intent.purchase, 'purchase'),
            bar(ACTIONS.cart, intent.cart, 'cart'),
          ]
        : []),
    );
    course.replaceChildren(chart(moments));
    trust.textContent = state.calibrated
      ? `Calibrated here: of visits with a chance of 10%, about one in ten buys. ${state.reason}`
      : `Not calibrated here: the two chances only rank, higher is likelier. ${state.reason}`;
    actions.replaceChildren(
      ...Object.entries(next)
        .sort(([, a], [, b]) => b - a)
        .map(([action, share]) =>
          bar(
            [ACTIONS[action as keyof typeof ACTIONS], ' ', el('code', {}, action)],
            isMade ? share : 0,
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
        ['engine', `${running.backend}. ${running.reason}`],
        [
          'last answer',
          isMade && `${ms.toFixed(1)} ms, by ${backend === 'none' ? 'the baselines' : backend}`,
        ],
        [
          'model',
          'name' in model ? `${model.name} ${model.version} (${model.source})` : model.source,
        ],
        ['trouble', model.error?.message],
        ['shop card', cardOf(inspected.settings.shop, state.reason)],
      ]),
    );
  }
  return { element, update };
}

const cardOf = (shop: unknown, reason: string): string =>
  shop == null ? 'none given' : `given. ${reason}`;

/** A product with its reasons, and on request what each event adds to its chance. */
function rankedRow(id: string, { inspected: { predictor }, trial, say }: Context) {
  const rank = el('span', { class: 'rank' });
  const name = el('span', { class: 'name' });
  const chance = el('b');
  const reasons = el('p', { class: 'more' });
  const why = el('div', { class: 'influences' });
  why.hidden = true;
  const open = button('Why', () => void explain(), { 'aria-expanded': 'false' });
  const label = (of: string) => `${of} ${id}`;
  const nameOf = (one: string) => predictor.item(one)?.name ?? one;

  async function explain(isOpen = why.hidden === true): Promise<void> {
    why.hidden = !isOpen;
    open.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    why.replaceChildren(el('p', { class: 'hint' }, 'Working it out …'));
    try {
      why.replaceChildren(...influences(await predictor.explain(id), nameOf));
    } catch (thrown) {
      why.replaceChildren(el('p', { class: 'why' }, String(Object(thrown).message ?? thrown)));
    }
  }

  open.setAttribute('aria-label', label('Why'));
  const change = (list: 'pinned' | 'exclude', what: string) => {
    const rules = trial.rules();
    const ids = Array.isArray(rules[list]) ? rules[list] : [];
    trial.set({ ...rules, [list]: [...ids.filter((one) => one !== id), id] });
    say(`${id} is ${what}. The line for it is under Try.`);
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
      button('Pin', () => change('pinned', 'pinned'), { 'aria-label': label('Pin') }),
      button('Hide', () => change('exclude', 'hidden'), { 'aria-label': label('Hide') }),
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
      chance.textContent = percent(probability);
      const texts = given.map(({ text }) => text);
      reasons.textContent = [
        ...texts,
        `likeliest: ${ACTIONS[action]}`,
        source !== 'model' && `by ${source}`,
      ]
        .filter(Boolean)
        .join(' · ');
      const now = `${predictor.getSnapshot().id}`;
      if (!why.hidden && now !== last) void explain(true);
      last = now;
    },
  };
}

function influences(found: readonly Influence[], nameOf: (id: string) => string): HTMLElement[] {
  const largest = Math.max(...found.map(({ change }) => Math.abs(change)), 1e-9);
  const list = found.slice(0, MAX_EVENTS).map(({ event, change }) => {
    const row = bar(did(event, nameOf), Math.abs(change) / largest, change < 0 ? 'less' : 'more');
    const number = row.lastElementChild as HTMLElement;
    number.textContent = `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
    return row;
  });
  const text = found.length
    ? 'What each event adds to its chance: measured by leaving it out.'
    : 'Nothing is known that could explain it.';
  return [el('p', { class: 'hint' }, text), el('ul', { class: 'bars' }, ...list)];
}
