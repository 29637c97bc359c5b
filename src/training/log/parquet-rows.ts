import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { flattenRecord } from './flatten.js';
import { badLog } from './log-error.js';
import type { RawLine } from './raw-lines.js';

/** Row group by row group, none of which is kept. @param most so many rows from the first on. */
export async function* readParquetRows(
  file: AsyncBuffer,
  name: string,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<RawLine> {
  const end = new Uint8Array(await file.slice(Math.max(0, file.byteLength - 4)));
  if (String.fromCharCode(...end) !== 'PAR1') {
    throw badLog(
      name,
      'is a Parquet file that breaks off: its end is missing. Copy or export it again.',
    );
  }
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = Math.min(most, rowStart + Number(group.num_rows));
    if (rowEnd <= rowStart) return;
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    for (const [i, row] of rows.entries()) {
      for (const values of flattenRecord(row)) yield { file: name, line: rowStart + i + 1, values };
    }
    rowStart = rowEnd;
  }
}
