import { pageOf, watchPage } from './watch-page.js';

type Undo = () => void;

/**
 * Attaches to an object that the page defines now or later. When another object replaces it,
 * detaches and attaches to that one. An object that is only taken off the window
 * (`jQuery.noConflict`) is still used by the page, so it stays attached. Ignores errors of the
 * finder and of the page's object.
 * @param attach returns its undo.
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
 * `whenFound` for the object or function at `host[name]`, which may appear late, be replaced or
 * never appear; nothing is put in its place.
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
