import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unpacked } from './unpack.mjs';

/** Sixteen hexadecimal digits: nothing that compresses, so that tables hold them as they are. */
const LENGTH = 16;
const RUN = /[0-9a-f]{16,}/g;

function wordsIn(text, wanted, found) {
  for (const [run] of text.matchAll(RUN)) {
    for (let at = 0; at + LENGTH <= run.length; at++) {
      const word = run.slice(at, at + LENGTH);
      if (wanted.has(word)) found.add(word);
    }
  }
}

/**
 * Which of these words stand in the files of a folder, as one byte or two a character, and those of `raw`
 * as the bytes that they are.
 */
export function remains(folder, wanted, raw = []) {
  const found = new Set();
  const where = new Set();
  for (const entry of readdirSync(folder, { recursive: true })) {
    const path = join(folder, entry);
    try {
      if (!statSync(path).isFile()) continue;
      const bytes = unpacked(readFileSync(path));
      const before = found.size;
      wordsIn(bytes.toString('latin1'), wanted, found);
      wordsIn(bytes.toString('latin1').replaceAll('\0', ''), wanted, found);
      for (const word of raw) if (bytes.includes(Buffer.from(word, 'hex'))) found.add(word);
      if (found.size > before) where.add(entry);
    } catch {
      // Gone meanwhile, or a socket.
    }
  }
  return { found, where: [...where] };
}
