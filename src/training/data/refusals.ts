import { badLog } from '../log/log-error.js';

/** Lines that gave no event, for one reason, with the first five places. */
export interface Refused {
  reason: string;
  count: number;
  /** `events.csv:12` */
  places: string[];
  /** What stands there, cut. */
  texts: string[];
}

const EXAMPLES = 5;
const LONGEST_TEXT = 80;
/** A log may have a reason of its own on every line. */
const MOST_REASONS = 500;

/** Counts refused lines by reason. */
export function createRefusals() {
  const byReason = new Map<string, Refused>();
  let count = 0;
  return {
    add(file: string, line: number, reason: string, text: unknown): void {
      count++;
      const key = byReason.has(reason) || byReason.size < MOST_REASONS ? reason : 'other reasons';
      let entry = byReason.get(key);
      if (!entry) {
        entry = { reason: key, count: 0, places: [], texts: [] };
        byReason.set(key, entry);
      }
      if (entry.count++ >= EXAMPLES) return;
      entry.places.push(`${file}:${line}`);
      entry.texts.push(oneLine(text));
    },
    get count(): number {
      return count;
    },
    /** The commonest first. */
    all: (): Refused[] => [...byReason.values()].sort((a, b) => b.count - a.count),
  };
}

/** A line, or the values of one, short enough for a message. */
export function oneLine(text: unknown, longest = LONGEST_TEXT): string {
  const plain = typeof text === 'string' ? text : (JSON.stringify(text, bigAsText) ?? '');
  const shown = plain
    .slice(0, longest * 2)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

const bigAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;

/** The error of a log of which too large a share was refused, the commonest reason first. */
export function misread(refused: readonly Refused[], share: number, allowed: number): Error {
  const percent = Math.ceil(100 * share);
  const [first] = refused[0].places[0].split(/:(?=\d+$)/);
  const most = `more than ${Math.round(allowed * 100)}%`;
  const how = `${percent}% of the lines were refused, ${most}: ${commonest(refused)}.`;
  return badLog(
    first,
    `may be misread: ${how} Mend what is named there, or go on without those lines: --allow-refused ${Math.min(1, (percent + 1) / 100)}`,
  );
}

/** The five commonest reasons, each with a place and what stands there. */
function commonest(refused: readonly Refused[]): string {
  return refused
    .slice(0, 5)
    .map(({ reason, count, places: [place], texts: [text] }) => {
      const stands = text ? `: ${text}` : '';
      return `${count.toLocaleString('en-US')} × ${reason} (${place}${stands})`;
    })
    .join('; ');
}
