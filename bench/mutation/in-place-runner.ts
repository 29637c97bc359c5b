import { type Suite, startTests, type Test } from '@vitest/runner';
import { VitestTestRunner } from 'vitest/runners';

/** What `in-place.mjs` asks for: the run that shows which test reaches what, or one mutant. */
interface Ask {
  files: string[];
  mutant?: string;
  /** The tests that reach it. */
  tests?: string[];
  hitLimit?: number;
}

interface Mutation {
  activeMutant?: string;
  currentTestId?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: object;
}

/** A test with a promise that never comes is given up after this. */
const TEST_MS = 10_000;

/** The changed code reads from it which mutant it is, and writes into it what a test has reached. */
const stryker: Mutation = {};
Object.assign(globalThis, { __stryker__: stryker });

/** What the runner of vitest 3 has, and its types do not tell. */
interface Internals {
  __vitest_executor: { executeId(path: string): unknown };
  workerState: { moduleCache: Map<string, unknown> };
}

const idOf = (test: Test): string => {
  const names = [test.name];
  for (let suite: Suite | undefined = test.suite; suite?.suite; suite = suite.suite)
    names.unshift(suite.name);
  return `${test.file.filepath}#${names.join(' > ')}`;
};

/** Runs the tests of some files, without a word to the main thread. */
class InPlace extends VitestTestRunner {
  ran: { id: string; name: string; fileName: string; timeSpentMs: number }[] = [];
  failed?: { id: string; message: string };

  constructor(
    outer: VitestTestRunner,
    private readonly ask: Ask,
  ) {
    super({ ...outer.config, testTimeout: TEST_MS, hookTimeout: TEST_MS });
    const { __vitest_executor } = outer as unknown as Internals;
    Object.assign(this, { __vitest_executor });
  }

  override importFile(path: string): unknown {
    const { workerState, __vitest_executor: executor } = this as unknown as Internals;
    workerState.moduleCache.delete(path);
    return executor.executeId(path);
  }

  /** What a file computes as it is read is of no mutant. */
  onCollected(): void {
    stryker.activeMutant = this.ask.mutant;
    stryker.hitCount = this.ask.mutant ? 0 : undefined;
    stryker.hitLimit = this.ask.hitLimit;
  }

  override async onBeforeRunTask(test: Test): Promise<void> {
    if (this.failed || !(this.ask.tests?.includes(idOf(test)) ?? true)) test.mode = 'skip';
    await super.onBeforeRunTask(test);
  }

  override onBeforeTryTask(test: Test): void {
    super.onBeforeTryTask(test);
    if (!this.ask.mutant) stryker.currentTestId = idOf(test);
  }

  override onAfterRunTask(test: Test): void {
    super.onAfterRunTask(test);
    stryker.currentTestId = undefined;
    const { state, duration = 0, errors } = test.result ?? {};
    const id = idOf(test);
    this.ran.push({ id, name: id, fileName: test.file.filepath, timeSpentMs: duration });
    if (state === 'fail') this.failed ??= { id, message: String(errors?.[0]?.message) };
  }

  override async onAfterRunSuite(suite: Suite): Promise<void> {
    if (suite.result?.state !== 'fail') return;
    const message = String(suite.result.errors?.[0]?.message);
    this.failed ??= { id: `${suite.file.filepath}#`, message };
  }

  override onAfterRunFiles(): void {
    stryker.activeMutant = undefined;
    stryker.hitCount = undefined;
    super.onAfterRunFiles();
  }
}

/** Starts a worker's loop over the mutants, in place of the first file that vitest gives it. */
export default class MutationRunner extends VitestTestRunner {
  onBeforeCollect = async (): Promise<void> => {
    const channel = new BroadcastChannel(this.injectValue('mutationChannel' as never) as string);
    const asked: Ask[] = [];
    let wake = () => {};
    const end = new Promise<void>((resolve) => {
      channel.onmessage = ({ data }: MessageEvent<Ask | 'end'>) => {
        if (data === 'end') return resolve();
        asked.push(data);
        wake();
      };
    });
    const loop = async () => {
      for (;;) {
        const ask = asked.shift();
        if (ask) channel.postMessage(await this.answer(ask));
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    channel.postMessage('ready');
    await Promise.race([end, loop()]);
    channel.close();
  };

  private async run(ask: Ask): Promise<InPlace> {
    const runner = new InPlace(this, ask);
    const files = ask.files.filter(
      (file) => ask.tests?.some((id) => id.startsWith(`${file}#`)) ?? true,
    );
    await startTests(files, runner as never);
    return runner;
  }

  /** What a mutant left in a module must not judge the next. */
  private forgetModules(): void {
    const { moduleCache } = (this as unknown as Internals).workerState;
    for (const path of moduleCache.keys()) if (path.includes('/src/')) moduleCache.delete(path);
  }

  private async answer(ask: Ask): Promise<object> {
    try {
      if (!ask.mutant) {
        const { ran, failed } = await this.run(ask);
        const tests = ran.map((test) => ({
          ...test,
          status: test.id === failed?.id ? 1 : 0,
          failureMessage: failed?.message,
        }));
        return { status: 'complete', tests, mutantCoverage: stryker.mutantCoverage };
      }
      let { failed, ran } = await this.run(ask);
      // Not noticed, or the test fails without the mutant as well: once more, with modules read anew.
      if (!failed || (await this.run({ files: ask.files, tests: [failed.id] })).failed) {
        this.forgetModules();
        ({ failed, ran } = await this.run(ask));
        if (failed) this.forgetModules();
      }
      const nrOfTests = ran.length;
      if (!failed) return { status: 'survived', nrOfTests };
      const { id, message } = failed;
      if (/timed out in|Hit count limit/.test(message))
        return { status: 'timeout', reason: message };
      return { status: 'killed', killedBy: [id], failureMessage: message, nrOfTests };
    } catch (thrown) {
      return { status: 'error', errorMessage: String(thrown) };
    }
  }
}
