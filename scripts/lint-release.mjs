// Checks for a release: a heading in CHANGELOG.md, and workflow actions pinned to a commit.
// On a tag (GITHUB_REF_TYPE=tag) also that the tag is the version and the heading has a date.
import { readdirSync, readFileSync } from 'node:fs';
import { root } from './shell.mjs';

const read = (path) => readFileSync(new URL(path, root), 'utf8');
const { version } = JSON.parse(read('package.json'));
const heading = read('CHANGELOG.md')
  .split('\n')
  .find((line) => line.startsWith(`## [${version}]`));
const wrong = [];
if (!heading) wrong.push(`CHANGELOG.md has no heading "## [${version}]"`);

const python = /^version = "(.+)"$/m.exec(read('scale/python/pyproject.toml'))?.[1];
if (python !== version)
  wrong.push(`scale/python/pyproject.toml: version ${python}, package.json ${version}`);

const { GITHUB_REF_TYPE: kind, GITHUB_REF_NAME: tag } = process.env;
if (kind === 'tag') {
  if (tag !== `v${version}`)
    wrong.push(`the tag is ${tag}, the version in package.json ${version}`);
  if (heading && !/ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    wrong.push(`CHANGELOG.md: "${heading}" needs the date of the release`);
  }
}

for (const file of readdirSync(new URL('.github/workflows/', root))) {
  for (const [line, action] of read(`.github/workflows/${file}`).matchAll(
    /^.*\buses:\s*(\S+).*$/gm,
  )) {
    if (/@[0-9a-f]{40}$/.test(action)) continue;
    wrong.push(`.github/workflows/${file}: pin by commit, not by name:${line.trimEnd()}`);
  }
}

for (const line of wrong) console.error(line);
process.exitCode = wrong.length ? 1 : 0;
