import { createInterface } from 'node:readline';
import type { ActionType } from '../../events/event.js';
import { errorElsewhere } from '../../lib/errors.js';
import { createActionReader } from '../action-names.js';
import { type Columns, guessColumns } from '../columns.js';
import { createDataSetBuilder, type DataSet } from '../data-set.js';
import { createPrefixReader } from '../given-split.js';
import { createLogReader } from '../log-reader.js';
import { type AddedEmbeddings, addEmbeddings } from './read-embeddings.js';
import { firstLine, openText } from './open-log.js';
import { type RawLine, readLog } from './read-log.js';

export interface LoadOptions {
  columns?: Columns;
  actions?: ReadonlyMap<string, ActionType | 'ignored'>;
  minItemCount?: number;
  /** A file to test on: a log like the others, or `prefix<TAB>target` lines. */
  test?: string;
  /** A file with a vector an item. */
  embeddings?: string;
  /** Called every few thousand lines. */
  onLines?(lines: number): void;
}

/** Lines that gave no event, by reason, with the first five places. */
export interface Refused {
  reason: string;
  count: number;
  /** `events.csv:12` */
  places: string[];
}

export interface LoadedLog {
  data: DataSet;
  lines: number;
  columns: Columns;
  refused: Refused[];
  /** Lines that are right and say nothing of a product, by what they are called. */
  ignored: Record<string, number>;
  embeddings?: AddedEmbeddings;
}

/** Headers are taken from this many lines: JSON leaves out what is empty. */
const SAMPLE = 200;

/**
 * Reads logs into a data set, as a stream.
 * @throws PredictorError BAD_COLUMN when no line can be read, NO_DATA when there is none.
 */
export async function loadLog(
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedLog> {
  const { test } = options;
  const builder = createDataSetBuilder({
    // A published split is taken as it is.
    minItemCount: options.minItemCount ?? (test === undefined ? undefined : 1),
  });
  const refused = new Map<string, Refused>();
  const ignored: Record<string, number> = {};
  const readAction = createActionReader(options.actions);
  let lines = 0;

  const refuse = (file: string, line: number, reason: string) => {
    const entry = refused.get(reason) ?? { reason, count: 0, places: [] };
    refused.set(reason, entry);
    if (entry.count++ < 5) entry.places.push(`${file}:${line}`);
  };

  async function load(files: readonly string[], given?: 'test'): Promise<Columns> {
    const before = builder.size;
    const sample: RawLine[] = [];
    let columns: Columns | undefined;
    let read: ReturnType<typeof createLogReader>;
    const start = () => {
      const headers = [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
      if (!sample.length) throw errorElsewhere('NO_DATA', files.join(', '));
      columns = guessColumns(headers, options.columns ?? {}, sample[0].values);
      read = createLogReader(columns, readAction);
      for (const line of sample) take(line);
    };
    const take = ({ file, line, values }: RawLine) => {
      const row = read(values);
      if ('type' in row) builder.add(given ? { ...row, given } : row);
      else if (row.ignored) ignored[row.reason] = (ignored[row.reason] ?? 0) + 1;
      else refuse(file, line, row.reason);
    };
    for await (const line of readLog(files, refuse)) {
      if (++lines % 5000 === 0) options.onLines?.(lines);
      if (columns) take(line);
      else if (sample.push(line) === SAMPLE) start();
    }
    if (!columns) start();
    if (builder.size === before) {
      const [most] = [...refused.values()].sort((a, b) => b.count - a.count);
      if (!most) throw errorElsewhere('NO_DATA', files.join(', '));
      const { values } = sample[0];
      throw errorElsewhere(
        'BAD_COLUMN',
        `no line could be read: ${most.reason} (${most.places[0]}); first line: ${JSON.stringify(values, bigAsText).slice(0, 300)}`,
      );
    }
    return columns as Columns;
  }

  async function loadPrefixes(file: string): Promise<void> {
    const prefixes = createPrefixReader();
    let line = 0;
    for await (const text of createInterface({ input: await openText(file) })) {
      line++;
      lines++;
      if (!text.trim()) continue;
      const rows = prefixes.add(text);
      if (rows) rows.forEach(builder.add);
      else refuse(file, line, 'not prefix<TAB>target');
    }
    prefixes.close().forEach(builder.add);
  }

  const columns = await load(paths);
  if (test !== undefined) {
    if (/^[^,;\t]+\t[^,;\t]+$/.test(await firstLine(test))) await loadPrefixes(test);
    else await load([test], 'test');
  }
  const data = builder.finish();
  if (data.events <= data.sessions) throw errorElsewhere('NO_DATA', `${data.events} events`);
  const embeddings =
    options.embeddings === undefined ? undefined : await addEmbeddings(data, options.embeddings);
  return { data, lines, columns, refused: [...refused.values()], ignored, embeddings };
}

const bigAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;
