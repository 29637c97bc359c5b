import { createPredictor } from '/dist/index.js';

// Does what its address asks for, tells the bench what the database holds then, and asks what is next.
const asked = new URLSearchParams(location.search);
const tell = (what) =>
  fetch('/told', { method: 'POST', body: JSON.stringify(what) }).then((answer) => answer.text());

const predictor = createPredictor({
  consent: asked.get('tier') ?? 'granted',
  model: null,
  sources: [],
});
await predictor.ready;

/** Until the browser has it, and a moment longer. */
const written = async () => {
  while (predictor.status().events.waiting) await new Promise((done) => setTimeout(done, 50));
};

const acts = {
  async write() {
    const { ids, searches } = await (await fetch('/words')).json();
    for (const [i, id] of ids.entries()) {
      predictor.track('click', { id, name: `Product ${i}` });
      predictor.track('search', searches[i]);
      if (i % 20 === 19) await written();
    }
    await written();
  },
  forget: () => predictor.forget('all'),
  async denied() {
    predictor.consent('denied');
    await predictor.forget('all');
  },
  look: () => {},
};
await acts[asked.get('do')]();
const { events } = await predictor.exportData();
const next = await tell({ did: asked.get('do'), kept: events.length });
if (next) location.replace(next);
