/**
 * One line of a log before its columns are known. read-source.ts reads them from files; columns.ts finds what the
 * columns mean, log-reader.ts turns a line's values into a `LogRow`. node/ and page/ open the files.
 */
export interface RawLine {
  file: string;
  /** From 1, as an editor counts; the row number in Parquet. */
  line: number;
  values: Record<string, unknown>;
  /** The line as it stands in the file. */
  text?: string;
}

/** Takes what a file is read as. */
export interface LineSink {
  take(line: RawLine): void;
  /** A line that cannot be parsed. */
  broken(file: string, line: number, reason: string, text?: string): void;
  /** How the file was read, where one might not expect it, in a sentence. */
  note(file: string, text: string): void;
}
