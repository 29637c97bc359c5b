import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createVitest } from 'vitest/node';

/**
 * A test runner for Stryker: one worker stays, with its modules, and takes one mutant after the other
 * (`in-place-runner.ts`). Stryker's own for vitest starts a worker and reads all modules again each time:
 * four tenths of a second for tests that take a hundredth.
 */
class InPlaceTestRunner {
  #vitest;
  #channel;
  #answer = () => {};

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    process.env.NODE_ENV = 'test';
    process.env.VITEST = '1';
    const name = `nextaisle-mutation-${process.pid}`;
    this.#channel = new BroadcastChannel(name);
    const ready = new Promise((resolve) => {
      this.#channel.onmessage = ({ data }) => (data === 'ready' ? resolve() : this.#answer(data));
    });
    this.#vitest = await createVitest('test', {
      config: 'bench/mutation/vitest.config.ts',
      pool: 'threads',
      poolOptions: { threads: { singleThread: true } },
      fileParallelism: false,
      watch: false,
      reporters: [{}],
    });
    this.#vitest.provide('mutationChannel', name);
    const specs = await this.#vitest.globTestSpecifications();
    this.files = specs.map(({ moduleId }) => moduleId);
    // The first file starts the worker, which does not come to run it.
    void this.#vitest.start([this.files[0]]).catch(() => {});
    await ready;
  }

  #ask(what) {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#channel.postMessage({ files: this.files, ...what });
    });
  }

  dryRun() {
    return this.#ask({});
  }

  mutantRun({ activeMutant, testFilter, hitLimit }) {
    return this.#ask({ mutant: activeMutant.id, tests: testFilter, hitLimit });
  }

  async dispose() {
    this.#channel?.postMessage('end');
    this.#channel?.close();
    await this.#vitest?.close();
  }
}

/** Prints each mutant that no test notices as it is found: a run that is stopped has told them. */
class SurvivorsReporter {
  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const { line, column } = location.start;
    console.log(
      `${status} ${relative('.', fileName)}:${line}:${column} ${mutatorName} → ${replacement}`,
    );
    console.log(`    ${readFileSync(fileName, 'utf8').split('\n')[line - 1].trim()}`);
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-place', injectableClass: InPlaceTestRunner },
  { kind: 'Reporter', name: 'survivors', injectableClass: SurvivorsReporter },
];
