import { createPredictor } from '/dist/index.js';

// First visits in tabs that are closed in the task of their only event. The page that opens them, which has
// no predictor of their namespace until they are gone, looks what is there.
const visit = new URLSearchParams(location.search).get('visit');
const open = (namespace) =>
  createPredictor({ consent: 'granted', model: null, sources: [], namespace });

/** @returns the visits whose event is lost, and those whose tab did not close. */
window.closeTabs = async (visits) => {
  const found = { lost: [], open: [] };
  for (let n = 1; n <= visits; n++) {
    window.open(`close.html?visit=visit-${n}`);
    for (let i = 0; window.gone !== `visit-${n}` && i < 3000; i++)
      await new Promise((done) => setTimeout(done, 10));
    if (window.gone !== `visit-${n}`) found.open.push(n);
    const next = open(`visit-${n}`);
    await next.ready;
    const { events } = await next.exportData();
    if (!events.some(({ item }) => item === `visit-${n}`)) found.lost.push(n);
    next.destroy();
  }
  return found;
};

if (visit) {
  open(visit).track('click', visit);
  // `closed` is true before the page is left.
  addEventListener('pagehide', () => Object.assign(window.opener, { gone: visit }));
  window.close();
}
