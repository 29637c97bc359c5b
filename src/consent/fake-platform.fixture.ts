import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';

type Callback = (said: unknown, success: boolean) => void;

/** A consent platform by the IAB's specifications, for tests without a browser. */
export interface FakePlatform {
  /** The function a page finds on its window. */
  api(...args: unknown[]): unknown;
  /** Calls every listener, and each later one when it is added. */
  say(data: object): void;
  /** How many listen. */
  listeners(): number;
}

export function fakePlatform(said?: object): FakePlatform {
  let last = said;
  let count = 0;
  const listeners = new Map<unknown, Callback>();
  const tell = (id: unknown) => listeners.get(id)?.({ ...last, listenerId: id }, true);
  return {
    // `__tcfapi` has a version between the command and the callback, `__gpp` has not.
    api(command, ...args) {
      const [callback, id] = args.filter((arg) => arg !== 2) as [Callback, unknown];
      if (command === 'removeEventListener') callback(listeners.delete(id), true);
      if (command !== 'addEventListener') return;
      listeners.set(`listener ${++count}`, callback);
      if (last) tell(`listener ${count}`);
    },
    say(data) {
      last = data;
      for (const id of [...listeners.keys()]) tell(id);
    },
    listeners: () => listeners.size,
  };
}

/** The stub of a page whose platform is not loaded yet: it keeps calls and hands them over. */
export function fakeStub() {
  const queue: unknown[][] = [];
  return {
    api: (...args: unknown[]) => void queue.push(args),
    handOver(platform: FakePlatform) {
      for (const call of queue.splice(0)) platform.api(...call);
    },
  };
}

/** Without capturing: Node 20 cannot remove such listeners, and here is no tree to capture in. */
class FakeDocument extends EventTarget {
  override addEventListener(name: string, listener: EventListener) {
    super.addEventListener(name, listener);
  }
  override removeEventListener(name: string, listener: EventListener) {
    super.removeEventListener(name, listener);
  }
}

export type FakeWindow = Record<string, unknown> & { document: EventTarget; loaded(): void };

/** A window with a document, both real event targets. */
export function fakeWindow(): FakeWindow {
  const document = new FakeDocument();
  return Object.assign(new EventTarget(), {
    document,
    /** A script has loaded. */
    loaded: () => void document.dispatchEvent(new Event('load')),
  }) as unknown as FakeWindow;
}

/** Consent to these purposes and no others, as `__tcfapi` passes it. */
export const tcData = (purposes: readonly number[], eventStatus = 'useractioncomplete') => ({
  gdprApplies: true,
  eventStatus,
  isServiceSpecific: true,
  purpose: { consents: Object.fromEntries(purposes.map((purpose) => [purpose, true])) },
});

/** What `__gpp` calls its listeners with. */
export const gppEvent = (
  parsedSections: object,
  applicableSections: unknown = [7],
  signalStatus = 'ready',
) => ({
  eventName: 'signalStatus',
  data: signalStatus,
  pingData: { gppVersion: '1.1', signalStatus, applicableSections, parsedSections },
});

/** What a signal reports. */
export function listen(signal: ConsentSignal) {
  const reports: (ConsentVerdict | undefined)[] = [];
  const stop = signal.start((verdict) => reports.push(verdict));
  return { stop, reports, last: () => reports.at(-1) };
}

export const ALLOWS: ConsentVerdict = { tier: 'persistent', decided: false };
export const GRANTED: ConsentVerdict = { tier: 'persistent', decided: true };
export const DENIED: ConsentVerdict = { tier: 'memory', decided: true };

const trap = () => {
  throw new Error('trap');
};

/** What a broken or hostile script may put in place of an object or a list of answers. */
export const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  1,
  -1,
  'text',
  '-1',
  [],
  {},
  trap,
  new Array(2 ** 32 - 1),
  { 1: 'true', 5: 1, 6: {} },
  { length: 2 ** 40, 0: true },
  Object.defineProperty({}, '1', { get: trap, enumerable: true }),
  new Proxy({}, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap }),
  new Proxy([], { get: trap }),
];
