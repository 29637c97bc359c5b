import { splitByTime } from '../../../src/training/data/split.js';
import { train } from '../../../src/training/fit/train.js';
import { readShards } from '../../../src/training/shards/read-shards.js';
import { startTraining } from './loss.js';

/** Steps before the clock starts. */
const WARM = 3;

/** How fast the training is on shards: some steps of its first pass, with all that goes into them. */
export async function paced({
  folder,
  steps,
  batch,
  teaching,
}: {
  folder: string;
  steps: number;
  batch: number;
  teaching: number;
}) {
  await startTraining();
  const { data } = await readShards(folder);
  const card = { name: 'paced', version: '1', data: '' };
  let cpu = process.cpuUsage();
  let wall = performance.now();
  const done = new Error('measured');
  const said = { events: 0, cpuSeconds: 0, wallSeconds: 0 };
  const onProgress = (at: { step: number }) => {
    const now = performance.now();
    if (at.step <= WARM) {
      cpu = process.cpuUsage();
      wall = now;
      return;
    }
    if (at.step < WARM + steps) return;
    const { user, system } = process.cpuUsage(cpu);
    Object.assign(said, {
      events: batch * steps,
      cpuSeconds: (user + system) / 1e6,
      wallSeconds: (now - wall) / 1e3,
    });
    throw done;
  };
  await train(splitByTime(data), { card, batch, teaching }, { onProgress }).catch((error) => {
    if (error !== done) throw error;
  });
  return said;
}
