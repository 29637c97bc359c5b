import { defineConfig } from 'vitest/config';

/** One Chromium at a time: two would fight over the cores and make waits flaky. */
const serial = { pool: 'forks', poolOptions: { forks: { singleFork: true } } } as const;
const slow = { testTimeout: 120_000, hookTimeout: 120_000, ...serial };

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
          server: { deps: { inline: [/@tensorflow/] } },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.{ts,tsx}'],
          exclude: ['e2e/package.test.ts', 'e2e/docs.test.ts', 'e2e/examples.test.ts'],
          ...slow,
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
      { test: { name: 'docs', include: ['e2e/docs.test.ts'], ...slow } },
    ],
  },
});
