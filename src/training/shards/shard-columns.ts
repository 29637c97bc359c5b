import { type AsyncBuffer, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { asyncBufferFromFile } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { badLog } from '../log/log-error.js';

/** Takes some values of a column. @param at the row of the file that the first one is of. */
export type ColumnTaker = (values: ArrayLike<unknown>, at: number) => void;

/**
 * Reads columns of a Parquet file, row group by row group, none of which is kept.
 * @returns how many rows the file has.
 * @throws PredictorError BAD_LOG where the file is damaged or lacks a column.
 */
export async function readColumns(
  path: string,
  takers: Readonly<Record<string, ColumnTaker>>,
): Promise<number> {
  const columns = Object.keys(takers);
  try {
    const file: AsyncBuffer = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    let rowStart = 0;
    for (const { num_rows: rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(rows);
      const onChunk = (chunk: {
        columnName: string;
        columnData: ArrayLike<unknown>;
        rowStart: number;
      }) => takers[chunk.columnName]?.(chunk.columnData, chunk.rowStart);
      await parquetRead({ file, metadata, compressors, columns, rowStart, rowEnd, onChunk });
      rowStart = rowEnd;
    }
    return rowStart;
  } catch (thrown) {
    throw badLog(path, `is no shard, or is damaged: ${(thrown as Error).message}`, thrown);
  }
}
