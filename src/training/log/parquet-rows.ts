import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
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
  const long = keepDigits(metadata.schema);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = Math.min(most, rowStart + Number(group.num_rows));
    if (rowEnd <= rowStart) return;
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    for (const [i, row] of rows.entries()) {
      for (const column of long) {
        const value = row[column];
        if (value instanceof Uint8Array) row[column] = wholeNumber(value);
      }
      for (const values of flattenRecord(row)) yield { file: name, line: rowStart + i + 1, values };
    }
    rowStart = rowEnd;
  }
}

/** So many digits a number of JavaScript holds. */
const SAFE_DIGITS = 15;

/**
 * Has long whole numbers given as they lie there: as numbers they would lose digits, and two ids would become one.
 * @returns the columns that are bytes now.
 */
function keepDigits(schema: FileMetaData['schema']): string[] {
  const [root] = schema;
  const bytes: string[] = [];
  // Within a record, a value has another place.
  if (root.num_children !== schema.length - 1) return bytes;
  for (const column of schema) {
    const { type, converted_type: kind, precision = 0, scale = 0 } = column;
    if (kind !== 'DECIMAL' || scale > 0 || precision <= SAFE_DIGITS) continue;
    if (type !== 'FIXED_LEN_BYTE_ARRAY' && type !== 'INT64') continue;
    column.converted_type = undefined;
    column.logical_type = undefined;
    if (type === 'FIXED_LEN_BYTE_ARRAY') bytes.push(column.name);
  }
  return bytes;
}

/** Two's complement, the highest byte first. */
const wholeNumber = (bytes: Uint8Array): bigint =>
  BigInt.asIntN(
    bytes.length * 8,
    bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n),
  );
