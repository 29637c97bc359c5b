import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPage } from './code-blocks.fixture.js';
import { repositoryRoot } from './serve.fixture.js';

const llms = readPage('llms.txt');
const skill = readPage('SKILL.md');

describe('llms.txt has the form of the convention', () => {
  test('a title, a summary, then lists of links, each with what it is', () => {
    expect(llms).toMatch(/^# nextaisle\n\n> \S.*\n\n/);
    const [, ...sections] = llms.split(/^## /m);
    expect(sections.length).toBeGreaterThan(2);
    for (const section of sections) {
      const [title, ...lines] = section.split('\n').filter((line) => line.trim());
      expect(lines.length, title).toBeGreaterThan(0);
      for (const line of lines) expect(line).toMatch(/^- \[[^\]]+\]\([^)]+\): \S/);
    }
  });
});

test('SKILL.md has the front matter of an agent skill: the name of its folder, when to use it', () => {
  const [, front] = /^---\n([\s\S]*?)\n---\n\n# /.exec(skill) ?? [];
  const fields = Object.fromEntries(
    front.split('\n').map((line) => line.split(/:\s(.*)/).slice(0, 2)),
  );
  expect(Object.keys(fields)).toEqual(['name', 'description']);
  // In node_modules/nextaisle.
  expect(fields.name).toBe(JSON.parse(readPage('package.json')).name);
  expect(fields.description.length).toBeLessThanOrEqual(1024);
  // A colon with a space would end the text for a reader of YAML.
  expect(fields.description).not.toMatch(/: |<|>/);
  expect(skill.split('\n').length).toBeLessThan(500);
});

describe('what they name is in the package', () => {
  let packed: string[];
  beforeAll(() => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const [{ files }] = JSON.parse(
      execFileSync('npm', args, { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 1e8 }),
    );
    packed = files.map(({ path }: { path: string }) => path);
  });

  test.each([
    ['llms.txt', llms],
    ['SKILL.md', skill],
  ])('the links of %s', (file, text) => {
    const links = [...text.matchAll(/\]\(([^)\s#]+)/g)].map(([, path]) => path);
    expect(links.length).toBeGreaterThan(8);
    const paths = links.map((path) => join(dirname(file), path));
    expect(paths.filter((path) => !packed.includes(path))).toEqual([]);
    expect(packed).toContain(file);
  });
});

test('each code in the list of mistakes exists', () => {
  const codes = [...skill.matchAll(/`([A-Z]{3,}_[A-Z_]+)/g)].map(([, code]) => code);
  const known = readPage('docs/guide/errors.md');
  expect(codes.length).toBeGreaterThan(4);
  expect(codes.filter((code) => !known.includes(`| \`${code}\` |`))).toEqual([]);
});
