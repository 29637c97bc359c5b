import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionReader } from '../log/action-names.js';
import { actOfFileName } from '../log/file-name-act.js';
import { inFile } from '../log/log-error.js';
import { type LogPlan, planLog } from '../log/log-plan.js';
import { checkForms, checkLater, checkReturns, checkSample } from './check-sample.js';
import { importCsv } from './csv-import.js';
import type { Engine } from './engine.js';
import { firstLines } from './first-lines.js';
import { fillActions } from './lookups.js';
import type { NumberedFile } from './line-places.js';
import { LINES_A_FILE, makeLogView } from './make-log-view.js';
import { NotPlain } from './not-plain.js';
import { plainNotes, type Said } from './plain-notes.js';
import { refuseMisread } from './refuse.js';
import type { PlainLogs, PlanOptions } from './plan-logs.js';
import type { SqlStep } from './sql-text.js';

/** A log may have thousands of files, all made by one program. */
const MOST_CHECKED = 20;

/**
 * Makes the table `lines` with SQL, and holds it against the reader of `train`.
 * @returns what to say of how it was read.
 * @throws NotPlain where that reads a line otherwise, or may.
 */
export async function plainLines(
  engine: Engine,
  plain: PlainLogs,
  work: string,
  step: SqlStep,
  readAction: ActionReader,
  run: (step: SqlStep, run?: () => Promise<void>) => Promise<void>,
  options: PlanOptions & { say(text: string): void },
): Promise<Said> {
  const { plan, files } = plain;
  const paths = files.map(({ source }) => source.name);
  for (const [i, { table }] of files.entries()) {
    if (!table) continue;
    const to = join(work, `log-${i}.parquet`);
    if (!existsSync(to)) options.say(`copying ${paths[i]}`);
    await importCsv(engine, paths[i], table, to);
    paths[i] = to;
  }
  try {
    await makeLogView(engine, plan, paths);
    await run({ name: 'actions', says: 'looking at the actions', sql: 'actions' }, () =>
      fillActions(engine, plan, readAction),
    );
    await run(step);
  } catch (thrown) {
    throw asNotPlain(thrown);
  }
  if (plan.quantity !== undefined) await checkReturns(engine, plan.quantity);
  const planOf = async (file: number) => {
    const { source } = files[file];
    const { lines } = await firstLines(source, options.reading ?? {});
    const words = { ...options, named: actOfFileName(source.name) };
    const values = lines.map((line) => line.values);
    const plan = inFile(source.name, () => planLog(values, words));
    return { lines, plan, words };
  };
  for (const i of files.slice(0, MOST_CHECKED).keys()) {
    const { lines, plan: reader, words } = await planOf(i);
    await checkSample(engine, i * LINES_A_FILE, lines, reader);
    await checkLater(engine, i * LINES_A_FILE, lines.length, reader, words);
  }
  const readers = new Map<number, LogPlan>();
  await checkForms(engine, async (file) => {
    const reader = readers.get(file) ?? (await planOf(file)).plan;
    readers.set(file, reader);
    return reader;
  });
  await refuseMisread(engine, numberedFiles(plain), options.allowRefused);
  const said = await plainNotes(engine, plain);
  for (const [i] of files.entries()) rmSync(join(work, `log-${i}.parquet`), { force: true });
  return said;
}

/** The files, and how many lines stand above the first row of each. */
export const numberedFiles = ({ files }: PlainLogs): NumberedFile[] =>
  files.map(({ source, table }) => ({
    name: source.name,
    above: table?.skip ?? 0,
    delimiter: table?.delimiter,
  }));

/** What DuckDB says of the values of a log: not of the machine. */
function asNotPlain(thrown: unknown): unknown {
  const text = String((thrown as Error).message ?? thrown);
  const isOfLog = /^(Conversion|Invalid Input|Binder|Out of Range|Invalid) /.test(text);
  return isOfLog
    ? new NotPlain(`has values that SQL cannot read (${text.split('\n')[0]})`)
    : thrown;
}
