import { createInterface } from 'node:readline';
import { createCollector, type LoadedLog, type LogMeaning } from '../data/collect-log.js';
import type { Columns } from '../log/log-fields.js';
import { createPrefixReader } from '../log/prefix-reader.js';
import { addEmbeddings } from './read-embeddings.js';
import { firstLine, openText } from './open-log.js';
import { readLog } from './read-log.js';

export interface LoadOptions extends LogMeaning {
  /** A separate test file: a log like the others, or `prefix<TAB>target` lines. */
  test?: string;
  /** A file with a vector per item. */
  embeddings?: string;
  /** Called every few thousand lines. */
  onLines?(lines: number): void;
}

/**
 * Reads logs into a data set, as a stream.
 * @throws PredictorError BAD_COLUMN when no line can be read, NO_DATA when there is none.
 */
export async function loadLog(
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedLog> {
  const { test } = options;
  const collector = createCollector({
    ...options,
    // A published split keeps all its items.
    minItemCount: options.minItemCount ?? (test === undefined ? undefined : 1),
  });

  async function load(files: readonly string[], given?: 'test'): Promise<Columns> {
    const log = collector.open(files.join(', '), given);
    for await (const line of readLog(files, collector.refuse)) {
      const lines = collector.count();
      if (lines % 5000 === 0) options.onLines?.(lines);
      log.take(line);
    }
    return log.close();
  }

  async function loadPrefixes(file: string): Promise<void> {
    const prefixes = createPrefixReader();
    let line = 0;
    for await (const text of createInterface({ input: await openText(file) })) {
      line++;
      collector.count();
      if (!text.trim()) continue;
      const rows = prefixes.add(text);
      if (rows) rows.forEach(collector.add);
      else collector.refuse(file, line, 'not prefix<TAB>target');
    }
    prefixes.close().forEach(collector.add);
  }

  const columns = await load(paths);
  if (test !== undefined) {
    if (/^[^,;\t]+\t[^,;\t]+$/.test(await firstLine(test))) await loadPrefixes(test);
    else await load([test], 'test');
  }
  const collected = collector.finish();
  const embeddings =
    options.embeddings === undefined
      ? undefined
      : await addEmbeddings(collected.data, options.embeddings);
  return { ...collected, columns, embeddings };
}
