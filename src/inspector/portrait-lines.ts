import type { Predictor } from '../predictor/predictor.js';
import type { Speech } from './speech.js';
import { el, fault } from './view.js';

const MOST = 3;

/** The portrait of the shopper in three lines, in the language that the page speaks to them. */
export function portraitOf(predictor: Predictor, speech: Speech) {
  const element = el('ul', { class: 'plain' });
  let shown = '';

  /** Reads it again where something was done since. */
  async function update(): Promise<void> {
    const now = `${predictor.getSnapshot().id}`;
    if (now === shown) return;
    shown = now;
    const lines = await read();
    if (now === shown) element.replaceChildren(...lines);
  }

  async function read(): Promise<HTMLElement[]> {
    try {
      const { sentences, lang = 'en' } = await predictor.profile();
      const said = sentences.slice(0, MOST).map((text) => el('li', { lang, dir: 'auto' }, text));
      return said.length
        ? said
        : [el('li', {}, speech.say('Too little was done to say anything for sure.'))];
    } catch (thrown) {
      return [el('li', { class: 'why' }, fault(thrown, speech))];
    }
  }
  return { element, update };
}
