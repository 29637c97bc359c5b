import type { Context, Panel } from './context.js';
import type { Phrase } from './speech.js';
import { button, el, facts, fault, section, told } from './view.js';

const STORES: Readonly<Record<string, Phrase>> = {
  indexeddb: 'on this device (IndexedDB)',
  session: 'until this tab closes (session storage)',
  memory: 'in memory, until this page closes',
  none: 'nowhere',
};
const CONFIRM_MS = 5000;

/** What is kept of the shopper, by whose leave, and what was requested. */
export function keptPanel(context: Context): Panel {
  const { inspected, requests, say, tell, speech } = context;
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
    tell(say('The history is exported.'));
  };
  const forgetAll = async () => {
    if (Date.now() - sure > CONFIRM_MS) {
      sure = Date.now();
      tell(say('This deletes every event, here and in other tabs. Press again to do it.'));
      return;
    }
    sure = 0;
    await forget('all', say('Everything is forgotten.'));
    context.onForget();
  };
  const forget = async (what: 'all' | { item: string }, done: string) => {
    try {
      await predictor.forget(what);
      tell(done);
    } catch (thrown) {
      tell(fault(thrown, speech));
    }
    await measure();
  };
  const item = el('input', {
    type: 'text',
    'aria-label': say('Id of a product'),
    placeholder: say('id of a product'),
    autocomplete: 'off',
  }) as HTMLInputElement;
  const forgetItem = () => {
    const id = item.value.trim();
    if (!id) return tell(say('Which product? Write its id.'));
    item.value = '';
    void forget({ item: id }, say('What was done with {id} is forgotten.', { id }));
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
        [say('allowed'), el('code', {}, given.tier)],
        [say('limited by'), told(given.reason, speech)],
        [say('asked for'), el('code', {}, `consent: ${String(settings.consent)}`)],
      ]),
    );
    const said = context.signals();
    signals.replaceChildren(
      ...said.map(({ name, verdict }) =>
        el(
          'li',
          {},
          el('strong', {}, name),
          ' ',
          say(verdict.decided ? 'allows “{tier}”' : 'allows “{tier}”, by default', {
            tier: verdict.tier,
          }),
        ),
      ),
      ...(said.length ? [] : [el('li', {}, say('No consent signal is on this page.'))]),
    );
    store.replaceChildren(
      facts([
        [say('events'), say('{n}, {size} as JSON', { n: kept.kept, size: speech.bytes(size) })],
        [say('where'), Object.hasOwn(STORES, kept.kind) ? say(STORES[kept.kind]) : kept.kind],
        [say('because'), told(kept.reason, speech)],
        [say('not stored yet'), events.waiting > 0 && speech.write(events.waiting)],
        [
          say('at most'),
          say('{days|# day|# days}, {n|# event|# events}', {
            days: settings.retention.days,
            n: settings.retention.maxEvents,
          }),
        ],
        [
          say('products known'),
          say('{trained} of the model, {live} of the page or catalog', { ...catalog, error: '' }),
        ],
        [
          say('catalog'),
          (catalog.read > 0 || catalog.refused > 0) &&
            say('{read} read, {refused} refused', { ...catalog, error: '' }),
        ],
      ]),
    );
    const { model, catalog: lists, code, isBundled, isCut, bytes: moved, last } = requests.read();
    made.replaceChildren(
      facts([
        [say('model'), speech.write(model)],
        [say('catalog'), speech.write(lists)],
        [
          say('code'),
          isBundled
            ? say('in the files of the shop’s bundler, not told apart')
            : say('{n|# file|# files}', { n: code }),
        ],
        [
          say('over the network'),
          isCut
            ? say('{size}, at least: the browser’s list was full', { size: speech.bytes(moved) })
            : speech.bytes(moved),
        ],
        [say('last'), last !== undefined && speech.clock(last)],
        [say('sent'), say('nothing: no request carries an event')],
      ]),
    );
  }

  const element = el(
    'div',
    {},
    section(say('Consent'), consent, signals),
    section(
      say('Store'),
      store,
      el(
        'div',
        { class: 'row' },
        button(say('Export'), () => void exportAll()),
        button(say('Forget all'), () => void forgetAll(), { class: 'danger' }),
      ),
      el('div', { class: 'row' }, item, button(say('Forget it'), forgetItem)),
    ),
    section(say('Requests that nextaisle made'), made),
  );
  return {
    element,
    update() {
      draw();
      void measure();
    },
  };
}
