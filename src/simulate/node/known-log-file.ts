import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';

/** Rows of a row group, or of a write: what is held in memory. */
const GROUP = 50_000;

/** The columns, by the names that people bring. */
const COLUMNS = {
  user_id: 'STRING',
  event_time: 'TIMESTAMP',
  event_type: 'STRING',
  product_id: 'STRING',
  price: 'DOUBLE',
  category: 'STRING',
  brand: 'STRING',
} as const;
type Name = keyof typeof COLUMNS;
export type KnownRow = Record<Exclude<Name, 'event_time' | 'price'>, string> & {
  event_time: Date;
  price: number;
};
const NAMES = Object.keys(COLUMNS) as Name[];

/** Kinds of file by the ending of their name. */
export const KNOWN_LOG_FILES = /\.(csv|jsonl|ndjson|parquet)$/i;

/** A log file that is there when it is closed, or not at all. No cell has a comma or a quote. */
export function openKnownLog(path: string) {
  const part = `${path}.part`;
  const write = /\.parquet$/i.test(path) ? parquetFile(part) : textFile(part, /\.csv$/i.test(path));
  let rows: KnownRow[] = [];
  return {
    add(row: KnownRow): void {
      if (rows.push(row) < GROUP) return;
      write.rows(rows);
      rows = [];
    },
    close(): void {
      write.rows(rows);
      write.end();
      renameSync(part, path);
    },
    cancel: () => rmSync(part, { force: true }),
  };
}

function textFile(path: string, isCsv: boolean) {
  const file = openSync(path, 'w');
  const cell = (value: KnownRow[Name]) => (value instanceof Date ? value.toISOString() : value);
  if (isCsv) writeSync(file, `${NAMES.join(',')}\n`);
  return {
    rows(rows: readonly KnownRow[]) {
      const lines = rows.map((row) =>
        isCsv ? NAMES.map((name) => cell(row[name])).join(',') : JSON.stringify(row),
      );
      if (lines.length) writeSync(file, `${lines.join('\n')}\n`);
    },
    end: () => closeSync(file),
  };
}

function parquetFile(path: string) {
  const columnsOf = (rows: readonly KnownRow[]) =>
    NAMES.map((name) => ({ name, type: COLUMNS[name], data: rows.map((row) => row[name]) }));
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const parquet = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'nextaisle' });
  return {
    rows(rows: readonly KnownRow[]) {
      if (rows.length) parquet.write({ columnData: columnsOf(rows), rowGroupSize: GROUP });
    },
    end: () => parquet.finish(),
  };
}
