/**
 * Every gate, in order. A step is a command and counts as one test; a step with `vitest` counts the
 * tests of that project. `shows` matches output to print even on success, `needs` is what must
 * exist first (the build, a Chromium, the other engines), and `fix` is the line shown on failure.
 */
export const GATES = {
  format: {
    steps: [['biome', 'format', '.']],
    fix: 'run `npx biome format --write .`',
  },
  types: {
    steps: [['tsc', '--noEmit', '-p', '.']],
    fix: 'make `npx tsc --noEmit -p .` clean; no `any`',
  },
  lint: {
    steps: [
      ['biome', 'lint', '--error-on-warnings', '.'],
      ['knip'],
      ['node', 'scripts/check-regexps.mjs'],
      { vitest: 'lint' },
    ],
    fix: 'mend what the rule names; delete what is not used',
  },
  floors: {
    steps: [['depcruise', 'src', '--config', '.dependency-cruiser.cjs']],
    fix: 'import from your own folder or a lower floor (CONTRIBUTING.md has the table)',
  },
  unit: {
    steps: [{ vitest: 'unit' }],
    fix: 'run the one file with `npx vitest run src/…/x.test.ts`',
  },
  build: {
    steps: [['node', 'scripts/build.mjs', '--force']],
    fix: 'run `npm run build` and read the first error',
  },
  package: {
    needs: ['build', 'browser'],
    steps: [
      ['publint', '--strict'],
      // Ignores the rule that require() of a module fails: it works since Node 20.19, as tested.
      ['attw', '--pack', '.', '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'],
      ['node', 'scripts/lint-release.mjs'],
      { vitest: 'package' },
    ],
    fix: 'look at `exports` and `files` in package.json, then at e2e/package.test.ts',
  },
  api: {
    needs: ['build'],
    steps: [['node', 'scripts/api.mjs', '--check']],
    fix: 'run `npm run api` and commit',
  },
  size: {
    needs: ['build'],
    steps: [['size-limit']],
    fix: 'make it smaller, or show why the budget in .size-limit.mjs is wrong',
  },
  browser: {
    needs: ['build', 'browser', 'engines'],
    // Prints the engines it went without.
    steps: [{ vitest: 'browser', shows: /^skipped: .*/gm }],
    fix: 'run the one file with `npx vitest run e2e/x.test.ts`',
  },
  docs: {
    needs: ['build', 'browser'],
    steps: [
      ['node', 'scripts/figures.mjs', '--check'],
      ['node', 'scripts/docs.mjs', '--check'],
      { vitest: 'docs' },
    ],
    fix: 'a stale figure: `npm run figures`; else make the code block, the {@link} or the link true, or skip a block with `<!-- test: skip reason -->` above it',
  },
  examples: {
    needs: ['build', 'browser'],
    // Prints that it was skipped without a registry.
    steps: [{ vitest: 'examples', shows: /^skipped: .*/gm }],
    fix: 'run one with `npx vitest run --project examples -t next`; the library must serve it as it is',
  },
  scale: {
    needs: ['build', 'python'],
    steps: [
      { vitest: 'scale' },
      // Each prints what was skipped without sqlglot, Spark or PyTorch.
      { command: ['node', 'scale/check-spark.mjs'], shows: /^skipped: .*/gm },
      { command: ['node', 'scale/python/check.mjs'], shows: /^skipped: .*/m },
    ],
    fix: 'run one with `npx vitest run --project scale -t nasty`: the TypeScript is right, scale/prepare.sql follows; or `python -m pytest -x` in scale/python, with an interpreter that has scale/requirements.txt',
  },
  accuracy: {
    needs: ['build'],
    // Prints that it was skipped without the logs.
    steps: [
      { command: ['node', 'bench/accuracy/next-item/run.mjs', '--quick'], shows: /^skipped: .*/gm },
    ],
    fix: 'run `npm run bench:next-item -- --quick`: a short training is no longer ahead of the baselines',
  },
};
