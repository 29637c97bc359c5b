/** Nobody may ever take them. */
const MAX_WAITING = 100;

/** One function to call at any time, and whoever takes the calls: now and then, or later. */
export interface EarlyCalls<Args extends unknown[]> {
  /** @returns what the taker returns; while there is none, true if the call waits for one. */
  call(...args: Args): boolean;
  /** Hands over what waits, and every further call; returns the undo. */
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
