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
  close(): void;
}

/**
 * DuckDB of the project that the command runs in, on a database file.
 * @throws PredictorError ENGINE_MISSING where it is not installed.
 */
export async function openEngine(file: string, spill: string): Promise<Engine> {
  const { DuckDBInstance } = await load();
  const instance = await DuckDBInstance.create(file, {
    memory_limit: '4GB',
    temp_directory: spill,
    preserve_insertion_order: 'false',
  });
  const connection: DuckDBConnection = await instance.connect();
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
    throw new PredictorError('ENGINE_MISSING', '@duckdb/node-api', {
      message: `prepare runs on DuckDB, which is not installed here: ${INSTALL}`,
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
