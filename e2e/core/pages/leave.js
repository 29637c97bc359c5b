import { createPredictor } from '/dist/index.js';

// A chain of visits. Each looks whether the event of the one before is there, reports one of its
// own and leaves in the same task. `leaving` is this tab's notebook, not the library's.
const note = JSON.parse(sessionStorage.getItem('leaving'));
const WAYS = [
  () => location.assign('leave.html'),
  () => location.reload(),
  () => document.querySelector('a').click(),
  () => document.querySelector('form').submit(),
];
const open = (visit) =>
  createPredictor({
    consent: 'granted',
    model: null,
    sources: [],
    // A first visit finds no database.
    namespace: note.first ? `visit-${visit}` : 'leaving',
  });

/** What this visit is at, for a chain that stands still. */
const at = (step) => sessionStorage.setItem('leaving', JSON.stringify({ ...note, step }));

if (note && note.done !== true) {
  if (note.visit) {
    at('opening');
    const before = open(note.visit);
    await before.ready;
    at('reading');
    const ids = (await before.exportData()).events.map(({ item }) => item);
    if (!ids.includes(`item-${note.visit}`)) note.lost.push(note.visit);
    const expected = note.first ? 1 : note.visit;
    note.doubled = Math.max(
      note.doubled,
      ids.length - expected + (note.first ? 0 : note.lost.length),
    );
    at('forgetting');
    // In 5 seconds at most, also where the browser has locked the database: docs/evidence/reliability.md.
    if (note.first)
      await before.forget('all').catch(({ code, detail }) => note.locked.push(`${code} ${detail}`));
    before.destroy();
  }
  note.done = note.visit === note.visits;
  note.visit++;
  at('leaving');
  if (!note.done) {
    const predictor = open(note.visit);
    // A first visit is left before anything has loaded.
    if (!note.first) await predictor.ready;
    predictor.track('click', `item-${note.visit}`);
    WAYS[note.visit % WAYS.length]();
  }
}
