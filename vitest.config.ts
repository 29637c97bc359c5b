import { defineConfig } from 'vitest/config';

/** One Chromium at a time: two would fight over the cores and make waits flaky. */
const serial = { pool: 'forks', poolOptions: { forks: { singleFork: true } } } as const;
/** A second, the default, is short on a machine with other things to do. */
const patient = { expect: { poll: { timeout: 10_000 } } };
const slow = { testTimeout: 120_000, hookTimeout: 120_000, ...serial, ...patient };

export default defineConfig({
  test: {
    projects: [
      {
        // TensorFlow.js as modules throughout: its CommonJS build would be a second copy with its own state.
        resolve: {
          alias: [{ find: /^(@tensorflow\/[a-z-]+)$/, replacement: '$1/dist/index.js' }],
        },
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          ...patient,
          server: { deps: { inline: [/@tensorflow/] } },
        },
      },
      // The lint rules of our own: that each still refuses what it is for.
      { test: { name: 'lint', include: ['lint/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.{ts,tsx}'],
          exclude: ['e2e/package.test.ts', 'e2e/docs*.test.ts', 'e2e/examples.test.ts'],
          ...slow,
        },
      },
      // Larger logs through SQL: against the reader and the tokenizer of `train`.
      {
        resolve: {
          alias: [{ find: /^(@tensorflow\/[a-z-]+)$/, replacement: '$1/dist/index.js' }],
        },
        test: {
          name: 'scale',
          include: ['scale/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          server: { deps: { inline: [/@tensorflow/] } },
        },
      },
      { test: { name: 'package', include: ['e2e/package.test.ts'], ...slow } },
      // Each installs and builds a framework.
      {
        test: {
          name: 'examples',
          include: ['e2e/examples.test.ts'],
          ...slow,
          testTimeout: 300_000,
        },
      },
      { test: { name: 'docs', include: ['e2e/docs*.test.ts'], ...slow } },
    ],
  },
});
