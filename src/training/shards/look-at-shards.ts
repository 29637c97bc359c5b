import { type Finding, findingText } from '../data/log-findings.js';
import { readShards } from './read-shards.js';

/** More events would take their time, and memory: of so many, shares are known well. */
const MOST = 5_000_000;

/** What of finished shards is so unusual that it may be a mistake. */
export interface LookedAt {
  findings: Finding[];
  /** Sentences, those of the findings among them. */
  notes: string[];
}

/** Looks at shards as `train` looks at a log before it learns from it. */
export async function lookAtShards(folder: string, most = MOST): Promise<LookedAt> {
  const { data, findings, odd, manifest } = await readShards(folder, { mostEvents: most });
  const said = [...odd, ...findings.map(findingText)];
  const isAll = data.sessions === manifest.sessions;
  const part = `in ${data.events.toLocaleString('en-US')} events of ${(data.shopperOffsets.length - 1).toLocaleString('en-US')} shoppers that were looked at`;
  return { findings, notes: isAll ? said : said.map((note) => `${part}: ${note}`) };
}
