import type { Told } from './told.js';

/** A cell as text for CSV, and as a value for JSON and Parquet. */
export interface Cell {
  text: string;
  value: string | number | null;
}

export interface Table {
  header: string[];
  rows: Cell[][];
}

/** A log in some dialect, before it becomes bytes. */
export interface WrittenLog {
  told: Told;
  kinds: string[];
  /** Rows of plain values, or else nested records. */
  table?: Table;
  records?: object[];
  /** Options that the user would give. */
  options: string[];
}

export const textCell = (text: string): Cell => ({ text, value: text });
export const numberCell = (text: string): Cell => ({ text, value: Number(text) });
