import { pageOf, watchPage } from './watch-page.js';

type Undo = () => void;

/**
 * Attaches to what the page defines now or later, one at a time: what replaces it is attached to in its
 * place. What is only taken from the window (`jQuery.noConflict`) is still the page's own, and is kept.
 * A finder or an object of the page that throws harms nobody.
 * @param attach returns the undo of what it did.
 * @returns the undo of the watch and of the last `attach`.
 */
export function whenFound<Found extends object>(
  find: () => Found | undefined,
  attach: (found: Found) => Undo,
  page = pageOf(),
): Undo {
  let held: Found | undefined;
  let undo: Undo | undefined;
  const release = () => {
    const before = undo;
    undo = undefined;
    quietly(() => before?.());
  };
  const look = () =>
    quietly(() => {
      const found = find();
      if (!found || found === held) return;
      held = found;
      release();
      undo = attach(found);
    });
  const stop = watchPage(look, page);
  return () => {
    stop();
    release();
  };
}

/**
 * The same for the object or function at `host[name]`, which may come late, be replaced or never come;
 * nothing is put in its place.
 */
export function whenGlobal(
  host: object,
  name: string,
  attach: (found: object) => Undo,
  page = pageOf(),
): Undo {
  const find = () => {
    const value: unknown = Reflect.get(host, name);
    return typeof value === 'function' || (typeof value === 'object' && value) ? value : undefined;
  };
  return whenFound(find, attach, page);
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // A getter threw, or what is there cannot be listened to.
  }
}
