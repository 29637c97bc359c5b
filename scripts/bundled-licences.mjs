import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import license from 'rollup-plugin-license';

const require = createRequire(import.meta.url);

function licenceText({ name, license: kind, licenseText }) {
  if (licenseText) return licenseText.trim();
  // TensorFlow.js packages have no copy of this licence; ours is the same text.
  if (kind === 'Apache-2.0') return 'The text of the Apache License 2.0 is in the file LICENSE.';
  const readme = readFileSync(require.resolve(`${name}/README.md`), 'utf8');
  const [text] = /^licen[cs]e.*/ims.exec(readme) ?? [];
  if (!text) throw new Error(`${name} is bundled and no licence text was found in it`);
  return text.trim();
}

/** Name, version and licence of a bundled package → licence text and files that contain it. */
const bundled = new Map();

/** Adds the packages in `file` to dist/NOTICES.txt, after those of earlier builds. */
export const notices = (file) =>
  license({
    thirdParty: {
      multipleVersions: true,
      allow: { test: '(MIT OR Apache-2.0)', failOnUnlicensed: true, failOnViolation: true },
      output(dependencies) {
        for (const dependency of dependencies) {
          const title = `${dependency.name} ${dependency.version} (${dependency.license})`;
          const { files: known = [] } = bundled.get(title) ?? {};
          bundled.set(title, { text: licenceText(dependency), files: [...known, file] });
        }
        const parts = [...bundled].sort().map(([title, { text, files }]) => {
          const heading = `${title}, in ${files.sort().join(', ')}`;
          return `${heading}\n${'-'.repeat(heading.length)}\n${text}\n`;
        });
        const head = 'Software by others that is bundled in these files, and its licences.\n';
        mkdirSync('dist', { recursive: true });
        writeFileSync('dist/NOTICES.txt', [head, ...parts].join('\n'));
      },
    },
  });
