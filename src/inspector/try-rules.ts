import type { RankRules } from '../prediction/rank.js';
import type { Context, Panel } from './context.js';
import type { PageTrial } from './trial.js';
import { button, codeLine, el, keptRows, section } from './view.js';

const WORDS = ['current', 'in-cart', 'purchased', 'seen'] as const;
const NUMBERS = [
  ['k', 'how many', '1', '48', '1'],
  ['minProbability', 'at least this likely, 0 to 1', '0', '1', '0.001'],
  ['maxPerCategory', 'of one category', '1', '48', '1'],
  ['diversify', 'variety, 0 to 1', '0', '1', '0.1'],
] as const;

/** The rules of the page's shelves, changed as they stand, and the line of code for them. */
export function tryRules(context: Context & { trial: PageTrial }): Panel {
  const { inspected, trial, say, tell, speech } = context;
  const { predictor } = inspected;
  const lists = { pinned: el('ul', { class: 'chips' }), exclude: el('ul', { class: 'chips' }) };
  const ids = el('datalist', { id: 'ids' });
  const preview = el('ol', { class: 'preview' });
  const code = el('div');
  const showCode = keptRows<string>(code, (line) => codeLine(line, context));
  const reset = button(say('Back to the page’s own rules'), () => {
    trial.reset();
    tell(say('The page has its own rules again.'));
  });
  const own = el('p', { class: 'hint' });
  const with_ = (change: RankRules) => {
    const rules = { ...trial.rules(), ...change };
    for (const key of Object.keys(change) as (keyof RankRules)[])
      if (change[key] === undefined) delete rules[key];
    trial.set(rules);
  };
  const idsOf = (list: 'pinned' | 'exclude'): string[] => {
    const given = trial.rules()[list];
    return Array.isArray(given) ? [...given] : [];
  };
  const put = (list: 'pinned' | 'exclude', next: readonly string[]) => {
    if (typeof trial.rules()[list] === 'function')
      return tell(
        say('{rule} is a function of the shop’s own: name the product there.', { rule: list }),
      );
    with_({ [list]: next.length ? next : undefined });
  };

  const adder = (list: 'pinned' | 'exclude', label: string, what: string) => {
    const input = el('input', {
      type: 'text',
      list: 'ids',
      autocomplete: 'off',
      'aria-label': what,
      placeholder: say('id of a product'),
    }) as HTMLInputElement;
    const add = () => {
      const id = input.value.trim();
      if (!id) return tell(say('Which product? Write its id.'));
      if (!predictor.item(id))
        tell(
          say('Nothing is known of {id}: it is shown once the page or the catalog names it.', {
            id,
          }),
        );
      input.value = '';
      put(list, [...idsOf(list).filter((one) => one !== id), id]);
    };
    input.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') add();
    });
    return el('div', {}, el('div', { class: 'row' }, input, button(label, add)), lists[list]);
  };

  const numbers = NUMBERS.map(([rule, text, min, max, step]) => {
    const input = el('input', {
      type: 'number',
      min,
      max,
      step,
      id: `rule-${rule}`,
      inputmode: 'decimal',
    }) as HTMLInputElement;
    input.addEventListener('change', () => {
      const value = input.value.trim() === '' ? undefined : Number(input.value);
      if (value !== undefined && !input.checkValidity())
        return tell(say('{rule} is a number from {min} to {max}.', { rule, min, max }));
      with_({ [rule]: value });
    });
    const row = el(
      'div',
      { class: 'field' },
      el('label', { for: `rule-${rule}` }, el('code', {}, rule), ' ', say(text)),
      input,
    );
    return { rule, input, row };
  });
  const checks = WORDS.map((word) => {
    const input = el('input', { type: 'checkbox', id: `word-${word}` }) as HTMLInputElement;
    input.addEventListener('change', () => {
      const others = idsOf('exclude').filter((one) => one !== word);
      put('exclude', input.checked ? [word, ...others] : others);
      update();
    });
    return {
      word,
      input,
      row: el('span', { class: 'check' }, input, el('label', { for: `word-${word}` }, word)),
    };
  });
  const fallback = el(
    'select',
    { id: 'fallback' },
    ...['none', 'popular', 'recent'].map((one) => el('option', { value: one }, one)),
  ) as HTMLSelectElement;
  fallback.addEventListener('change', () =>
    with_({ fallback: fallback.value === 'none' ? undefined : (fallback.value as 'popular') }),
  );

  const element = section(
    say('Rules of the shelf'),
    own,
    adder('pinned', say('Pin'), say('Id of a product to pin')),
    adder('exclude', say('Hide'), say('Id of a product to hide')),
    ids,
    el(
      'div',
      { class: 'row wrap', role: 'group', 'aria-label': say('leave out') },
      el('span', { class: 'hint' }, say('leave out')),
      ...checks.map(({ row }) => row),
    ),
    ...numbers.map(({ row }) => row),
    el(
      'div',
      { class: 'field' },
      el('label', { for: 'fallback' }, el('code', {}, 'fallback'), ' ', say('fills free places')),
      fallback,
    ),
    el('p', { class: 'hint' }, say('What they give now:')),
    preview,
    code,
    reset,
  );

  function chips(list: 'pinned' | 'exclude'): void {
    const shown = idsOf(list).filter(
      (id) => !WORDS.some((word) => word === id && list === 'exclude'),
    );
    lists[list].replaceChildren(
      ...shown.map((id) =>
        el(
          'li',
          {},
          el('code', {}, id),
          button(
            '×',
            () =>
              put(
                list,
                idsOf(list).filter((one) => one !== id),
              ),
            {
              'aria-label': say(list === 'pinned' ? 'Unpin {id}' : 'Show {id} again', { id }),
            },
          ),
        ),
      ),
    );
  }

  function update(): void {
    const rules = trial.rules();
    const functions = Object.entries(rules).flatMap(([rule, value]) =>
      typeof value === 'function' ? rule : [],
    );
    own.textContent = functions.length
      ? say('{rules}: a function of the shop’s own, which stays.', { rules: functions.join(', ') })
      : '';
    own.hidden = !functions.length;
    chips('pinned');
    chips('exclude');
    const root = element.getRootNode() as ShadowRoot;
    for (const { rule, input } of numbers)
      if (root.activeElement !== input) input.value = String(rules[rule] ?? '');
    for (const { word, input } of checks) input.checked = idsOf('exclude').includes(word);
    fallback.value = typeof rules.fallback === 'string' ? rules.fallback : 'none';
    const { items } = predictor.getSnapshot({});
    preview.replaceChildren(
      ...items.map(({ id, item, probability, source }) =>
        el(
          'li',
          {},
          el('span', {}, item.name ?? id),
          el('b', {}, source === 'pinned' ? say('pinned') : speech.percent(probability)),
        ),
      ),
    );
    ids.replaceChildren(
      ...items.map(({ id, item }) => el('option', { value: id }, item.name ?? '')),
    );
    showCode(trial.code());
    reset.hidden = !trial.isChanged();
  }

  return { element, update };
}
