/** Limited, because a taker may never connect. */
const MAX_WAITING = 100;

/** A function that can be called at any time: calls wait until a taker connects. */
export interface EarlyCalls<Args extends unknown[]> {
  /** @returns what the taker returns; without a taker, whether the call was queued. */
  call(...args: Args): boolean;
  /** Hands over the waiting calls, then every later one; returns the undo. */
  connect(take: (...args: Args) => boolean): () => void;
}

export function createEarlyCalls<Args extends unknown[]>(): EarlyCalls<Args> {
  const waiting: Args[] = [];
  let taker: ((...args: Args) => boolean) | undefined;
  return {
    call(...args) {
      if (taker) return taker(...args);
      return waiting.length < MAX_WAITING && waiting.push(args) > 0;
    },
    connect(take) {
      taker = take;
      for (const args of waiting.splice(0)) take(...args);
      return () => {
        taker = undefined;
      };
    },
  };
}
