import type { Fields } from '../events/parse-field.js';
import { plainText } from '../events/plain-text.js';

/** Nobody who goes on typing pauses longer. */
export const TYPING_MS = 2000;

const wordsOf = ({ query }: Fields): string => plainText(String(query ?? ''));

/** True where one search goes on typing, or deleting, the words of the other: shops push each letter. */
export function isTyped(search: Fields, next: Fields): boolean {
  const [one, other] = [search, next].map(wordsOf);
  return one.startsWith(other) || other.startsWith(one);
}
