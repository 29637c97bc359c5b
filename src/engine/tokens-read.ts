import type { Token } from '../encoding/token.js';

/**
 * How many tokens of `history` a cache has read, by identity; 0 when it must start again. Compares
 * the whole receptive field, because `explain` drops a token in the middle and keeps the last.
 * @param seen the tokens the cache depends on, at most `field` of them, oldest first.
 * @param field receptive field of the network.
 */
export function tokensRead(
  seen: readonly Token[],
  history: readonly Token[],
  field: number,
): number {
  const read = history.lastIndexOf(seen[seen.length - 1]) + 1;
  if (history.length - read >= field || seen.length !== Math.min(field, read)) return 0;
  for (let k = 1; k <= seen.length; k++) {
    if (seen[seen.length - k] !== history[read - k]) return 0;
  }
  return read;
}
