import { refusalAdvice } from '../doctor/refusal-advice.js';
import { bugReport } from './bug-report.js';
import type { Context, Panel } from './context.js';
import type { HeardLine } from './heard-line.js';
import { button, clock, codeLine, copy, el, facts, keptRows, section } from './view.js';

const FILTERS = ['all', 'taken', 'merged', 'refused'] as const;
const OUTCOMES = { taken: 'taken', merged: 'merged', refused: 'refused', unkept: 'not kept' };
const MAX_SHOWN = 60;

/** Events as they come, what became of each, and what each source of the page would tell. */
export function heardPanel(context: Context): Panel {
  const { hearing, inspected, sources, say } = context;
  const { predictor } = inspected;
  let filter: (typeof FILTERS)[number] = 'all';
  const totals = el('div');
  const feed = el('ol', { class: 'feed' });
  const empty = el('p', { class: 'none' });
  const faults = el('ul', { class: 'plain' });
  const telling = el('div');
  const unheard = el('p', { class: 'why' });
  const showLines = keptRows<NamedLine>(feed, (line) => row(line, say));
  const showFaults = keptRows<{ code: string; message: string }>(faults, ({ code, message }) =>
    el('li', {}, el('strong', {}, code), ' ', message),
  );
  const showTellings = keptRows<Telling>(telling, (one) => tellingRow(one, say));
  const report = el('textarea', { readonly: '', rows: '8', 'aria-label': 'Bug report' });
  report.hidden = true;
  const filters = FILTERS.map((name) =>
    button(name, () => {
      filter = name;
      update();
    }),
  );

  const onReport = async () => {
    const text = bugReport({
      page: location,
      userAgent: navigator.userAgent,
      inspected,
      status: predictor.status(),
      lines: hearing.lines(),
      sources: sources.tellings(),
      requests: context.requests.read(),
      shelves: [...document.querySelectorAll('nextaisle-shelf')].map((one) =>
        one.getAttributeNames(),
      ),
    });
    const area = report as HTMLTextAreaElement;
    area.value = text;
    area.hidden = false;
    if (await copy(text, say)) say('The bug report is copied. It has no searches and no names.');
    else area.select();
  };

  function update(): void {
    const { events, faults: found } = predictor.status();
    const { duplicate = 0, clamped = 0, ...refused } = events.refused;
    const bad = Object.values(refused).reduce((sum, count) => sum + count, 0);
    const early = Object.entries(hearing.unheard()).filter(([reason]) => reason !== 'clamped');
    totals.replaceChildren(
      facts([
        [
          'taken',
          `${events.accepted} on this page${events.waiting ? `, ${events.waiting} not stored yet` : ''}`,
        ],
        ['merged', `${duplicate} reported more than once`],
        ['refused', bad ? `${bad} (${countsOf(refused)})` : 'none'],
        ['moved', clamped > 0 && `${clamped} from the future, counted as now`],
        [
          'before',
          early.length > 0 &&
            `${countsOf(Object.fromEntries(early))} before the inspector listened. ?nextaisle in the address listens from the start.`,
        ],
      ]),
    );
    FILTERS.forEach((name, at) =>
      filters[at].setAttribute('aria-pressed', String(name === filter)),
    );
    const isShown = ({ outcome }: HeardLine) =>
      filter === 'all' || outcome === filter || (filter === 'refused' && outcome === 'unkept');
    const lines = hearing.lines().filter(isShown).slice(0, MAX_SHOWN);
    const nameOf = (id?: string) => (id === undefined ? undefined : predictor.item(id)?.name);
    showLines(lines.map((line) => ({ ...line, name: nameOf(line.item) })));
    empty.hidden = lines.length > 0;
    empty.textContent =
      filter === 'all' ? 'Nothing was heard yet: look at a product.' : `None ${filter}.`;
    showFaults(found.map(({ code, message }) => ({ code, message })));
    (faults.parentElement as HTMLElement).hidden = !found.length;
    showTellings(tellingsOf(context));
    const missing = sources.fault();
    unheard.hidden = !missing;
    unheard.textContent = `The listeners of platforms: ${missing}`;
  }

  const element = el(
    'div',
    {},
    totals,
    el(
      'div',
      { class: 'row' },
      el('div', { class: 'segmented', role: 'group', 'aria-label': 'Show' }, ...filters),
    ),
    el('div', { role: 'log', 'aria-label': 'Events, the latest first' }, feed, empty),
    section('Faults', faults),
    section(
      'What each source here tells',
      el(
        'p',
        { class: 'hint' },
        'Every source that this page shows, whether the predictor listens to it or not.',
      ),
      telling,
      unheard,
    ),
    el(
      'div',
      { class: 'row end' },
      button('Copy a bug report', () => void onReport(), { class: 'main' }),
    ),
    report,
  );
  return { element, update };
}

const countsOf = (counts: object): string =>
  Object.entries(counts)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(', ');

type NamedLine = HeardLine & { name?: string };
type Say = Context['say'];

function row(heard: NamedLine, say: Say): HTMLElement {
  const { at, outcome, source, type, item, name, aliases, detail, why, line, given } = heard;
  return el(
    'li',
    { class: outcome },
    el(
      'p',
      { class: 'said' },
      el('time', {}, clock(at)),
      el('em', {}, type),
      item !== undefined && el('code', {}, item),
      name && el('span', { class: 'name' }, name),
      el(
        'span',
        { class: 'end' },
        el('span', { class: 'source' }, source),
        el('span', { class: 'outcome' }, OUTCOMES[outcome]),
      ),
    ),
    !!aliases?.length && el('p', { class: 'more' }, `also ${aliases.join(', ')}`),
    detail && el('p', { class: 'more' }, detail),
    why && el('p', { class: 'why' }, why),
    given !== undefined && el('p', { class: 'more' }, 'given ', el('code', {}, given)),
    line && codeLine(line, say),
  );
}

/** Whether the predictor listens to a source. */
function isHeard(source: string, { inspected: { settings } }: Context): boolean {
  const { sources } = settings;
  return (
    sources === 'auto' ||
    sources.some((one) => (typeof one === 'string' ? one : one.name) === source)
  );
}

/** What one source tells, in words. */
interface Telling {
  source: string;
  isOn: boolean;
  told: string;
  why?: string;
  lines: string[];
}

const tellingsOf = (context: Context): Telling[] =>
  context.sources.tellings().map(({ source, told, items, refused }) => {
    const isOn = isHeard(source, context);
    const calls = [...told].map(([call, count]) => (count > 1 ? `${call} × ${count}` : call));
    const [advice] = refusalAdvice(source, refused, source);
    const described = items > 0 ? `; ${items} products described` : '';
    return {
      source,
      isOn,
      told: `${calls.join(', ') || 'no event yet'}${described}`,
      why: advice?.what,
      lines: [
        ...(advice?.line ? [advice.line] : []),
        ...(!isOn && told.size ? ["createPredictor({ sources: 'auto' })"] : []),
      ],
    };
  });

const tellingRow = ({ source, isOn, told, why, lines }: Telling, say: Say): HTMLElement =>
  el(
    'div',
    { class: 'telling' },
    el(
      'p',
      { class: 'said' },
      el('strong', {}, source),
      el(
        'span',
        { class: isOn ? 'end source' : 'end source off' },
        isOn ? 'listened to' : 'not listened to',
      ),
    ),
    el('p', { class: 'more' }, told),
    why && el('p', { class: 'why' }, why),
    ...lines.map((line) => codeLine(line, say)),
  );
