import { sampleVisit } from './sample-visit.js';

/** How many times faster than real time the visit plays, and the longest wait between steps, ms. */
const SPEED = 8;
const LONGEST_MS = 2200;

/**
 * Plays the sample visit by opening links and pressing buttons, so that events are captured as a
 * real shopper's are.
 * @returns a function that stops it.
 */
export function replay(onEnd) {
  let at = 0;
  let timer = 0;
  const step = () => {
    const { open, press } = sampleVisit[at++];
    if (open) location.hash = open;
    else
      document.querySelector(`main [data-do="${press}"]`)?.matches('form')
        ? document.querySelector('main form').requestSubmit()
        : document.querySelector(`main [data-do="${press}"]`)?.click();
    if (at === sampleVisit.length) {
      onEnd();
      return;
    }
    timer = setTimeout(step, Math.min(LONGEST_MS, 700 + (sampleVisit[at].after * 1000) / SPEED));
  };
  step();
  return () => clearTimeout(timer);
}
