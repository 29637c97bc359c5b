import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const scripts = new URL('../scripts/', import.meta.url);

/** What a script imports before its first line runs: modules, by the scripts that name them. */
function importedFrom(name: string, seen = new Map<string, string>()): Map<string, string> {
  const code = readFileSync(new URL(name, scripts), 'utf8');
  for (const [, from] of code.matchAll(/^(?:import|export) (?:[^'"]*? from )?['"]([^'"]+)['"]/gm)) {
    if (seen.has(from)) continue;
    seen.set(from, name);
    if (from.startsWith('./')) importedFrom(from, seen);
  }
  return seen;
}

const installing = readdirSync(scripts)
  .filter((name) => name.endsWith('.mjs'))
  .filter((name) => importedFrom(name).has('./install.mjs'));

test('the commands of the README install what they need', () => {
  expect(installing).toEqual(expect.arrayContaining(['start.mjs', 'test.mjs', 'build.mjs']));
});

test.each(installing)(
  '%s runs in a fresh clone: it imports no package before it installs',
  (name) => {
    const packages = [...importedFrom(name)].filter(([from]) => !/^(node:|\.)/.test(from));
    expect(packages).toEqual([]);
  },
);

test('a bench imports packages with its first lines, so they are installed before it', () => {
  const { scripts: commands } = JSON.parse(
    readFileSync(new URL('../package.json', scripts), 'utf8'),
  ) as { scripts: Record<string, string> };
  const late = Object.entries(commands).filter(
    ([, command]) => /^node bench\//.test(command) || command === 'node scripts/figures.mjs',
  );
  expect(late).toEqual([]);
});

test.each(['api', 'build', 'docs', 'figures', 'make-weights', 'start'])(
  '%s.mjs refuses an option it does not know',
  (name) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(new URL(`${name}.mjs`, scripts)), '--bogus'],
      { encoding: 'utf8' },
    );
    expect(stderr).toContain("Unknown option '--bogus'");
    expect(status).not.toBe(0);
  },
);
