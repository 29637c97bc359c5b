import { readFileSync, writeFileSync } from 'node:fs';
import { root } from './shell.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

/** The SHA-512 of a package's tarball, from the lockfile. */
function hashesOf(name, version, lock) {
  const found = Object.entries(lock.packages).find(
    ([path, entry]) => path.endsWith(`node_modules/${name}`) && entry.version === version,
  );
  const [, base64] = /^sha512-(.*)$/.exec(found?.[1].integrity ?? '') ?? [];
  if (!base64) throw new Error(`${name} ${version} is bundled and the lockfile has no hash of it`);
  return [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }];
}

function component({ name, version, license, files, repository }, lock) {
  const purl = repository
    ? `pkg:generic/${name}?vcs_url=${encodeURIComponent(`https://${repository}`)}`
    : `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [{ license: { id: license } }],
    ...(repository ? {} : { hashes: hashesOf(name, version, lock) }),
    properties: files.map((value) => ({ name: 'nextaisle:bundledIn', value })),
  };
}

/**
 * Writes dist/sbom.cdx.json: the software by others that our files contain (CycloneDX 1.6). Without a
 * date or a serial number, so that two builds of one commit are equal to the byte.
 */
export function writeSbom(bundled) {
  const { name, version, license } = read('package.json');
  const lock = read('package-lock.json');
  const purl = `pkg:npm/${name}@${version}`;
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        purl,
        licenses: [{ license: { id: license } }],
      },
    },
    components: bundled.map((software) => component(software, lock)),
  };
  writeFileSync(new URL('dist/sbom.cdx.json', root), `${JSON.stringify(sbom, null, 2)}\n`);
}
