import { ownCopy } from '../lib/own.js';
import { pageOf, watchPage } from '../lib/page/watch-page.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

export type Fields = Readonly<Record<string, unknown>>;

/** A consent framework of the IAB: a function on the window that takes commands. */
export interface CmpProtocol {
  name: string;
  global: '__tcfapi' | '__gpp';
  /** The arguments between the command and the callback. */
  version: readonly unknown[];
  /** Reads what a listener is called with; `undefined` while the shopper is still being asked. May throw. */
  read(answer: Fields): ConsentVerdict | undefined;
}

/**
 * Listens to the consent platform of a page: there from the start, later, or as a stub whose queue the
 * platform takes over. A platform is there because the shopper has to be asked: memory at most until it
 * answers.
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
        command('addEventListener', (given: Fields, success: unknown = true) =>
          quietly(() => {
            // A stub's queue was taken over after the undo, or twice: a newer listener is called too.
            if (!live || platform !== seen) return stopListening(given.listenerId);
            let verdict: ConsentVerdict | undefined = UNDECIDED;
            try {
              const answer = ownCopy(given);
              listener = answer.listenerId ?? listener;
              // Without success the platform could not answer, whatever it passes.
              if (success === true) verdict = read(answer);
            } catch {
              // An answer that cannot be read is no consent.
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

/** A platform that fails, or a getter that throws, is no error of the page. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}

/**
 * The purposes of the TCF that a shopper must have agreed to before a history outlives the page:
 * 1 store and access information on a device, 5 create profiles to personalise content, 6 use profiles
 * to select personalised content. A history is such a profile, and a shelf made from it such content.
 * Since TCF 2.2 none of the three can rest on legitimate interest, so only consent is read.
 */
export const PURPOSES: readonly number[] = [1, 5, 6];
