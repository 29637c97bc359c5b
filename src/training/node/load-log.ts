import type { LogMeaning } from '../data/collect-lines.js';
import { createCollector, type LoadedLog } from '../data/collect-log.js';
import type { LogRow } from '../log/log-row.js';
import { createPrefixReader } from '../log/prefix-reader.js';
import { openSource, type ReadOptions, readSource } from '../log/read-source.js';
import { textBlocks } from '../log/text-blocks.js';
import { addEmbeddings } from './read-embeddings.js';
import { findLogs, type LogPath, leftOutText } from './log-paths.js';
import { openLog } from './open-log.js';

export interface LoadOptions extends LogMeaning {
  /** How files are to be read, where it does not show. */
  reading?: ReadOptions;
  /** A separate test file: a log like the others, or `prefix<TAB>target` lines. */
  test?: string;
  /** A file with a vector per item. */
  embeddings?: string;
}

/**
 * Reads logs into a data set, as a stream.
 * @throws PredictorError BAD_COLUMN when no line can be read, NO_DATA when there is nothing to learn from, BAD_LOG
 * when a file is no log or too many of its lines are refused.
 */
export async function loadLog(
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedLog> {
  const { test } = options;
  const reading: ReadOptions = { columns: options.columns, ...options.reading };
  const collector = createCollector(options);

  async function load(file: LogPath, given?: LogRow['given']): Promise<void> {
    const log = collector.open(file.path, given);
    await readSource(await openLog(file), reading, log);
    log.close();
  }

  async function loadPrefixes(path: string): Promise<void> {
    const { chunks } = await openSource(await openLog({ path }));
    const prefixes = createPrefixReader();
    const facts = { lost: 0, firstLost: 0, ended: true };
    for await (const { lines, from } of textBlocks(chunks, path, {}, facts)) {
      for (const [i, text] of lines.entries()) {
        if (!text.trim()) continue;
        const rows = prefixes.add(text);
        if (rows) collector.add(rows);
        else collector.broken(path, from + i, 'not prefix<TAB>target', text);
      }
    }
    collector.add(prefixes.close());
  }

  const { files, leftOut } = findLogs(paths);
  const [first] = leftOut;
  if (first !== undefined) collector.note(first, leftOutText(leftOut.length));
  for (const file of files) await load(file);
  if (test !== undefined) {
    const [file] = findLogs([test]).files;
    if (await hasPrefixes(file)) await loadPrefixes(file.path);
    else await load(file, 'test');
  }
  const collected = collector.finish();
  const embeddings =
    options.embeddings === undefined
      ? undefined
      : await addEmbeddings(collected.data, options.embeddings);
  return { ...collected, embeddings };
}

/** Whether the first line is `prefix<TAB>target`. */
async function hasPrefixes(file: LogPath): Promise<boolean> {
  const { kind, head } = await openSource(await openLog(file));
  const [first] = new TextDecoder().decode(head).split(/\r?\n/, 1);
  return kind === 'text' && /^[^,;\t]+\t[^,;\t]+$/.test(first);
}
