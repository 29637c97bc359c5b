import type { Inspected } from './predictors.js';

/** What nextaisle has requested on this page. */
export interface Requests {
  model: number;
  catalog: number;
  /** Files of the library, where they are served as they are. */
  code: number;
  /** A bundler has packed the library into the shop's own files, so `code` is not known. */
  isBundled: boolean;
  /** The browser's list was full before it was read, so these are the least. */
  isCut: boolean;
  /** Bytes over the network, as far as the browser tells. */
  bytes: number;
  /** When the last of them began, milliseconds since the Unix epoch. */
  last?: number;
}

/** The files of `dist/` that a page loads. */
const OURS =
  /^(index|react|vue|svelte|element|embed|platforms|webgl|inspector|instant|stub|nextaisle\.min|shared-[\w-]+|chunks\/[\w-]+)\.js$/;

/** How many requests a browser lists unless the page asks for more. */
const LIST_LENGTH = 250;

/** Which request a file is of; undefined for what is not ours. */
export function kindOf(
  url: string,
  { folder, models, catalogs }: { folder?: string; models: string[]; catalogs: string[] },
): 'model' | 'catalog' | 'code' | undefined {
  const [plain] = url.split('#');
  if (models.includes(plain)) return 'model';
  if (catalogs.includes(plain)) return 'catalog';
  if (!folder || !plain.startsWith(folder)) return undefined;
  return OURS.test(plain.slice(folder.length).split('?')[0]) ? 'code' : undefined;
}

/**
 * Counts the requests of the library, and makes none: the browser lists what a page has loaded.
 * @param self the address of the inspector's own file.
 */
export function countRequests(
  self: string,
  inspected: () => readonly Inspected[],
  onChange: () => void,
) {
  const folder = /\/inspector\.js([?#]|$)/.test(self) ? new URL('.', self).href : undefined;
  const isCut = performance.getEntriesByType('resource').length >= LIST_LENGTH;
  const found = new Map<
    string,
    { kind: 'model' | 'catalog' | 'code'; name: string; bytes: number; at: number }
  >();

  const add = (list: readonly PerformanceEntry[]) => {
    const known = {
      folder,
      models: inspected().flatMap(({ settings: { model }, loaders }) =>
        model === null ? [] : [...addressOf(model), ...addressOf(loaders.baseModel())],
      ),
      catalogs: inspected().flatMap(({ settings }) => addressOf(settings.catalog)),
    };
    for (const entry of list) {
      const kind = kindOf(entry.name, known);
      const at = performance.timeOrigin + entry.startTime;
      const bytes = (entry as PerformanceResourceTiming).transferSize || 0;
      // Each is told twice: in the list that was there, and as news.
      if (kind) found.set(`${at} ${entry.name}`, { kind, name: entry.name, bytes, at });
    }
    onChange();
  };
  const lookAgain = () => add(performance.getEntriesByType('resource'));
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: 'resource', buffered: true });
  lookAgain();

  return {
    /** For a predictor that is new: what it requested may be listed already. */
    lookAgain,
    read(): Requests {
      // The inspector has loaded it: where it is not there, other files have these names by chance.
      const isServed = ({ name }: { name: string }) =>
        name.split(/[?#]/)[0] === `${folder}chunks/listeners.js`;
      const isBundled = ![...found.values()].some(isServed);
      const all = [...found.values()].filter(({ kind }) => !isBundled || kind !== 'code');
      const count = (kind: string) => all.filter((one) => one.kind === kind).length;
      return {
        model: count('model'),
        catalog: count('catalog'),
        code: count('code'),
        isBundled,
        isCut,
        bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
        last: all.length ? Math.max(...all.map(({ at }) => at)) : undefined,
      };
    },
    stop: () => observer.disconnect(),
  };
}

export type RequestCounter = ReturnType<typeof countRequests>;

function addressOf(given: unknown): string[] {
  if (typeof given !== 'string' && !(given instanceof URL)) return [];
  try {
    return [new URL(given, document.baseURI).href.split('#')[0]];
  } catch {
    return [];
  }
}
