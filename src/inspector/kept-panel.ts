import type { Context, Panel } from './context.js';
import { button, clock, el, facts, section } from './view.js';

const STORES: Readonly<Record<string, string>> = {
  indexeddb: 'on this device (IndexedDB)',
  session: 'until this tab closes (session storage)',
  memory: 'in memory, until this page closes',
  none: 'nowhere',
};
const CONFIRM_MS = 5000;

const bytes = (count: number): string =>
  count < 1000
    ? `${count} bytes`
    : count < 1e6
      ? `${(count / 1000).toFixed(1)} KB`
      : `${(count / 1e6).toFixed(1)} MB`;

/** What is kept of the shopper, by whose leave, and what was requested. */
export function keptPanel(context: Context): Panel {
  const { inspected, requests, say } = context;
  const { predictor, settings } = inspected;
  const consent = el('div');
  const signals = el('ul', { class: 'plain' });
  const store = el('div');
  const made = el('div');
  let size = 0;
  let sure = 0;

  const exportAll = async () => {
    const text = JSON.stringify(await predictor.exportData(), null, 2);
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = el('a', { href: address, download: 'nextaisle-history.json' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    say('The history is exported.');
  };
  const forgetAll = async () => {
    if (Date.now() - sure > CONFIRM_MS) {
      sure = Date.now();
      say('This deletes every event, here and in other tabs. Press again to do it.');
      return;
    }
    sure = 0;
    await forget('all', 'Everything is forgotten.');
    context.onForget();
  };
  const forget = async (what: 'all' | { item: string }, done: string) => {
    try {
      await predictor.forget(what);
      say(done);
    } catch (thrown) {
      say(String(Object(thrown).message ?? thrown));
    }
    await measure();
  };
  const item = el('input', {
    type: 'text',
    'aria-label': 'Id of a product',
    placeholder: 'id of a product',
    autocomplete: 'off',
  }) as HTMLInputElement;
  const forgetItem = () => {
    const id = item.value.trim();
    if (!id) return say('Which product? Write its id.');
    item.value = '';
    void forget({ item: id }, `What was done with ${id} is forgotten.`);
  };

  async function measure(): Promise<void> {
    const { events } = await predictor.exportData();
    size = new TextEncoder().encode(JSON.stringify(events)).length;
    draw();
  }

  function draw(): void {
    const { consent: given, store: kept, events, catalog } = predictor.status();
    consent.replaceChildren(
      facts([
        ['allowed', given.tier],
        ['limited by', given.reason],
        ['asked for', `consent: ${String(settings.consent)}`],
      ]),
    );
    const said = context.signals();
    signals.replaceChildren(
      ...said.map(({ name, verdict }) =>
        el(
          'li',
          {},
          el('strong', {}, name),
          ` allows ${verdict.tier}${verdict.decided ? '' : ', by default'}`,
        ),
      ),
      ...(said.length ? [] : [el('li', {}, 'No consent signal is on this page.')]),
    );
    store.replaceChildren(
      facts([
        ['events', `${kept.kept}, ${bytes(size)} as JSON`],
        ['where', STORES[kept.kind] ?? kept.kind],
        ['because', kept.reason],
        ['not stored yet', events.waiting > 0 && String(events.waiting)],
        ['at most', `${settings.retention.days} days, ${settings.retention.maxEvents} events`],
        [
          'products known',
          `${catalog.trained} of the model, ${catalog.live} of the page or catalog`,
        ],
        [
          'catalog',
          (catalog.read > 0 || catalog.refused > 0) &&
            `${catalog.read} read, ${catalog.refused} refused`,
        ],
      ]),
    );
    const { model, catalog: lists, code, isBundled, isCut, bytes: moved, last } = requests.read();
    made.replaceChildren(
      facts([
        ['model', `${model}`],
        ['catalog', `${lists}`],
        [
          'code',
          isBundled ? 'in the files of the shop’s bundler, not told apart' : `${code} files`,
        ],
        [
          'over the network',
          `${bytes(moved)}${isCut ? ', at least: the browser’s list was full' : ''}`,
        ],
        ['last', last !== undefined && clock(last)],
        ['sent', 'nothing: no request carries an event'],
      ]),
    );
  }

  const element = el(
    'div',
    {},
    section('Consent', consent, signals),
    section(
      'Store',
      store,
      el(
        'div',
        { class: 'row' },
        button('Export', () => void exportAll()),
        button('Forget all', () => void forgetAll(), { class: 'danger' }),
      ),
      el('div', { class: 'row' }, item, button('Forget it', forgetItem)),
    ),
    section('Requests that nextaisle made', made),
  );
  return {
    element,
    update() {
      draw();
      void measure();
    },
  };
}
