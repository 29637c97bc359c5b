import type { Comparison } from './comparison.js';
import type { Pace } from './pace.js';
import type { Stage } from './stage.js';
import type { Taste } from './taste.js';
import type { Visitor } from './visitor.js';

/**
 * A reading of this device's events: no identity, nothing stored, gone with `forget('all')`. Lists are
 * sorted by strength, the strongest first.
 */
export interface Profile {
  /** When it was read, ms since the Unix epoch. */
  ts: number;
  /** How many events of the history were read: the latest 5,000 at most. */
  events: number;
  /** How many of them were left out by `exclude`. */
  excluded: number;
  /** Categories looked at, at each level: `name` is a path, `Garden/Chairs`. At most 20. */
  categories: Taste[];
  /** Brands looked at. At most 20. */
  brands: Taste[];
  /** `low`, `middle` and `high`: the thirds of the prices within a category. */
  prices: Taste[];
  /** Products between which the shopper goes back and forth, in this visit. */
  comparing: Comparison[];
  /** How far this visit has come; absent before its first event. */
  stage?: Stage;
  /** How quick this visit is beside the earlier ones; absent where there is too little to compare. */
  pace?: Pace;
  /** New or returning; absent where there are no events. */
  visitor?: Visitor;
  /** The readings of strength 0.8 and above, as sentences. */
  sentences: string[];
  /**
   * The language of the sentences: that of `status().language`, else English. A shop's own `texts` are in a
   * language of their own. Absent where nothing was read.
   */
  lang?: string;
}
