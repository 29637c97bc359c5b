import type { ConsentChoice } from '../consent/consent.js';
import type { RankRules } from '../prediction/rank.js';
import type { Context, Panel } from './context.js';
import { lastVisit, readVisit, replay, type Visit } from './replay.js';
import type { PageTrial } from './trial.js';
import { button, codeLine, el, keptRows, percent, section } from './view.js';

const WORDS = ['current', 'in-cart', 'purchased', 'seen'] as const;
const CONSENT: readonly ConsentChoice[] = ['granted', 'session', 'memory', 'denied'];
const NUMBERS = [
  ['k', 'how many', '1', '48', '1'],
  ['minProbability', 'at least this likely, 0 to 1', '0', '1', '0.001'],
  ['maxPerCategory', 'of one category', '1', '48', '1'],
  ['diversify', 'variety, 0 to 1', '0', '1', '0.1'],
] as const;
const MAX_FILE = 4e6;

/** What would be, on the page as it stands: rules, consent, a visit. */
export function tryPanel(context: Context & { trial: PageTrial }): Panel {
  const { inspected, name, trial, say } = context;
  const { predictor, settings } = inspected;

  // — rules —
  const lists = { pinned: el('ul', { class: 'chips' }), exclude: el('ul', { class: 'chips' }) };
  const ids = el('datalist', { id: 'ids' });
  const preview = el('ol', { class: 'preview' });
  const code = el('div');
  const showCode = keptRows<string>(code, (line) => codeLine(line, say));
  const reset = button('Back to the page’s own rules', () => {
    trial.reset();
    say('The page has its own rules again.');
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
      return say(`${list} is a function of the shop’s own: name the product there.`);
    with_({ [list]: next.length ? next : undefined });
  };

  const adder = (list: 'pinned' | 'exclude', label: string) => {
    const input = el('input', {
      type: 'text',
      list: 'ids',
      autocomplete: 'off',
      'aria-label': `Id of a product to ${label.toLowerCase()}`,
      placeholder: 'id of a product',
    }) as HTMLInputElement;
    const add = () => {
      const id = input.value.trim();
      if (!id) return say('Which product? Write its id.');
      if (!predictor.item(id))
        say(`Nothing is known of ${id}: it is shown once the page or the catalog names it.`);
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
        return say(`${rule} is a number from ${min} to ${max}: ${input.validationMessage}`);
      with_({ [rule]: value });
    });
    const row = el(
      'div',
      { class: 'field' },
      el('label', { for: `rule-${rule}` }, el('code', {}, rule), ` ${text}`),
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

  // — consent —
  const consentCode = el('div');
  const choose = (choice: ConsentChoice) => {
    predictor.consent(choice);
    const { tier, reason } = predictor.status().consent;
    say(`Consent is now "${tier}" (${reason}).`);
    const call = name === 'predictor' ? 'predictor.consent' : `${name}.consent`;
    consentCode.replaceChildren(
      codeLine(`${call}('${choice}')`, say),
      codeLine(`data-consent="${choice}"`, say),
    );
    update();
  };
  const consents = CONSENT.map((choice) => ({
    choice,
    pressed: button(choice, () => choose(choice)),
  }));

  // — replay —
  const visits = el('div', { class: 'row wrap' });
  let stop: (() => void) | undefined;
  let playing = '';
  const play = (visit: Visit) => {
    if (stop) {
      stop();
      stop = undefined;
      drawVisits();
      return say('The replay is stopped.');
    }
    playing = visit.name;
    let isOver = false;
    const stopIt = visit.play(() => {
      isOver = true;
      stop = undefined;
      drawVisits();
      say('The replay is over.');
    });
    stop = isOver ? undefined : stopIt;
    drawVisits();
  };
  const last: Visit = {
    name: 'Replay the last visit',
    play(onEnd) {
      let stopIt = () => {};
      let isStopped = false;
      void predictor.exportData().then(({ events }) => {
        const visit = lastVisit(events);
        if (isStopped) return;
        if (!visit.length) {
          onEnd();
          say('No visit of two events or more is kept.');
        } else stopIt = replay(visit, predictor, onEnd);
      });
      return () => {
        isStopped = true;
        stopIt();
      };
    },
  };
  const file = el('input', {
    type: 'file',
    accept: '.json,application/json',
    id: 'visit-file',
  }) as HTMLInputElement;
  file.addEventListener('change', async () => {
    const [given] = file.files ?? [];
    if (!given) return;
    file.value = '';
    try {
      if (given.size > MAX_FILE) throw new Error('The file is larger than 4 MB.');
      const events = readVisit(await given.text());
      stop?.();
      stop = undefined;
      play({ name: given.name, play: (onEnd) => replay(events, predictor, onEnd) });
      say(`${events.length} events of ${given.name} are replayed.`);
    } catch (thrown) {
      say(String(Object(thrown).message ?? thrown));
    }
  });
  let offered = '';
  const offer = () => [...context.visits(), last];
  function drawVisits(): void {
    offered = offer()
      .map((visit) => visit.name)
      .join();
    const all = stop
      ? [button(`Stop: ${playing}`, () => play(last), { class: 'main' })]
      : offer().map((visit) => button(visit.name, () => play(visit)));
    const hadFocus = visits.contains((visits.getRootNode() as ShadowRoot).activeElement);
    visits.replaceChildren(...all);
    if (hadFocus) all[0].focus();
  }
  drawVisits();

  const element = el(
    'div',
    {},
    section(
      'Rules of the shelf',
      own,
      adder('pinned', 'Pin'),
      adder('exclude', 'Hide'),
      ids,
      el(
        'div',
        { class: 'row wrap', role: 'group', 'aria-label': 'Leave out' },
        el('span', { class: 'hint' }, 'leave out'),
        ...checks.map(({ row }) => row),
      ),
      ...numbers.map(({ row }) => row),
      el(
        'div',
        { class: 'field' },
        el('label', { for: 'fallback' }, el('code', {}, 'fallback'), ' fills free places'),
        fallback,
      ),
      el('p', { class: 'hint' }, 'What they give now:'),
      preview,
      code,
      reset,
    ),
    section(
      'Consent',
      el(
        'p',
        { class: 'hint' },
        'As the shopper’s own choice would: a lower one deletes what may not be kept any more.',
      ),
      el(
        'div',
        { class: 'segmented', role: 'group', 'aria-label': 'Consent' },
        ...consents.map(({ pressed }) => pressed),
      ),
      el(
        'div',
        { class: 'row' },
        button('Back to the page’s own', () => choose(settings.consent)),
      ),
      consentCode,
    ),
    section(
      'Replay a visit',
      el(
        'p',
        { class: 'hint' },
        'Its events are reported again, eight times faster. They count: forget them under Kept.',
      ),
      visits,
      el(
        'div',
        { class: 'field' },
        el('label', { for: 'visit-file' }, 'a visit that "Export" wrote'),
        file,
      ),
    ),
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
              'aria-label': `${list === 'pinned' ? 'Unpin' : 'Show'} ${id}`,
            },
          ),
        ),
      ),
    );
  }

  function update(): void {
    // The page may have given its own meanwhile.
    if (
      offered !==
      offer()
        .map((visit) => visit.name)
        .join()
    )
      drawVisits();
    const rules = trial.rules();
    const functions = Object.entries(rules).flatMap(([rule, value]) =>
      typeof value === 'function' ? rule : [],
    );
    own.textContent = functions.length
      ? `${functions.join(' and ')}: a function of the shop’s own, which stays.`
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
          el('b', {}, source === 'pinned' ? 'pinned' : percent(probability)),
        ),
      ),
    );
    ids.replaceChildren(
      ...items.map(({ id, item }) => el('option', { value: id }, item.name ?? '')),
    );
    showCode(trial.code());
    reset.hidden = !trial.isChanged();
    const { tier } = predictor.status().consent;
    for (const { choice, pressed } of consents) {
      const means = choice === 'granted' ? 'persistent' : choice === 'denied' ? 'off' : choice;
      pressed.setAttribute('aria-pressed', String(means === tier));
    }
  }

  return {
    element,
    update,
    stop: () => stop?.(),
  };
}
