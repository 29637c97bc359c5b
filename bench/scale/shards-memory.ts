import { DEFAULT_CONFIG } from '../../src/model/config.js';
import { cutPieces } from '../../src/training/data/pieces.js';
import { prepare } from '../../src/training/data/prepare.js';
import { splitByTime } from '../../src/training/data/split.js';
import { readShards } from '../../src/training/shards/read-shards.js';

/** Prints what each stage took, with all before it: the peak does not go down. */
export async function measureReading(folder: string): Promise<void> {
  say('begun');
  const { data } = await readShards(folder);
  say(`${data.events} events read`);
  const log = splitByTime(data);
  say('split');
  const { examples } = prepare(log, DEFAULT_CONFIG);
  say('tokens');
  const pieces = cutPieces(examples, DEFAULT_CONFIG, (event) => log.isIn(event, 'train'));
  say(`${pieces.length} pieces`);
}

function say(stage: string): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const seconds = (userCPUTime + systemCPUTime) / 1e6;
  console.log(`${stage}: ${seconds.toFixed(1)} s, ${(maxRSS / 1024).toFixed(0)} MB`);
}
