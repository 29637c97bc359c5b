import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ThreadTask } from '../fit/gradient-threads.js';
import { startThreads } from './threads.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const task = {} as ThreadTask;
const programs: [string, string, string][] = [
  ['ends', 'process.exit(3)', 'exit 3'],
  ['fails', "throw new Error('no memory')", 'no memory'],
];

test.each(programs)('a thread that %s is an error with a way out', async (_, fault, why) => {
  const program = join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => { ${fault} });`,
  );
  const threads = startThreads(1, program, folder);
  const message = `A training thread ended (${why}). Go on with --resume --threads 1.`;
  await expect(threads.compute(0, task)).rejects.toThrow(message);
  // So is the next step: it does not wait for an answer that never comes.
  await expect(threads.compute(0, task)).rejects.toThrow(message);
  await threads.end();
});
