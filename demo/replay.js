import { sampleVisit } from './sample-visit.js';

/** The seconds of the visit are played this many times faster, and no step waits longer than the second number. */
const SPEED = 8;
const LONGEST_MS = 2200;

/**
 * Plays the sample visit through the page itself: links are opened and buttons are pressed, so
 * that every event takes the way a shopper's takes.
 * @returns the way to stop it.
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
