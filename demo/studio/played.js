import { euros } from '../lang/numbers.js';
import { onLanguage } from '../lang/panels.js';
import { say } from '../lang/say.js';
import { el, trouble } from './dom.js';
import { nameOf, picture } from './products.js';
import { ask } from './worker.js';

let playing;

/**
 * The demo shop's held-out visits, played to its model once for all panels. A panel takes any source of this
 * shape: log.js makes one of a shop's own log.
 */
export const demoVisits = {
  notes: {
    tried: 'In {visits|# visit|# visits} of simulated shoppers whom the model never saw',
    compared:
      '{visits|# visit|# visits} of simulated shoppers whom the model never saw. A case is anything after which the shopper goes on to another product. No shelf shows the product that is open. Popular and also viewed are counted over 3,000 of the shoppers that the model learned from; what a simple shelf leaves empty, popular products fill. The line in a bar is the range that chance leaves open (95%).',
    counted:
      '{visits|# visit|# visits} of simulated shoppers whom the model never saw. A visit counts once at each stage it reaches, in the band it had when it got there; what it buys after that is counted.',
  },
  play(onProgress) {
    listeners.add(onProgress);
    playing ??= ask({ kind: 'visits' }, (done, of) => {
      for (const listener of listeners) listener(done, of);
    });
    playing.catch(() => {
      playing = undefined;
    });
    return playing;
  },
  moment: async (rule, offer) => (await ask({ kind: 'moment', rule, offer })).outcome,
  portrait: (segment) => ask({ kind: 'portrait', ...segment }),
  picture: ({ id }) => picture(id),
  category: say,
  name: ({ id }) => nameOf(id),
  money: euros,
};
const listeners = new Set();

/** Shows how far the visits are played, then what `draw` makes of them. */
export async function whenPlayed(room, source, draw) {
  const text = el('p', { role: 'status' }, say('Making up visits'));
  const progress = el('progress', { max: '1', 'aria-label': say('How far it is') });
  room.replaceChildren(
    el(
      'div',
      { class: 'card-box loading' },
      text,
      progress,
      el(
        'p',
        { class: 'soft' },
        say(
          'Nothing here is prepared: the visits are made up and played to the model now, which takes some seconds.',
        ),
      ),
    ),
  );
  try {
    const played = await source.play((done, of) => {
      text.textContent = say('Asking the model: {done#} of {of|# visit|# visits}', { done, of });
      progress.value = done / of;
    });
    const show = () => {
      room.replaceChildren();
      draw(played);
    };
    room.dataset.ready = '';
    show();
    onLanguage(show, room);
  } catch (error) {
    room.replaceChildren(trouble(error.message, () => whenPlayed(room, source, draw)));
  }
}

/** The event of a row of a table, in the words of the page. */
export const eventOf = ({ actions, action, item, items }, row) => ({
  type: actions[action[row]],
  item: items[item[row]],
});
