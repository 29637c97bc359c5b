import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Prediction } from '../src/index.js';
import { serveFolders } from '../scripts/serve.mjs';
import { recordErrors, recordRequests } from './browser.fixture.js';
import { repositoryRoot } from './serve.fixture.js';
import { useBrowser } from './site.fixture.js';

/** As in production: the framework's own server, or a folder of static files. */
const EXAMPLES: Record<string, { folder: string } | { server: string[]; renders: true }> = {
  'script-tag': { folder: '.' },
  'import-map': { folder: '.' },
  esbuild: { folder: 'dist' },
  vite: { folder: 'dist' },
  webpack: { folder: '.' },
  astro: { folder: 'dist' },
  sveltekit: { server: ['node', 'build'], renders: true },
  next: { server: ['npx', 'next', 'start'], renders: true },
  nuxt: { server: ['node', '.output/server/index.mjs'], renders: true },
};
/** Their builds are slow, so they run before a release and on request. */
const LONG = ['webpack', 'astro', 'sveltekit', 'nuxt'];
const chosen = Object.keys(EXAMPLES).filter(
  (name) => process.env.NEXTAISLE_EXAMPLES === 'all' || !LONG.includes(name),
);
const LOOKED_AT = ['mug-1', 'tray-1', 'mug-2'];

const execute = promisify(execFile);
const home = mkdtempSync(join(tmpdir(), 'nextaisle-examples-'));
const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
/** Without the test runner's own variables, which would change a shop's build. */
const { NODE_ENV: _, VITEST: __, ...outside } = process.env;
const env = { ...outside, NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };
let tarball: string;

async function run(folder: string, command: string, ...args: string[]): Promise<string> {
  try {
    return (await execute(command, args, { cwd: folder, env, maxBuffer: 1e8 })).stdout;
  } catch (thrown) {
    const { stdout, stderr, message } = thrown as { stdout: string; stderr: string } & Error;
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}

const isOnline = await run(home, 'npm', 'ping', '--fetch-retries=0', '--fetch-timeout=20000').then(
  () => true,
  () => false,
);
if (!isOnline) {
  console.log('skipped: the npm registry cannot be reached, no example is installed');
  // No hook runs when every test is skipped.
  rmSync(home, { recursive: true });
} else if (chosen.length < Object.keys(EXAMPLES).length) {
  console.log(`skipped: ${LONG.join(', ')}; NEXTAISLE_EXAMPLES=all runs them too`);
}

beforeAll(async () => {
  const report = await run(home, 'npm', 'pack', repositoryRoot, '--json', '--ignore-scripts');
  tarball = join(home, JSON.parse(report)[0].filename);
  cpSync(join(repositoryRoot, 'examples'), home, {
    recursive: true,
    // Skips what builds by hand left behind.
    filter: (path) =>
      !/[\\/](node_modules|dist|build|\.\w+)$/.test(path.slice(repositoryRoot.length)),
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Like `npm install` in a shop, with the packed tarball instead of the published one. */
async function install(folder: string): Promise<void> {
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.dependencies.nextaisle = `file:${tarball}`;
  writeFileSync(path, JSON.stringify(manifest));
  await run(folder, 'npm', 'install', '--install-links', ...quiet);
}

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

/** Starts the framework's own server and waits until it answers. */
async function start(folder: string, [command, ...args]: string[]) {
  const port = String(await freePort());
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, PORT: port, HOST: '127.0.0.1', HOSTNAME: '127.0.0.1', NODE_ENV: 'production' },
    stdio: 'pipe',
    // Its own process group, because npx starts a child process.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(said);
      await fetch(url);
    },
    { timeout: 60_000, interval: 200 },
  );
  return { url, close: async () => void process.kill(-(child.pid ?? 0), 'SIGKILL') };
}

describe.runIf(isOnline)('an example shop', () => {
  const chromium = useBrowser();
  test.each(chosen)('%s: the shelf predicts after three product views', async (name) => {
    const example = EXAMPLES[name];
    const folder = join(home, name);
    await install(folder);
    await run(folder, 'npm', 'run', 'build', '--if-present');
    const site =
      'server' in example
        ? await start(folder, example.server)
        : await serveFolders({ mounts: { '/': join(folder, example.folder) } });
    const context = await chromium.browser.newContext();
    const requests = recordRequests(context);
    const page = await context.newPage();
    const errors = recordErrors(page);
    // Vue and Svelte only warn when the server's markup differs.
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.addInitScript(() => {
      document.addEventListener('nextaisle:prediction', (event) => {
        Object.assign(window, { last: (event as CustomEvent).detail });
      });
    });
    try {
      if ('renders' in example) {
        const html = await (await fetch(site.url)).text();
        expect(html).toContain('Deep bowl');
      }
      await page.goto(site.url, { waitUntil: 'networkidle' });
      for (const id of LOOKED_AT) await page.click(`[data-product=${id}]`, { timeout: 20_000 });
      await vi.waitFor(
        async () => {
          const last = (await page.evaluate('window.last')) as Prediction | undefined;
          if (last?.backend !== 'cpu') throw new Error([name, ...errors.list()].join('\n'));
        },
        { timeout: 20_000, interval: 100 },
      );
      // Products viewed earlier, not the one on the page now.
      const shelf = page.locator('[data-shelf] li');
      await shelf.filter({ hasText: /Blue mug\s*18/ }).waitFor();
      expect(await shelf.filter({ hasText: 'Grey mug' }).count()).toBe(0);
      expect([...errors.list(), ...warnings]).toEqual([]);
      expect(requests.urls().filter((url) => !url.startsWith(site.url))).toEqual([]);
    } finally {
      await context.close();
      await site.close();
    }
  });
});
