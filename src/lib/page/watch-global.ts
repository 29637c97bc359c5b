import { browserEnvironment, type Environment } from '../environment.js';
import type { QueueHost } from './tap-queue.js';

const FIRST_MS = 50;
const LAST_MS = 60_000;

/** What a watch needs of the world; tests bring their own. */
export interface WatchWorld {
  /** Absent where there is no document. */
  page?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  after: Environment['after'];
}

export const pageWorld = (): WatchWorld => ({
  page: typeof document === 'object' ? document : undefined,
  after: browserEnvironment().after,
});

/**
 * Calls `look` now and whenever a script of the page may just have set a global: after each script
 * (`load` does not bubble, but a document hears it while capturing), when the page has been read, and
 * after delays that double up to a minute, for what no event tells of. An accessor on the window
 * would be told at once, but then `'analytics' in window` is true where there is none, two tools
 * that do so undo one another, and a script that defines the property itself fails.
 * @returns the undo.
 */
export function atPageMoments(look: () => void, { page, after } = pageWorld()): () => void {
  let cancel: () => void;
  const wait = (delayMs: number) => {
    cancel = after(delayMs, () => {
      if (delayMs < LAST_MS) wait(delayMs * 2);
      look();
    });
  };
  page?.addEventListener('load', look, true);
  page?.addEventListener('DOMContentLoaded', look);
  wait(FIRST_MS);
  look();
  return () => {
    cancel();
    page?.removeEventListener('load', look, true);
    page?.removeEventListener('DOMContentLoaded', look);
  };
}

/**
 * Holds on to what is there, one at a time: what takes its place is attached to instead. A finder or
 * an object of the page that throws harms nobody.
 * @param find is given what is held; `undefined` lets go of it.
 * @param attach returns the undo of what it did.
 */
export function createHold<Found>(
  find: (held: Found | undefined) => Found | undefined,
  attach: (found: Found) => () => void,
): { look(): void; release(): void } {
  let held: Found | undefined;
  let undo: (() => void) | undefined;
  const quietly = (work: () => void) => {
    try {
      work();
    } catch {
      // A getter threw, or what is there cannot be listened to.
    }
  };
  const release = () => {
    const before = undo;
    undo = undefined;
    quietly(() => before?.());
  };
  const look = () =>
    quietly(() => {
      const found = find(held);
      if (found === held) return;
      held = found;
      release();
      if (found !== undefined) undo = attach(found);
    });
  return { look, release };
}

/**
 * Follows `host[name]`, which may come late, be replaced or never come; nothing is put in its place.
 * @param found told of each new value that is an object or a function; returns the undo of what it did.
 * @returns the undo of the watch and of the last value.
 */
export function watchGlobal(
  host: QueueHost,
  name: string,
  found: (value: object) => () => void,
  world?: WatchWorld,
): () => void {
  const { look, release } = createHold(() => {
    const value = host[name];
    const isThing = typeof value === 'function' || (typeof value === 'object' && value);
    return isThing ? (value as object) : undefined;
  }, found);
  const stop = atPageMoments(look, world);
  return () => {
    stop();
    release();
  };
}
