import { counted } from './counted.js';
import type { TextFacts } from './text-blocks.js';

const lines = (count: number) => counted(count, 'line');

/** What is worth saying of how a text was read. */
export function textNotes(
  { tally, wide, lost, firstLost, ended }: TextFacts,
  isTable: boolean,
): string[] {
  const notes: string[] = [];
  if (wide) notes.push(`read as ${wide.toUpperCase()}`);
  if (tally?.windows1252) {
    const mixed = tally.utf8 ? ', others are' : '';
    notes.push(
      `${lines(tally.windows1252)} not in UTF-8${mixed}: read as Windows-1252 (the first is line ${tally.first}). If letters are wrong, name the encoding: --encoding`,
    );
  }
  if (lost) {
    notes.push(
      `${lines(lost)} with the sign \uFFFD: letters were lost before this file was written, and two ids may have become one (the first is line ${firstLost})`,
    );
  }
  if (isTable && !ended)
    notes.push('its last line has no line end: if the file was cut, so is that line');
  return notes;
}
