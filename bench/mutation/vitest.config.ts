import { defineConfig } from 'vitest/config';

/** A folder of `src/` whose tests judge its mutants. */
const room = process.env.NEXTAISLE_ROOM ?? '*';

export default defineConfig({
  test: {
    include: [`src/${room}/**/*.test.ts`],
    // Thousands of cases each: a mutant would take seconds.
    exclude: ['**/*.fuzz.test.ts', '**/*.property.test.ts'],
    testTimeout: 30_000,
    isolate: false,
    runner: 'bench/mutation/in-place-runner.ts',
  },
});
