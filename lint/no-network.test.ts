import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

const WAYS = [
  "fetch('/x');",
  "window.fetch('/x');",
  "globalThis?.fetch?.('/x');",
  "globalThis['fetch']('/x');",
  'export const { fetch: load } = window;',
  "fetchLater('/x');",
  "navigator.sendBeacon('/x');",
  "navigator.sendBeacon.bind(navigator)('/x');",
  'export const { sendBeacon } = navigator;',
  'new XMLHttpRequest();',
  'new window.XMLHttpRequest();',
  "new WebSocket('wss://x');",
  "new self.WebSocket('wss://x');",
  "new EventSource('/x');",
  "new window.EventSource('/x');",
  "new WebTransport('https://x');",
  "new window.WebTransport('https://x');",
  "new Image().src = '/x';",
  "new window.Image().src = '/x';",
  'new RTCPeerConnection();',
  'new window.RTCPeerConnection();',
];

const HARMLESS = `
  export const prefetch = { fetched: true, image: 'lamp.png' };
  export const state: { socket?: WebSocket } = {};
  export const of = (options: { fetch: boolean }) => options && prefetch.fetched && state.socket;`;

/** The files that biome.json lets reach the network. */
const allowed = (
  JSON.parse(readFileSync(`${root}biome.json`, 'utf8')).plugins[0].includes as string[]
)
  .filter((path) => /^!.*\.ts$/.test(path))
  .map((path) => path.slice(1));

const own = (path: string) => readFileSync(root + path, 'utf8');
const files: Record<string, string> = {
  ...Object.fromEntries(WAYS.map((code, i) => [`src/predictor/way-${i}.ts`, code])),
  'src/new-door.ts': WAYS[0],
  'src/react.tsx': WAYS[0],
  'src/sources/somewhere/deep.ts': WAYS[0],
  'src/harmless.ts': HARMLESS,
  'src/sources/some.test.ts': WAYS[0],
  'scripts/serve.mjs': WAYS[0],
  ...Object.fromEntries(allowed.map((path) => [path, own(path)])),
  ...Object.fromEntries(allowed.map((path, i) => [`src/copy-${i}.ts`, own(path)])),
};

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-lint-'));
let refused: string[];
beforeAll(() => {
  for (const path of ['biome.json', 'lint'])
    cpSync(root + path, join(folder, path), { recursive: true });
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  const biome = `${root}node_modules/.bin/biome`;
  const args = ['lint', '--reporter=github', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' });
  refused = stdout
    .split('\n')
    .filter((line) => line.includes('nothing leaves the device'))
    .map((line) => line.match(/file=([^,]+)/)?.[1].replace(`${folder}/`, '') ?? line);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(WAYS.map((code, i) => [code, `src/predictor/way-${i}.ts`]))('refuses %s', (_, path) => {
  expect(refused).toContain(path);
});

test.each(['src/new-door.ts', 'src/react.tsx', 'src/sources/somewhere/deep.ts'])(
  'refuses it in %s',
  (path) => {
    expect(refused).toContain(path);
  },
);

test.each(['src/harmless.ts', 'src/sources/some.test.ts', 'scripts/serve.mjs'])(
  'allows %s',
  (path) => {
    expect(refused).not.toContain(path);
  },
);

test('one file tells the browser which pages to get', () => {
  // Elements, and so no name that the rule could forbid.
  const WAYS =
    /speculationrules|\brel\W+(prefetch|prerender|preload|preconnect|modulepreload|dns-prefetch)/;
  const found = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /(?<!\.test)\.tsx?$/.test(name) && WAYS.test(own(`src/${name}`)),
  );
  expect(found).toEqual(['instant/ask-browser.ts']);
});

test('two files may reach the network, and both need to', () => {
  expect(allowed).toHaveLength(2);
  allowed.forEach((path, i) => {
    expect(refused).not.toContain(path);
    expect(refused).toContain(`src/copy-${i}.ts`);
  });
});
