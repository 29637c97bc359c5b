import { loadChunk } from '../predictor/load/load-chunk.js';
import type { Context, Panel } from './context.js';
import type { HeardLine } from './heard-line.js';
import { heardRow, type NamedLine } from './heard-row.js';
import { type Telling, tellingRow, tellingsOf } from './telling-row.js';
import { button, copy, el, facts, fault, keptRows, section, told } from './view.js';

const FILTERS = ['all', 'taken', 'merged', 'refused'] as const;
const NONE = {
  all: 'Nothing was heard yet: view a product.',
  taken: 'None was taken.',
  merged: 'None was merged.',
  refused: 'None was refused.',
} as const;
const MAX_SHOWN = 60;

/** Events as they come, what became of each, and what each source of the page would tell. */
export function heardPanel(context: Context): Panel {
  const { hearing, inspected, sources, say, tell, speech } = context;
  const { predictor } = inspected;
  let filter: (typeof FILTERS)[number] = 'all';
  const totals = el('div');
  const feed = el('ol', { class: 'feed' });
  const empty = el('p', { class: 'none' });
  const faults = el('ul', { class: 'plain' });
  const telling = el('div');
  const unheard = el('p', { class: 'why' });
  const showLines = keptRows<NamedLine>(feed, (line) => heardRow(line, context));
  const showFaults = keptRows<{ code: string; message: string }>(faults, ({ code, message }) =>
    el('li', {}, el('strong', {}, code), ' ', told(message, speech)),
  );
  const showTellings = keptRows<Telling>(telling, (one) => tellingRow(one, context));
  const report = el('textarea', { readonly: '', rows: '8', 'aria-label': say('Bug report') });
  report.hidden = true;
  const filters = FILTERS.map((name) =>
    button(say(name), () => {
      filter = name;
      update();
    }),
  );

  const loadReport = loadChunk(() => import('./bug-report.js'));
  const onReport = async () => {
    const { bugReport } = await loadReport();
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
    if (await copy(text, context))
      tell(say('The bug report is copied. It has no searches and no names.'));
    else area.select();
  };

  const reporting = button(
    say('Copy a bug report'),
    () => void onReport().catch((thrown) => tell(fault(thrown, speech))),
    { class: 'main' },
  );
  // Safari lets a page copy only in the moment of the press: the file is there by then.
  for (const near of ['pointerenter', 'focus'])
    reporting.addEventListener(near, () => void loadReport().catch(() => {}), { once: true });

  function update(): void {
    const { events, faults: found } = predictor.status();
    const { duplicate = 0, clamped = 0, ...refused } = events.refused;
    const bad = Object.values(refused).reduce((sum, count) => sum + count, 0);
    const early = Object.entries(hearing.unheard()).filter(([reason]) => reason !== 'clamped');
    totals.replaceChildren(
      facts([
        [
          say('taken'),
          events.waiting
            ? say('{n} on this page, {waiting} not stored yet', {
                n: events.accepted,
                waiting: events.waiting,
              })
            : say('{n} on this page', { n: events.accepted }),
        ],
        [say('merged'), say('{n} reported more than once', { n: duplicate })],
        [
          say('refused'),
          bad ? `${speech.write(bad)} (${countsOf(refused)})` : say('none was refused'),
        ],
        [say('moved'), clamped > 0 && say('{n} from the future, counted as now', { n: clamped })],
        [
          say('before'),
          early.length > 0 &&
            say(
              '{counts} before the inspector listened. ?nextaisle in the address listens from the start.',
              { counts: countsOf(Object.fromEntries(early)) },
            ),
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
    empty.textContent = say(NONE[filter]);
    showFaults(found.map(({ code, message }) => ({ code, message })));
    (faults.parentElement as HTMLElement).hidden = !found.length;
    showTellings(tellingsOf(context));
    const missing = sources.fault();
    unheard.hidden = !missing;
    unheard.replaceChildren(say('The listeners of platforms:'), ' ', told(missing, speech) || '');
  }

  const element = el(
    'div',
    {},
    totals,
    el(
      'div',
      { class: 'row' },
      el('div', { class: 'segmented', role: 'group', 'aria-label': say('Show') }, ...filters),
    ),
    el('div', { role: 'log', 'aria-label': say('Events, the latest first') }, feed, empty),
    section(say('Faults'), faults),
    section(
      say('What each source here tells'),
      el(
        'p',
        { class: 'hint' },
        say('Every source that this page shows, whether the predictor listens to it or not.'),
      ),
      telling,
      unheard,
    ),
    el('div', { class: 'row end' }, reporting),
    report,
  );
  return { element, update };
}

const countsOf = (counts: object): string =>
  Object.entries(counts)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(', ');
