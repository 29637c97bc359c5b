import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';

const EVENTS = 200_000;
/** Megabytes of JavaScript objects. As objects, the rows of this log alone would take more than twice as many. */
const HEAP = 24;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextaisle-memory-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function* lines(): Generator<string> {
  const random = seededRandom(1);
  yield 'user_id,event_time,event_type,product_id,price,brand\n';
  for (let i = 0; i < EVENTS; i++) {
    const [shopper, item] = [EVENTS / 8, 20_000].map((n) => Math.floor(random() * n));
    const time = new Date(Date.UTC(2024, 0) + i * 900).toISOString();
    yield `u${shopper},${time},view,p${item},${item % 97}.99,brand-${item % 200}\n`;
  }
}

test('a log becomes packed columns line by line, whatever its size', async () => {
  const log = join(folder, 'log.csv');
  await pipeline(Readable.from(lines()), createWriteStream(log));
  const program = join(folder, 'read.mjs');
  await build({
    stdin: {
      contents: `import { loadLog } from './load-log.js';
        const { data } = await loadLog([${JSON.stringify(log)}]);
        const columns = Object.values(data).filter(ArrayBuffer.isView);
        const bytes = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
        console.log(JSON.stringify({ events: data.events, bytes }));`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'error',
  });
  const answer = execFileSync(
    process.execPath,
    [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=2', program],
    { encoding: 'utf8' },
  );
  const { events, bytes } = JSON.parse(answer);
  expect(events).toBe(EVENTS);
  expect(bytes / events).toBeLessThan(40);
});
