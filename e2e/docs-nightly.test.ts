import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCodeBlocks, readPage } from './code-blocks.fixture.js';
import { strideLog } from './nightly-log.fixture.js';
import { repositoryRoot } from './serve.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-nightly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

/** The scripts of the page, with our build in the place of the package. */
beforeAll(() => {
  const page = 'docs/guide/nightly.md';
  for (const { code, language } of parseCodeBlocks(page, readPage(page))) {
    const name = /^# ([\w-]+\.sh) /m.exec(code)?.[1];
    if (language !== 'sh' || !name) continue;
    const cli = `'${process.execPath}' '${join(repositoryRoot, 'dist/cli.js')}'`;
    writeFileSync(path(name), code.replace(/\bnpx nextaisle\b/g, cli));
  }
  mkdirSync(path('log'));
  writeFileSync(path('train.json'), JSON.stringify({ epochs: 6, width: 32, teaching: 0 }));
});

/** Not in this process's way: a test that blocks for minutes is taken for dead. */
function bash(...args: string[]): Promise<{ status: number; said: string }> {
  const env = { ...process.env, VERSION: 'night' };
  return new Promise((resolve) => {
    const child = execFile('bash', args, { cwd: folder, env }, (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, said: `${stdout}${stderr}` });
    });
  });
}
const night = (log: string) => {
  writeFileSync(path('log/export.csv'), log);
  return bash('nightly.sh', 'log', 'public', 'train.json');
};
const served = (): string => JSON.parse(readFileSync(path('public/shop.json'), 'utf8')).model;
const models = () => readdirSync(path('public')).filter((name) => name.endsWith('.safetensors'));

test('nights: a first model, one that is kept, a no-go, a bad export, a new one, and back', async () => {
  // Nothing is proved on a few visits: nothing is published.
  const small = await night(strideLog(0, 60));
  expect(small.status, small.said).toBe(1);
  expect(small.said).toContain('Verdict: do not ship it.');
  expect(models()).toEqual([]);

  const first = await night(strideLog(1, 2000));
  expect(first.status, first.said).toBe(0);
  expect(first.said).toContain('Verdict: ship it.');
  const one = served();
  const bytes = readFileSync(path(`public/${one}`));
  expect(one).toBe(
    `shop.${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.safetensors`,
  );

  const same = await night(strideLog(2, 600));
  expect(same.status, same.said).toBe(0);
  expect(same.said).toContain(`kept public/${one}`);
  expect(models()).toEqual([one]);

  // A night whose export broke: yesterday's model goes on.
  const broken = await night('user,time,type,item\nnobody,never,click,\n');
  expect(broken.status).toBe(1);
  expect([served(), models()]).toEqual([one, [one]]);

  const moved = await night(strideLog(3, 2000, 60));
  expect(moved.status, moved.said).toBe(0);
  expect(moved.said).toContain('Retrain, because ');
  const two = served();
  expect(two).not.toBe(one);
  expect(models().sort()).toEqual([one, two].sort());

  expect(await bash('roll-back.sh', 'public')).toEqual({ status: 0, said: `back to ${one}\n` });
  expect(served()).toBe(one);
  expect((await bash('roll-back.sh', 'public')).status).toBe(1);
  expect(served()).toBe(one);
  expect(readdirSync(path('public')).filter((name) => /lock|part/.test(name))).toEqual([]);
}, 300_000);
