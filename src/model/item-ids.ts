import type { Steps } from '../lib/async/steps.js';

/** The longest prefix, in characters, that an id takes from the one before. */
const MOST_KEPT = 35;
/** Character codes that mean 0. JSON writes none of the codes used here as a six-byte escape. */
const KEPT_FROM = 48;
const LENGTH_FROM = 32;
/** More characters than an id can have: its length is a character code. */
const LONGEST = 2 ** 16;
/** Characters per step, and what an id costs beside its own: up to 2,048 ids, a tenth of a catalog of 20,000. */
const STEP = 1 << 17;
const COST = 64;

/**
 * Front coding, in three lines. One character per id: how much of its start is shared with the id
 * before. One character per id: its length. Then the rest of all ids. Sorted ids of six digits take
 * 11 bits each once gzipped, not 21.
 */
export function packIds(ids: readonly string[]): string {
  let [starts, lengths, rest] = ['', '', ''];
  let before = '';
  for (const id of ids) {
    let kept = 0;
    while (kept < MOST_KEPT && kept < id.length && id[kept] === before[kept]) kept++;
    starts += String.fromCharCode(KEPT_FROM + kept);
    lengths += String.fromCharCode(LENGTH_FROM + id.length);
    rest += id.slice(kept);
    before = id;
  }
  return [starts, lengths, rest].join('\n');
}

/** The ids of a file by row, each unpacked when it is first asked for. */
export interface ItemIds {
  readonly length: number;
  /** Undefined for what is no row. */
  at(row: number): string | undefined;
  /** The first row with this id, or -1. */
  indexOf(id: string): number;
}

/**
 * Undoes `packIds`, in steps; `undefined` for a text that `packIds` did not write. A page needs a few
 * of 20,000 ids, so none is made here: rows are found by the hash of their characters.
 */
export function* readingIds(packed: unknown): Steps<ItemIds | undefined> {
  const [starts, lengths, rest] = String(packed).split('\n', 3);
  const { length } = starts;
  if (rest === undefined || lengths.length !== length) return undefined;
  /** Where the characters of a row begin in `rest`. */
  const offsets = new Uint32Array(length + 1);
  /** The row that the last shared character of a row is from. */
  const sources = new Uint32Array(length);
  /** 1 + the last row of each hash, and 1 + the one before it. */
  const last = new Uint32Array(length);
  const earlier = new Uint32Array(length);
  // By place in the id: the hash up to there, and the row whose character stands there.
  const hashes = new Int32Array(LONGEST);
  const writers = new Uint32Array(LONGEST);
  const keptOf = (row: number) => starts.charCodeAt(row) - KEPT_FROM;

  // A function of its own, which the JIT compiles sooner than a generator. Returns the next row; 0 is none.
  const read = (row: number): number => {
    let at = offsets[row];
    const most = at + row * COST + STEP;
    for (; row < length && at + row * COST < most; row++) {
      let place = keptOf(row);
      const end = lengths.charCodeAt(row) - LENGTH_FROM;
      const before = row && lengths.charCodeAt(row - 1) - LENGTH_FROM;
      if (place < 0 || place > before || place > end || at + end - place > rest.length) return 0;
      sources[row] = place && writers[place - 1];
      let hash = hashes[place];
      while (place < end) {
        writers[place] = row;
        hash = (hash * 31 + rest.charCodeAt(at++)) | 0;
        hashes[++place] = hash;
      }
      offsets[row + 1] = at;
      const slot = Math.abs(hash % length);
      earlier[row] = last[slot];
      last[slot] = row + 1;
    }
    return row;
  };
  for (let row = 0; row < length; ) {
    yield;
    row = read(row);
    if (!row) return undefined;
  }
  if (offsets[length] !== rest.length) return undefined;

  /** Those that were asked for. */
  const ids: string[] = [];
  const unpack = (row: number): string => {
    let id = rest.slice(offsets[row], offsets[row + 1]);
    for (let shared = keptOf(row); shared; ) {
      row = sources[row];
      const start = keptOf(row);
      id = rest.slice(offsets[row], offsets[row] + shared - start) + id;
      shared = start;
    }
    return id;
  };
  const at = (row: number): string | undefined => {
    if (row >= 0 && row < length) ids[row] ??= unpack(row);
    return ids[row];
  };
  return {
    length,
    at,
    indexOf(id) {
      // Rules of the page may name anything.
      if (typeof id !== 'string') return -1;
      let hash = 0;
      for (let place = 0; place < id.length; place++) hash = (hash * 31 + id.charCodeAt(place)) | 0;
      let found = -1;
      for (let row = last[Math.abs(hash % length)]; row--; row = earlier[row])
        if (at(row) === id) found = row;
      return found;
    },
  };
}
