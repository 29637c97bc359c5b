import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Package folder → the files of ours it was bundled into; filled by every build of one run. */
const bundled = new Map();

function packageOf(id) {
  if (!/[\\/]node_modules[\\/]/.test(id)) return undefined;
  for (
    let folder = dirname(id.replace(/^\0/, '').replace(/\?.*$/, ''));
    ;
    folder = dirname(folder)
  ) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function licenceText(folder, licence) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file) return readFileSync(join(folder, file), 'utf8').trim();
  // TensorFlow.js packages carry no copy of it; ours is the same text.
  if (licence === 'Apache-2.0') return 'The text of the Apache License 2.0 is in the file LICENSE.';
  const readme = readdirSync(folder).find((name) => /^readme/i.test(name));
  const found = readme && /^licen[cs]e.*$/im.exec(readFileSync(join(folder, readme), 'utf8'));
  if (found) return readFileSync(join(folder, readme), 'utf8').slice(found.index).trim();
  throw new Error(`${folder} is bundled and no licence text was found in it`);
}

/** A rollup plugin: writes dist/NOTICES.txt, the licence of everything that was bundled. */
export function notices() {
  return {
    name: 'notices',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, module] of Object.entries(chunk.modules)) {
          const folder = module.renderedLength > 0 && packageOf(id);
          if (folder) bundled.set(folder, (bundled.get(folder) ?? new Set()).add(chunk.fileName));
        }
      }
    },
    writeBundle() {
      const parts = [...bundled].sort().map(([folder, into]) => {
        const { name, version, license } = JSON.parse(
          readFileSync(join(folder, 'package.json'), 'utf8'),
        );
        const title = `${name} ${version} (${license}), in ${[...into].sort().join(', ')}`;
        return `${title}\n${'-'.repeat(title.length)}\n${licenceText(folder, license)}\n`;
      });
      mkdirSync('dist', { recursive: true });
      const head = 'Software by others that is bundled in these files, and its licences.\n';
      writeFileSync('dist/NOTICES.txt', [head, ...parts].join('\n'));
    },
  };
}
