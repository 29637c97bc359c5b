import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import license from 'rollup-plugin-license';
import { writeSbom } from './sbom.mjs';
import { IN_WASM } from './wasm-licences.mjs';

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

/** Title → what is bundled: name, version, licence and its text, files that contain it. */
const bundled = new Map();

function add(software, file) {
  const title = `${software.name} ${software.version} (${software.license})`;
  const { files = [] } = bundled.get(title) ?? {};
  bundled.set(title, { ...software, files: [...new Set([...files, file])].sort() });
}

/** dist/NOTICES.txt and dist/sbom.cdx.json, with all that was bundled so far. */
function write() {
  const entries = [...bundled].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = entries.map(([title, { text, files }]) => {
    const heading = `${title}, in ${files.join(', ')}`;
    return `${heading}\n${'-'.repeat(heading.length)}\n${text}\n`;
  });
  const head = 'Software by others that is bundled in these files, and its licences.\n';
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/NOTICES.txt', [head, ...parts].join('\n'));
  writeSbom(entries.map(([, software]) => software));
}

/** Names the packages that are bundled in `file`, after those of earlier builds. */
export const notices = (file) =>
  license({
    thirdParty: {
      multipleVersions: true,
      allow: { test: '(MIT OR Apache-2.0)', failOnUnlicensed: true, failOnViolation: true },
      output(dependencies) {
        for (const dependency of dependencies) {
          const { name, version, license: kind } = dependency;
          add({ name, version, license: kind, text: licenceText(dependency) }, file);
        }
        write();
      },
    },
  });

/** Names what is compiled into a wasm binary. */
export function noticesOfWasm(file) {
  for (const software of IN_WASM) add(software, file);
  write();
}
