import { euros, whole } from '../words.js';
import { el, trouble } from './dom.js';
import { nameOf, picture } from './products.js';
import { ask } from './worker.js';

let playing;

/**
 * The demo shop's held-out visits, played to its model once for all panels. A panel takes any source of this
 * shape: log.js makes one of a shop's own log.
 */
export const demoVisits = {
  who: 'simulated shoppers whom the model never saw',
  learned: '3,000 of the shoppers that the model learned from',
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
  picture: ({ id }) => picture(id),
  name: ({ id }) => nameOf(id),
  money: euros,
};
const listeners = new Set();

/** Shows how far the visits are played, then what `draw` makes of them. */
export async function whenPlayed(room, source, draw) {
  const text = el('p', { role: 'status' }, 'Making up visits');
  const progress = el('progress', { max: '1', 'aria-label': 'How far it is' });
  room.replaceChildren(
    el(
      'div',
      { class: 'card-box loading' },
      text,
      progress,
      el(
        'p',
        { class: 'soft' },
        'Nothing here is prepared: the visits are made up and played to the model now, which takes some seconds.',
      ),
    ),
  );
  try {
    const played = await source.play((done, of) => {
      text.textContent = `Asking the model: ${whole(done)} of ${whole(of)} visits`;
      progress.value = done / of;
    });
    room.replaceChildren();
    room.dataset.ready = '';
    draw(played);
  } catch (error) {
    room.replaceChildren(trouble(error.message, () => whenPlayed(room, source, draw)));
  }
}

/** The event of a row of a table, in the words of the page. */
export const eventOf = ({ actions, action, item, items }, row) => ({
  type: actions[action[row]],
  item: items[item[row]],
});
