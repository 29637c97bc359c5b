import { rareError } from '../../lib/errors.js';
import type { Columns } from '../log/log-fields.js';
import { type LogPlan, type LogWords, planLog } from '../log/log-plan.js';
import type { LogRow } from '../log/log-row.js';
import { createDataSetBuilder, type DataSet } from './data-set.js';
import type { RawLine } from '../log/raw-lines.js';
import { createOddTimes } from './odd-times.js';
import { createUndecidedTimes } from './undecided-times.js';

/** How a log is to be understood: what cannot be read off the log itself. */
export interface LogMeaning extends LogWords {
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
  /** What a person should know about how the log was read, the most important first. */
  notes: string[];
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

/** How a log is read is decided on this many lines: one odd line is one among many. */
const SAMPLE = 10_000;
/** Names of unknown actions that are counted apart. */
const UNKNOWN_NAMES = 50;

/** Builds a data set from the lines of logs, wherever they are read from. */
export function createCollector({ minItemCount, ...words }: LogMeaning) {
  const builder = createDataSetBuilder({ minItemCount });
  const refused = new Map<string, Refused>();
  const ignored: Record<string, number> = {};
  const notes: string[] = [];
  const unknown = new Set<string>();
  const oddTimes = createOddTimes();
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
     * Starts a log. How it is read is decided on its first lines.
     * @param test where the log is a test file.
     */
    open(name: string, test?: LogRow['given']) {
      const before = builder.size;
      const sample: RawLine[] = [];
      const undecided = createUndecidedTimes();
      let plan: LogPlan | undefined;
      const use = ({ file, line, values }: RawLine, { read }: LogPlan) => {
        for (const row of read(values)) {
          if ('type' in row) {
            if (row.times) undecided.keep(builder.size, row.times);
            else oddTimes.see(row.time);
            builder.add(test ? { ...row, given: test } : row);
          } else if (row.ignored) ignored[row.reason] = (ignored[row.reason] ?? 0) + 1;
          else if (row.unknown === undefined || isCounted(row.unknown)) {
            refuse(file, line, row.reason);
          } else refuse(file, line, 'unknown action, one of many others');
        }
      };
      const isCounted = (action: string) =>
        unknown.has(action) || (unknown.size < UNKNOWN_NAMES && unknown.add(action).size > 0);
      const start = (): LogPlan => {
        if (!sample.length) throw rareError('NO_DATA', name);
        const made = planLog(
          sample.map(({ values }) => values),
          words,
        );
        plan = made;
        for (const line of sample) use(line, made);
        return made;
      };
      return {
        /** @throws PredictorError BAD_COLUMN. */
        take(line: RawLine): void {
          if (plan) use(line, plan);
          else if (sample.push(line) === SAMPLE) {
            start();
            sample.length = 1;
          }
        },
        /** @throws PredictorError BAD_COLUMN when no line can be read, NO_DATA when there is none. */
        close(): Columns {
          const { columns, decide, notes: said } = plan ?? start();
          undecided.settle(decide(), (row, time) => {
            oddTimes.see(time);
            builder.retime(row, time);
          });
          if (builder.size === before) {
            const [most] = [...refused.values()].sort((a, b) => b.count - a.count);
            if (!most) throw rareError('NO_DATA', name);
            const first = JSON.stringify(sample[0].values, bigAsText).slice(0, 300);
            throw rareError(
              'BAD_COLUMN',
              `no line could be read: ${most.reason} (${most.places[0]}); first line: ${first}`,
            );
          }
          notes.push(...said());
          return columns;
        },
      };
    },
    /** @throws PredictorError NO_DATA where no session has two events. */
    finish(): CollectedLog {
      const data = builder.finish();
      if (data.events <= data.sessions) throw rareError('NO_DATA', `${data.events} events`);
      notes.push(...builder.notes(), ...oddTimes.notes(Date.now()));
      return { data, lines, refused: [...refused.values()], ignored, notes };
    },
  };
}

const bigAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;
