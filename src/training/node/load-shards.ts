import { PredictorError } from '../../lib/errors.js';
import type { LoadedLog } from '../data/collect-log.js';
import { readShards } from '../shards/read-shards.js';
import { type Arguments, textOption } from './arguments.js';
import { READING } from './command-options.js';
import { addEmbeddings } from './read-embeddings.js';

/** Options about reading a log that shards leave nothing to decide for. */
const DECIDED = READING.filter((name) => name !== 'config' && name !== 'item-embeddings');

/**
 * The folder of `--shards`, undefined where a log is given.
 * @throws PredictorError BAD_OPTION where there is a log as well, or an option that prepare has taken.
 */
export function shardsOption(given: Arguments): string | undefined {
  const folder = textOption(given, 'shards');
  if (folder === undefined) return undefined;
  const wrong = (what: string) =>
    new PredictorError('BAD_OPTION', '--shards', { message: `--shards ${folder}: ${what}.` });
  if (given.paths.length) throw wrong(`shards, or a log (${given.paths[0]}), not both`);
  const decided = DECIDED.find((name) => given.values[name] !== undefined);
  if (decided) throw wrong(`--${decided} is an option of prepare, which has read the log`);
  return folder;
}

/** Reads shards as `train` takes a log, with the names of the files that they were made of. */
export async function loadShards(
  folder: string,
  {
    embeddings,
    signal,
    onEvents,
  }: { embeddings?: string; signal: AbortSignal; onEvents(events: number): void },
): Promise<LoadedLog & { files: string[] }> {
  const { manifest, ...loaded } = await readShards(folder, { signal, onEvents });
  const files = manifest.log;
  if (embeddings === undefined) return { ...loaded, files };
  return { ...loaded, files, embeddings: await addEmbeddings(loaded.data, embeddings) };
}
