import type { DuckDBConnection } from '@duckdb/node-api';
import { PredictorError } from '../../lib/errors.js';

const INSTALL = 'npm install --save-dev @duckdb/node-api';

export type Row = Record<string, unknown>;

/** DuckDB, as this room uses it. */
export interface Engine {
  run(sql: string): Promise<void>;
  /** Whole numbers come as numbers. */
  rows<R = Row>(sql: string): Promise<R[]>;
  /** Writes a small table, column by column in the order in which it was made. */
  fill(table: string, rows: readonly (readonly (string | number | null)[])[]): Promise<void>;
  /** Adds rows to a table, a few thousand at a time. `types` are those of its columns. */
  appender(table: string, types: readonly ColumnType[]): Promise<Appender>;
  close(): void;
}

export type ColumnType = 'BIGINT' | 'INTEGER' | 'VARCHAR';

export interface Appender {
  add(row: readonly (string | number | null)[]): void;
  close(): void;
}

/** DuckDB works in vectors of so many values. */
const VECTOR = 2048;

/**
 * DuckDB of the project that the command runs in, on a database file.
 * @throws PredictorError ENGINE_MISSING where it is not installed, BAD_OPTION where another process has the file.
 */
export async function openEngine(file: string, spill: string): Promise<Engine> {
  const duckdb = await load();
  const { DuckDBInstance } = duckdb;
  const options = {
    memory_limit: '4GB',
    temp_directory: spill,
    preserve_insertion_order: 'false',
  };
  const instance = await DuckDBInstance.create(file, options).catch((thrown: unknown) => {
    if (!/set lock/.test(String(thrown))) throw thrown;
    throw new PredictorError('BAD_OPTION', '--out', {
      message: `${file}: another prepare is at work there. Wait for it to end, or give another --out.`,
      cause: thrown,
    });
  });
  const connection: DuckDBConnection = await instance.connect();
  // A time with a zone is a moment: without this it would be told in the zone of the machine.
  await connection.run("set TimeZone = 'UTC'");
  return {
    async run(sql) {
      await connection.run(sql);
    },
    async rows<R>(sql: string) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map(plainRow) as R[];
    },
    async fill(table, rows) {
      const appender = await connection.createAppender(table);
      for (const row of rows) {
        for (const value of row) {
          if (value === null) appender.appendNull();
          else if (typeof value === 'number') appender.appendInteger(value);
          else appender.appendVarchar(value);
        }
        appender.endRow();
      }
      appender.closeSync();
    },
    async appender(table, types) {
      const to = await connection.createAppender(table);
      const chunk = duckdb.DuckDBDataChunk.create(types.map((type) => duckdb[type]));
      const isBig = types.map((type) => type === 'BIGINT');
      const columns: (string | number | bigint | null)[][] = types.map(() => []);
      const write = () => {
        if (!columns[0].length) return;
        chunk.setColumns(columns);
        to.appendDataChunk(chunk);
        chunk.reset();
        for (const column of columns) column.length = 0;
      };
      return {
        add(row) {
          for (let i = 0; i < row.length; i++) {
            const value = row[i];
            columns[i].push(isBig[i] && typeof value === 'number' ? BigInt(value) : value);
          }
          if (columns[0].length === VECTOR) write();
        },
        close() {
          write();
          to.closeSync();
        },
      };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function load(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (thrown) {
    const isMissing = (thrown as { code?: string }).code === 'ERR_MODULE_NOT_FOUND';
    const [why] = String(thrown).split('\n');
    const what = isMissing ? 'is not installed here' : `cannot be loaded here (${why})`;
    throw new PredictorError('ENGINE_MISSING', '@duckdb/node-api', {
      message: `prepare runs on DuckDB, which ${what}: ${INSTALL}`,
      cause: thrown,
    });
  }
}

const plainRow = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? Number(value) : value,
    ]),
  );
