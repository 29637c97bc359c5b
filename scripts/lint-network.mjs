// Nothing leaves the device: the ways to the network that a rule on globals does not see.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rootPath } from './shell.mjs';

const ALLOWED = new Set([
  'src/predictor/load/load-model.ts',
  // Reads the answers to requests that the page makes; it makes none.
  'src/sources/shopify/tap-replies.ts',
]);
const WAYS =
  /\bsendBeacon\b|\.(fetch|XMLHttpRequest|WebSocket|EventSource|WebTransport)\b|\bWebTransport\(|\bnew Image\(|\bRTCPeerConnection\b/;

const found = readdirSync(join(rootPath, 'src'), { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
  .map((entry) => relative(rootPath, join(entry.parentPath, entry.name)))
  .filter((path) => !ALLOWED.has(path))
  .flatMap((path) =>
    readFileSync(join(rootPath, path), 'utf8')
      .split('\n')
      .flatMap((line, at) => (WAYS.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
for (const line of found) console.error(line);
if (found.length) {
  console.error(
    'A way to the network outside src/predictor/load/load-model.ts: nothing leaves the device.',
  );
  process.exitCode = 1;
}
