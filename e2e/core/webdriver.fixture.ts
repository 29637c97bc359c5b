import { type EngineBrowser, type EnginePage, within } from './engine-browser.fixture.js';

/** Commands of W3C WebDriver, as HTTP has them and as Firefox has them without a driver. */
export const COMMANDS = {
  newSession: { path: '', marionette: 'NewSession' },
  setTimeouts: { path: '/timeouts', marionette: 'SetTimeouts' },
  window: { path: '/window', marionette: 'GetWindowHandle', method: 'GET' },
  newWindow: { path: '/window/new', marionette: 'NewWindow' },
  switchTo: { path: '/window', marionette: 'SwitchToWindow' },
  navigate: { path: '/url', marionette: 'Navigate' },
  run: { path: '/execute/async', marionette: 'ExecuteAsyncScript' },
  closeWindow: { path: '/window', marionette: 'CloseWindow', method: 'DELETE' },
} as const satisfies Record<
  string,
  { path: string; marionette: string; method?: 'DELETE' | 'GET' }
>;

/** A way to a browser that speaks WebDriver. */
export interface Driver {
  send(command: keyof typeof COMMANDS, params?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** How long a browser may take to start. */
export const START_MS = 60_000;

/** The last argument is the answer; text, because drivers differ in what else they let through. */
const inPage = (work: unknown) => `const [given, answer] = arguments;
  Promise.resolve().then(() => (${work})(given)).then(
    (value) => answer(JSON.stringify({ value })),
    (thrown) => answer(JSON.stringify({ thrown: String((thrown && thrown.stack) || thrown) })),
  );`;

/** A browser over WebDriver: one session, a window a page (tabs behind others are throttled), one command at a time. */
export async function openWebDriver(driver: Driver, limitMs: number): Promise<EngineBrowser> {
  const send = (command: keyof typeof COMMANDS, params: object = {}) =>
    within(limitMs, command, driver.send(command, params), driver.stop);

  let last: Promise<unknown> = Promise.resolve();
  /** Commands go to the current window, so choosing it and using it must not be parted. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    done.catch(() => {});
    return done;
  };

  const begun = driver.send('newSession', { capabilities: {} });
  const { capabilities } = (await within(START_MS, 'newSession', begun, driver.stop)) as {
    capabilities: { browserName: string; browserVersion: string };
  };
  /** Stays open: a new tab is asked for in a window that is there. */
  const home = await send('window');
  await send('setTimeouts', { script: 2 * limitMs, pageLoad: 2 * limitMs });

  const newPage = () =>
    inTurn(async (): Promise<EnginePage> => {
      await send('switchTo', { handle: home });
      const { handle } = (await send('newWindow', { type: 'window' })) as { handle: string };
      const inWindow = (command: keyof typeof COMMANDS, params?: object) =>
        inTurn(async () => {
          await send('switchTo', { handle });
          return send(command, params);
        });
      const evaluate = async (work: unknown, given: unknown = null) => {
        const text = await inWindow('run', { script: inPage(work), args: [given] });
        const { value, thrown } = JSON.parse(text as string);
        if (thrown) throw new Error(thrown);
        return value;
      };
      return {
        goto: async (url) => void (await inWindow('navigate', { url })),
        evaluate: evaluate as EnginePage['evaluate'],
        close: async () => void (await inWindow('closeWindow')),
      };
    });
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    newPage,
    close: driver.stop,
  };
}
