/** A page that may be asked for ahead. */
export interface Candidate {
  item: number;
  chance: number;
}

/** One product page that was open, until another was or the session ended. */
export interface PageView {
  shopper: number;
  /** What was asked for while it was open, with the highest chance each had. */
  asked: Map<number, number>;
  /** The product that was opened next; -1 for none. */
  next: number;
  /** The same in the numbers that `asked` uses, where these are others. */
  nextRow?: number;
}

/** What came of asking for every candidate with at least this chance. */
export function countPages(views: readonly PageView[], threshold: number) {
  let asked = 0;
  let hits = 0;
  let nexts = 0;
  for (const view of views) {
    for (const chance of view.asked.values()) asked += +(chance >= threshold);
    if (view.next < 0) continue;
    nexts++;
    hits += +((view.asked.get(view.nextRow ?? view.next) ?? -1) >= threshold);
  }
  return { nexts, asked, hits };
}
