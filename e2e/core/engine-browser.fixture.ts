/** A tab. What goes in and comes out of it is JSON. */
export interface EnginePage {
  /** Returns once the page has loaded. */
  goto(url: string): Promise<void>;
  /** Runs a function, which uses nothing from outside, in the page. */
  evaluate<Result>(work: () => Result): Promise<Awaited<Result>>;
  evaluate<Given, Result>(work: (given: Given) => Result, given: Given): Promise<Awaited<Result>>;
  close(): Promise<void>;
}

/** What the core tests need of a browser, be it driven by Playwright or by WebDriver. */
export interface EngineBrowser {
  version: string;
  newPage(): Promise<EnginePage>;
  /** Ends it, whatever it is doing. */
  close(): Promise<void>;
}

const POLL_MS = 50;

/** Waits until a function is true in the page, also over a change of the page. */
export async function until<Given>(
  page: EnginePage,
  work: (given: Given) => unknown,
  given: Given,
  limitMs = 30_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    // Between two pages there may be nowhere to ask.
    const failure = await page.evaluate(work, given).then(
      (done) => (done ? undefined : 'it is not'),
      (thrown: Error) => thrown.message,
    );
    if (!failure) return;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms for ${work}: ${failure}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Rejects when `work` takes longer, after `stop`: a browser that hangs must not hang the tests. */
export async function within<T>(
  limitMs: number,
  what: string,
  work: Promise<T>,
  stop: () => Promise<unknown>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => {
      failed(new Error(`${what}: no answer in ${limitMs / 1000} s, so the browser was stopped.`));
      void stop();
    }, limitMs);
  });
  // What comes after the end fails unheard.
  work.catch(() => {});
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
