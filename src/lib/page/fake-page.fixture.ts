import type { WatchedPage } from './watch-page.js';

/** For tests: a page whose events and time the test controls. */
export function fakePage() {
  const page = new EventTarget();
  let now = 0;
  let timers: { at: number; task: () => void }[] = [];
  let listeners = 0;
  const document: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> = {
    addEventListener: (...args) => {
      listeners++;
      page.addEventListener(...args);
    },
    removeEventListener: (...args) => {
      listeners--;
      page.removeEventListener(...args);
    },
  };
  const watched: WatchedPage = {
    window: { document },
    after(delayMs, task) {
      const timer = { at: now + delayMs, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  return {
    watched,
    /** What happens after a script of the page has run. */
    scriptRan: () => page.dispatchEvent(new Event('load')),
    wasRead: () => page.dispatchEvent(new Event('DOMContentLoaded')),
    pass(ms: number) {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.splice(timers.indexOf(next), 1);
        now = next.at;
        next.task();
      }
      now = end;
    },
    /** Number of live listeners and timers. */
    footprint: () => listeners + timers.length,
  };
}
