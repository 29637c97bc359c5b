import { LINES_A_FILE } from './make-log-view.js';

/** A file whose rows have numbers in SQL. */
export interface NumberedFile {
  name: string;
  /** Lines above its first row: a header, say. */
  above: number;
  /** Of CSV. */
  delimiter?: string;
}

/** Where a row of SQL stands: `events.csv:12`. */
export function placeOf(files: readonly NumberedFile[], row: number, what = ''): string {
  const { name, above } = files[Math.floor(row / LINES_A_FILE)];
  return `${name}:${what}${(row % LINES_A_FILE) + above + 1}`;
}
