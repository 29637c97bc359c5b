import type { ActionType } from '../../events/event.js';
import { rareError } from '../../lib/errors.js';
import { createActionReader } from '../log/action-names.js';
import { type Columns, guessColumns } from '../log/columns.js';
import type { LogRow } from '../log/log-row.js';
import { createDataSetBuilder, type DataSet } from './data-set.js';
import { createLogReader } from '../log/log-reader.js';
import type { RawLine } from '../log/raw-lines.js';

/** How a log is to be understood: what cannot be read off the log itself. */
export interface LogMeaning {
  columns?: Columns;
  /** What its action names mean; `*` stands for every other name. */
  actions?: ReadonlyMap<string, ActionType | 'ignored'>;
  minItemCount?: number;
}

/** Lines that gave no event, for one reason, with the first five places. */
export interface Refused {
  reason: string;
  count: number;
  /** `events.csv:12` */
  places: string[];
}

export interface CollectedLog {
  data: DataSet;
  lines: number;
  refused: Refused[];
  /** Valid lines that are not about a product (page views, say), by action name. */
  ignored: Record<string, number>;
}

/** The embeddings that a file added to a log. */
export interface AddedEmbeddings {
  length: number;
  /** Items of the log that have one now, and vectors for items that are not in the log. */
  given: number;
  others: number;
}

/** A log, the columns it was read by and the embeddings added to it. */
export interface LoadedLog extends CollectedLog {
  columns: Columns;
  embeddings?: AddedEmbeddings;
}

/** Headers are collected from this many lines: JSON lines leave empty fields out. */
const SAMPLE = 200;

/** Builds a data set from the lines of logs, wherever they are read from. */
export function createCollector({ columns: given = {}, actions, minItemCount }: LogMeaning) {
  const builder = createDataSetBuilder({ minItemCount });
  const readAction = createActionReader(actions);
  const refused = new Map<string, Refused>();
  const ignored: Record<string, number> = {};
  let lines = 0;

  const refuse = (file: string, line: number, reason: string) => {
    const entry = refused.get(reason) ?? { reason, count: 0, places: [] };
    refused.set(reason, entry);
    if (entry.count++ < 5) entry.places.push(`${file}:${line}`);
  };

  return {
    /** A line that cannot be parsed. */
    refuse,
    /** A row that did not come from a line. */
    add: (row: LogRow) => builder.add(row),
    /** Called for each line. @returns lines so far. */
    count: () => ++lines,
    /**
     * Starts a log, whose columns are guessed from its first lines.
     * @param test where the log is a test file.
     */
    open(name: string, test?: LogRow['given']) {
      const before = builder.size;
      const sample: RawLine[] = [];
      let columns: Columns | undefined;
      let read: ReturnType<typeof createLogReader>;
      const use = ({ file, line, values }: RawLine) => {
        const row = read(values);
        if ('type' in row) builder.add(test ? { ...row, given: test } : row);
        else if (row.ignored) ignored[row.reason] = (ignored[row.reason] ?? 0) + 1;
        else refuse(file, line, row.reason);
      };
      const start = () => {
        const headers = [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
        if (!sample.length) throw rareError('NO_DATA', name);
        columns = guessColumns(headers, given, sample[0].values);
        read = createLogReader(columns, readAction);
        for (const line of sample) use(line);
      };
      return {
        /** @throws PredictorError BAD_COLUMN. */
        take(line: RawLine): void {
          if (columns) use(line);
          else if (sample.push(line) === SAMPLE) start();
        },
        /** @throws PredictorError BAD_COLUMN when no line can be read, NO_DATA when there is none. */
        close(): Columns {
          if (!columns) start();
          if (builder.size === before) {
            const [most] = [...refused.values()].sort((a, b) => b.count - a.count);
            if (!most) throw rareError('NO_DATA', name);
            const first = JSON.stringify(sample[0].values, bigAsText).slice(0, 300);
            throw rareError(
              'BAD_COLUMN',
              `no line could be read: ${most.reason} (${most.places[0]}); first line: ${first}`,
            );
          }
          return columns as Columns;
        },
      };
    },
    /** @throws PredictorError NO_DATA where no session has two events. */
    finish(): CollectedLog {
      const data = builder.finish();
      if (data.events <= data.sessions) throw rareError('NO_DATA', `${data.events} events`);
      return { data, lines, refused: [...refused.values()], ignored };
    },
  };
}

const bigAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;
