import {
  createLineCollector,
  type CollectedLines,
  type LogMeaning,
} from '../data/collect-lines.js';
import { ACTION_TYPES } from '../../events/event.js';
import { readSource, type LogSource, type ReadOptions } from '../log/read-source.js';
import { DATES_FROM_MS } from '../log/dated.js';
import type { LogRow } from '../log/log-row.js';
import type { ColumnType, Engine } from './engine.js';
import { BETWEEN } from './lookups.js';
import { LINES_A_FILE } from './make-log-view.js';
import { OWN_TIMES, unfit } from './not-plain.js';

const COLUMNS: Readonly<Record<string, ColumnType>> = {
  line: 'BIGINT',
  reason: 'VARCHAR',
  shopper: 'VARCHAR',
  also: 'VARCHAR',
  visit: 'VARCHAR',
  ts: 'BIGINT',
  action: 'INTEGER',
  item: 'VARCHAR',
  cents: 'BIGINT',
  price_fault: 'INTEGER',
  category: 'VARCHAR',
  brand: 'VARCHAR',
  name: 'VARCHAR',
};

/** What the reader of `train` said of a log. */
export type Reading = Omit<CollectedLines, 'ignoredLines'>;

/**
 * Makes the table `lines` with the reader of `train`, a line at a time: what SQL does not read, or may read otherwise.
 * @throws PredictorError BAD_LOG where it is no log, or has no times.
 */
export async function readLines(
  engine: Engine,
  sources: readonly LogSource[],
  meaning: LogMeaning & { reading?: ReadOptions },
): Promise<void> {
  const list = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`);
  await engine.run('drop table if exists lines');
  await engine.run(`create table lines (${list.join(', ')})`);
  const table = await engine.appender('lines', Object.values(COLUMNS));
  const retimed: [line: number, time: number][] = [];
  /** The row that each file begins with. */
  const begins: number[] = [];
  let size = 0;
  const lineOf = (row: number) => {
    let file = begins.length - 1;
    while (begins[file] > row) file--;
    return file * LINES_A_FILE + row - begins[file];
  };
  const collector = createLineCollector(meaning, {
    get size() {
      return size;
    },
    add(row) {
      const { name } = sources[begins.length - 1];
      if (row.time === undefined) throw unfit(name, 'has no times');
      if (row.time < DATES_FROM_MS) throw unfit(name, OWN_TIMES);
      table.add(cellsOf(row, row.time, lineOf(size)));
      size++;
    },
    retime: (row, time) => retimed.push([lineOf(row), time]),
  });
  for (const source of sources) {
    begins.push(size);
    const file = collector.open(source.name);
    await readSource(source, meaning.reading ?? {}, file);
    file.close();
  }
  table.close();
  const { ignoredLines, ...read } = collector.finish();
  await retime(engine, retimed);
  await engine.run('create or replace table reading (text varchar)');
  await engine.fill('reading', [[JSON.stringify(read satisfies Reading)]]);
}

/** What was said when the lines were read, undefined where SQL has read them. */
export async function readingOf(engine: Engine): Promise<Reading | undefined> {
  await engine.run('create table if not exists reading (text varchar)');
  const [row] = await engine.rows<{ text: string }>('select text from reading');
  return row && (JSON.parse(row.text) as Reading);
}

function cellsOf(row: LogRow, time: number, line: number): (string | number | null)[] {
  const { shopper, also, session, type, item, price = 0, category, brand, name } = row;
  const cents = price > 0 && price <= 1e9 ? Math.floor(price * 100 + 0.5) : 0;
  const isRounded = price > 0 && Math.fround(cents / 100) !== Math.fround(price);
  return [
    line,
    null,
    shopper,
    also ?? null,
    session ?? null,
    Math.floor(time),
    ACTION_TYPES.indexOf(type),
    item ?? null,
    cents || -1,
    isRounded ? 2 : 0,
    category?.join(BETWEEN) ?? null,
    brand ?? null,
    name ?? null,
  ];
}

/** Gives rows the times that the end of the log has decided. */
async function retime(engine: Engine, rows: readonly [number, number][]): Promise<void> {
  if (!rows.length) return;
  await engine.run('create or replace table retimed (line bigint, ts bigint)');
  const table = await engine.appender('retimed', ['BIGINT', 'BIGINT']);
  for (const [line, time] of rows) table.add([line, Math.floor(time)]);
  table.close();
  await engine.run('update lines set ts = retimed.ts from retimed where lines.line = retimed.line');
  await engine.run('drop table retimed');
}
