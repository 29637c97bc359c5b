import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  version: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  hasInstallScript?: boolean;
}

function lockedIn(folder: string): [path: string, locked: Locked][] {
  const { packages } = JSON.parse(
    readFileSync(new URL(`../${folder}package-lock.json`, import.meta.url), 'utf8'),
  ) as { packages: Record<string, Locked> };
  return Object.entries(packages).filter(([path]) => path !== '');
}
const locked = lockedIn('');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 13);

// The last two are installed by the command that needs them, without their scripts.
test.each(['', 'bench/runtime/peers/', 'bench/mutation/'])(
  'each package of %spackage-lock.json comes from the registry, and its bytes are known',
  (folder) => {
    const packages = lockedIn(folder);
    expect(packages.length).toBeGreaterThan(10);
    const loose = packages.filter(
      // Without `resolved`, npm asks the registry for it, and the hash decides.
      ([, { resolved = 'https://registry.npmjs.org/', integrity = '' }]) =>
        !resolved.startsWith('https://registry.npmjs.org/') || !integrity.startsWith('sha512-'),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  },
);

/** What may run a script of its own at installation. */
const SCRIPTS = ['esbuild'];

test('no package but esbuild runs a script when it is installed', () => {
  const running = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect([...new Set(running.map(([path]) => nameOf(path)))]).toEqual(SCRIPTS);
});

/** Free to use, to change and to pass on, with a notice at most. */
const FREE =
  /^\(?(MIT|Apache-2\.0|ISC|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-3\.0|Python-2\.0)( (OR|AND) |\)?$)/;

/** Used to build and to test only, never in what is shipped: bundles allow MIT and Apache alone. */
const TOOLS: Record<string, string> = {
  'axe-core': 'MPL-2.0',
  'rollup-plugin-dts': 'LGPL-3.0-only',
  '@wordpress/hooks': 'GPL-2.0-or-later',
  // MIT, in a file that the field points to.
  '@segment/facade': 'SEE LICENSE IN LICENSE',
  '@segment/isodate': 'SEE LICENSE IN LICENSE',
  '@segment/isodate-traverse': 'SEE LICENSE IN LICENSE',
  'new-date': 'SEE LICENSE IN LICENSE',
};

test('each licence is known, and those that bind are of tools alone', () => {
  const others = locked
    .map(([path, { license }]) => [nameOf(path), license ?? 'none'] as const)
    .filter(([, license]) => !FREE.test(license));
  expect(Object.fromEntries(others)).toEqual(TOOLS);
});
