import { rareError } from '../../lib/errors.js';
import { inFile } from '../log/log-error.js';
import type { Columns } from '../log/log-fields.js';
import { actOfFileName } from '../log/file-name-act.js';
import { createLaterLines, laterProblem } from '../log/later-lines.js';
import { createLogMemory, type LogPlan, type LogWords, planLog } from '../log/log-plan.js';
import type { LogRow } from '../log/log-row.js';
import type { LineSink, RawLine } from '../log/raw-lines.js';
import { otherTimes, type TimesOfFile } from './file-times.js';
import { createOddTimes } from './odd-times.js';
import { createRefusals, misread, oneLine, type Refused } from './refusals.js';
import { createUndecidedTimes } from './undecided-times.js';

/** How a log is to be understood: what cannot be read off the log itself. */
export interface LogMeaning extends LogWords {
  /** How large a share of the lines may be refused before the log is taken for misread. Default 0.1. */
  allowRefused?: number;
  /** Keep shoppers with more events than a person makes. */
  keepRobots?: boolean;
  /** Predict from it, do not learn: one event is enough, and the ids of shoppers are kept. */
  toPredict?: boolean;
  /** Called every few thousand lines. */
  onLines?(lines: number): void;
}

/** Takes the rows of a log one by one. */
export interface RowTaker {
  /** How many it has taken. */
  readonly size: number;
  add(row: LogRow): void;
  /** Changes the time of a row that was added before. */
  retime(row: number, time: number): void;
}

/** What lines gave besides rows. */
export interface CollectedLines {
  lines: number;
  refused: Refused[];
  /** Valid lines that are not about a product (page views, say), by action name. */
  ignored: Record<string, number>;
  ignoredLines: number;
  /** How files were read, and what of the log is unusual: sentences. */
  notes: string[];
  /** Sentences about times that no shop's log has. */
  oddTimes: string[];
  columns: Columns;
}

/** How a file is read is decided on this many lines: one odd line is one among many. */
const SAMPLE = 10_000;

/** Makes rows of the lines of logs, wherever they are read from, and counts what gives none. */
export function createLineCollector(meaning: LogMeaning, to: RowTaker) {
  const { keepRobots = false, onLines } = meaning;
  const memory = createLogMemory(meaning.dates);
  const undecided = createUndecidedTimes();
  const oddTimes = createOddTimes();
  const refusals = createRefusals();
  const ignored: Record<string, number> = Object.create(null);
  const notes: string[] = [];
  let lines = 0;
  let ignoredLines = 0;
  let firstColumns: Columns | undefined;
  /** The first file that says what its times are. */
  let timed: TimesOfFile | undefined;

  const count = () => {
    if (++lines % 5000 === 0) onLines?.(lines);
  };
  const broken = (file: string, line: number, reason: string, text: unknown = '') => {
    count();
    refusals.add(file, line, reason, text);
  };
  const ignore = (reason: string) => {
    ignored[reason] = (ignored[reason] ?? 0) + 1;
    ignoredLines++;
  };

  return {
    /** A line that gave rows of its own making. */
    add(rows: readonly LogRow[]): void {
      count();
      rows.forEach(to.add);
    },
    /** A line that cannot be parsed. */
    broken,
    note: (file: string, text: string) => {
      notes.push(`${file}: ${text}`);
    },
    /**
     * Starts a file. How it is read is decided on its first lines.
     * @param test where it is a test file.
     */
    open(name: string, test?: LogRow['given']): LineSink & { close(): void } {
      const before = to.size;
      const sample: RawLine[] = [];
      let plan: LogPlan | undefined;
      let agent: string | undefined;
      let words: LogWords = meaning;
      const later = createLaterLines();
      const use = ({ file, line, values, text }: RawLine, { read }: LogPlan) => {
        if (agent !== undefined && isRobot(values[agent])) {
          ignore('robots by their user agent');
          return;
        }
        for (const row of read(values)) {
          if ('type' in row) {
            if (row.undecided) undecided.keep(to.size, row.undecided);
            else oddTimes.see(row.time);
            to.add(test ? { ...row, given: test } : row);
          } else if (row.ignored) ignore(row.reason);
          else refusals.add(file, line, row.reason, text ?? values);
        }
      };
      const start = (): LogPlan => {
        const records = sample.map(({ values }) => values);
        const headers = new Set(records.flatMap((values) => Object.keys(values)));
        // Whose lines they are is one question for all files: an account and its browser are one shopper.
        const { user } = firstColumns ?? {};
        const isSame = !meaning.columns?.user && user?.every((header) => headers.has(header));
        const columns = isSame ? { ...meaning.columns, user } : meaning.columns;
        words = { ...meaning, columns, named: actOfFileName(name) };
        const made = inFile(name, () => planLog(records, words, memory));
        plan = made;
        if (made.times) {
          const own = { name, times: made.times, hasSessions: made.columns.session !== undefined };
          timed ??= own;
          if (timed.times !== own.times) notes.push(otherTimes(own, timed));
        }
        if (!keepRobots) {
          agent = [...headers].find((header) => AGENT.test(header));
        }
        if (!firstColumns) firstColumns = made.columns;
        else if (columnsText(made.columns) !== columnsText(firstColumns)) {
          notes.push(`${name}: columns: ${columnsText(made.columns)}`);
        }
        for (const line of sample) use(line, made);
        return made;
      };
      return {
        broken,
        note: (file, text) => {
          notes.push(`${file}: ${text}`);
        },
        /** @throws PredictorError BAD_COLUMN. */
        take(line): void {
          count();
          if (plan) {
            later.see(line);
            use(line, plan);
          } else if (sample.push(line) === SAMPLE) {
            start();
            // The first is shown where no line can be read.
            sample.length = 1;
          }
        },
        /** @throws PredictorError BAD_COLUMN when there are lines and none can be read. */
        close(): void {
          if (!plan && sample.length) start();
          const problem =
            plan && laterProblem(plan, later.lines(), (lines) => planLog(lines, words));
          if (problem) throw rareError('BAD_COLUMN', `${name}: ${problem}`);
          for (const note of plan?.notes() ?? []) if (!notes.includes(note)) notes.push(note);
          if (to.size > before) return;
          const [most] = refusals.all();
          if (!sample.length || !most) {
            // Of an empty file, that has been said.
            if (!notes.includes(`${name}: it is empty`)) notes.push(`${name}: no event in it`);
            return;
          }
          throw rareError(
            'BAD_COLUMN',
            `${name}: no line could be read: ${most.reason} (${most.places[0]}); first line: ${oneLine(sample[0].text ?? sample[0].values, 300)}`,
          );
        },
      };
    },
    /**
     * @throws PredictorError BAD_LOG where too many lines were refused, BAD_COLUMN where nothing decides the dates.
     */
    finish(): CollectedLines {
      const refused = refusals.all();
      const { allowRefused = 0.1 } = meaning;
      refuseMisread(refused, refusals.count, lines - ignoredLines, allowRefused);
      undecided.settle((row, time) => {
        oddTimes.see(time);
        to.retime(row, time);
      });
      return {
        lines,
        refused,
        ignored: { ...ignored },
        ignoredLines,
        notes: [...notes, ...memory.notes()],
        oddTimes: oddTimes.notes(Date.now()),
        columns: firstColumns ?? {},
      };
    },
  };
}

/** A column with the browser's name, which robots write theirs into. */
const AGENT = /^(.*[._ ])?user[ _-]?agent$/i;
const ROBOT =
  /bot\b|crawl|spider|slurp|headless|lighthouse|python-|curl\/|wget|go-http|okhttp|java\/|axios|monitor|pingdom|preview/i;
const isRobot = (agent: unknown) => typeof agent === 'string' && ROBOT.test(agent);

/** @param lines those that were about a product. */
function refuseMisread(refused: Refused[], count: number, lines: number, allowed: number): void {
  if (!count || count <= lines * allowed) return;
  throw misread(refused, count / lines, allowed);
}

/** `item=sku, time=year+month+day` */
export const columnsText = (columns: Columns) =>
  Object.entries(columns)
    .filter(([, headers]) => headers)
    .map(([field, headers]) => `${field}=${[headers].flat().join('+')}`)
    .join(', ');
