import { pageOf, watchPage } from '../lib/page/watch-page.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

export type Fields = Readonly<Record<string, unknown>>;

/** One framework of the IAB: a function on the window that takes listeners by command. */
export interface CmpProtocol {
  name: string;
  global: '__tcfapi' | '__gpp';
  /** What stands between the command and the callback. */
  version: readonly unknown[];
  /** Reads what a listener is told; `undefined` while the shopper is still being asked. May throw. */
  read(said: Fields): ConsentVerdict | undefined;
}

/**
 * Listens to the consent platform of a page: there at the start, later, or as a stub whose queue the
 * platform takes over. From its first sight until it answers, memory at most: it is there because
 * somebody has to be asked.
 * @param host the window.
 */
export function cmpSignal(host: object, protocol: CmpProtocol): ConsentSignal {
  const { name, global, version, read } = protocol;
  const command = (words: string, ...args: unknown[]) =>
    (Reflect.get(host, global) as (...args: unknown[]) => unknown)(words, ...version, ...args);
  return {
    name,
    start(report) {
      let live = true;
      let answered = false;
      let seen: unknown;
      let listener: unknown;
      const stopListening = (id: unknown) => {
        if (id !== undefined) command('removeEventListener', () => {}, id);
      };

      const listen = () => {
        const platform: unknown = Reflect.get(host, global);
        if (platform === seen || typeof platform !== 'function') return;
        seen = platform;
        command('addEventListener', (said: Fields) =>
          quietly(() => {
            // Taken over from a stub after the undo, or twice over: heard by a newer listener.
            if (!live || platform !== seen) return stopListening(said.listenerId);
            let verdict: ConsentVerdict | undefined = UNDECIDED;
            try {
              listener = said.listenerId;
              verdict = read(said);
            } catch {
              // What cannot be read has not agreed.
            }
            if (!verdict) return;
            answered = true;
            report(verdict);
          }),
        );
      };
      const look = () => {
        quietly(listen);
        if (seen && !answered) report(UNDECIDED);
      };

      const stopLooking = watchPage(look, pageOf(host));
      return () => {
        live = false;
        stopLooking();
        quietly(() => stopListening(listener));
      };
    },
  };
}

/** A platform's own fault, or a getter that throws, stays out of the page. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}

/**
 * The purposes of the TCF that a shopper must have agreed to before a history outlives the page:
 * 1 store and access information on a device, 5 create profiles to personalise content, 6 use profiles
 * to select personalised content. A history is such a profile, and a shelf by it is such content. Since
 * TCF 2.2 none of the three can rest on legitimate interest, so consent is all that is read.
 */
export const PURPOSES: readonly number[] = [1, 5, 6];
