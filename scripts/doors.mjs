import { existsSync, readFileSync } from 'node:fs';
import { root, rootPath } from './shell.mjs';

/**
 * Doors that package.json exports as code: `{ name, source, types }`, e.g. `index`, `src/index.ts`,
 * `dist/index.d.ts`.
 */
export function publicDoors() {
  const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  return Object.entries(manifest.exports).flatMap(([path, { types }]) => {
    if (!types) return [];
    const name = path === '.' ? 'index' : path.slice(2);
    const source = [`src/${name}.ts`, `src/${name}.tsx`].find((file) =>
      existsSync(`${rootPath}${file}`),
    );
    if (!source) throw new Error(`package.json exports "${path}", and there is no src/${name}.ts`);
    return [{ name, source, types: types.replace('./', '') }];
  });
}
