// What the model says, and the panel: after the page is drawn and the script tag has run.
import { emptyEverything } from './basket.js';
import { productOf } from './catalog.js';
import { rememberConsent } from './consent.js';
import { $, say } from './page.js';
import { replay } from './replay.js';
import { tag } from './tag.js';

const predictor = await tag;

// The shelf is an element that hears predictions by itself; here they are told to a screen reader.
let told = '';
const tell = ({ items }) => {
  const names = items
    .map(({ id }) => productOf(id)?.name)
    .filter(Boolean)
    .slice(0, 3);
  if (names.length && names.join() !== told) say(`Next for you: ${names.join(', ')}.`);
  told = names.join();
};
predictor.on('prediction', tell);
// The script tag runs first, so a prediction may exist already.
predictor.ready.then(() => tell(predictor.getSnapshot()));

// The panel is the library's own inspector, in the page instead of over it. It comes last: the shop has the
// line to itself until the first prediction.
predictor.ready.then(() => import('../dist/inspector.js'));
const inspector = $('inspector');
inspector.toggleAttribute('collapsed', matchMedia('(max-width: 67.99rem)').matches);
inspector.visits = [{ name: 'Replay a sample visit', play: replay }];
inspector.addEventListener('forget', emptyEverything);
predictor.on('consentchange', ({ tier, reason }) => {
  if (reason !== 'explicit call') return;
  rememberConsent(tier === 'off' ? 'denied' : tier);
  say(tier === 'persistent' ? 'The history is kept on this device.' : 'Less is kept now.');
});
