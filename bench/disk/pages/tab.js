import { createPredictor } from '/dist/index.js';
import { get, set } from 'idb-keyval';

// Keeps events under the tier `session`, and a key in every place that might outlive a page without being
// written down. Its next page, and one after a visit to another site, tell which keys they still have.
const asked = new URLSearchParams(location.search);
const step = Number(asked.get('step'));
const { ids, searches, keys } = await (await fetch('/words')).json();

/** One worker for all tabs of the shop; with `extendedLifetime` it may live on for a while without any. */
const worker = (options) => (key) =>
  new Promise((done) => {
    try {
      const { port } = new SharedWorker('/key-worker.js', options);
      port.onmessage = ({ data }) => done(data);
      port.postMessage(key);
    } catch {
      done(null);
    }
  });
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (two) => Number.parseInt(two, 16));

/** By place: keeps a key, and asks for it. */
const PLACES = {
  'window.name': [(key) => Object.assign(window, { name: key }), () => window.name],
  'history.state': [(key) => history.replaceState(key, ''), () => history.state],
  sessionStorage: [
    (key) => sessionStorage.setItem('key', key),
    () => sessionStorage.getItem('key'),
  ],
  'a CryptoKey in IndexedDB': [
    async (key) =>
      set(
        'key',
        await crypto.subtle.importKey('raw', bytesOf(key + key), 'AES-GCM', false, ['encrypt']),
      ),
    () => get('key'),
  ],
  'a shared worker': [worker({ name: 'short' }), worker({ name: 'short' })],
  'a shared worker with extendedLifetime': [
    worker({ name: 'long', extendedLifetime: true }),
    worker({ name: 'long', extendedLifetime: true }),
  ],
};

const predictor = createPredictor({ consent: 'session', model: null, sources: [] });
await predictor.ready;
const has = {};
for (const [place, [keep, ask]] of Object.entries(PLACES)) {
  if (step === 1) await keep(keys[place]);
  else has[place] = Boolean(await ask());
}
if (step === 1) {
  for (const [i, id] of ids.entries()) {
    predictor.track('click', { id, name: `Product ${i}` });
    predictor.track('search', searches[i]);
  }
  while (predictor.status().events.waiting) await new Promise((done) => setTimeout(done, 50));
}
const { events } = await predictor.exportData();
// What lies in the tab while it is open is to be seen, also where only the entry of the last page is kept.
if (step === 3) PLACES['history.state'][0](keys['history.state']);
const told = await fetch('/told', {
  method: 'POST',
  body: JSON.stringify({ step, kept: events.length, has }),
});
const next = await told.text();
if (next === 'close') close();
else if (next) location.replace(next);
