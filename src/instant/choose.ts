import type { Item } from '../events/item.js';
import type { PredictedItem, Prediction } from '../prediction/prediction.js';
import { isKeptOut } from './kept-out.js';

/** Pages asked for at a time. */
const MOST = 2;

/** Why a product that is likely enough is not asked for. */
export type LeftOutReason =
  | 'no-address'
  | 'other-origin'
  | 'this-page'
  | 'kept-out'
  | 'query'
  | 'not-allowed';

/** A product that is likely enough and is not asked for. */
export interface LeftOut {
  item: string;
  reason: LeftOutReason;
}

/** What decides which pages are asked for. */
export interface ChoiceRules {
  minProbability: number;
  queries: boolean;
  /** The address of a product; undefined where none is known. */
  addressOf(item: Readonly<Item>): string | undefined;
  /** The shop's own word on an address. */
  allow(url: URL): boolean;
}

/** The pages worth asking for, likeliest first, and why the other likely ones are not. */
export function choose(
  { backend, items }: Pick<Prediction, 'backend' | 'items'>,
  page: URL,
  rules: ChoiceRules,
): { addresses: string[]; leftOut: LeftOut[] } {
  const addresses = new Set<string>();
  const leftOut: LeftOut[] = [];
  // Without a model chances are made up from what is recent and popular.
  for (const one of backend === 'none' ? [] : items) {
    if (!isLikely(one, rules)) continue;
    const url = judge(rules.addressOf(one.item), page, rules);
    if (typeof url === 'string') leftOut.push({ item: one.id, reason: url });
    else if (addresses.size < MOST) addresses.add(url.href);
  }
  return { addresses: [...addresses], leftOut };
}

const isLikely = ({ source, probability }: PredictedItem, { minProbability }: ChoiceRules) =>
  source === 'model' && probability >= minProbability;

/** The address as it is asked for, or why it is not. */
function judge(
  address: string | undefined,
  page: URL,
  { queries, allow }: ChoiceRules,
): URL | LeftOutReason {
  if (!address) return 'no-address';
  let url: URL;
  try {
    url = new URL(address, page);
  } catch {
    return 'no-address';
  }
  if (url.origin !== page.origin || url.username || url.password) return 'other-origin';
  // What follows the # is no other document, and a route there is of a page that loads once.
  const isRoute = /^#!?\//.test(url.hash);
  url.hash = '';
  if (isRoute || url.pathname + url.search === page.pathname + page.search) return 'this-page';
  if (isKeptOut(url)) return 'kept-out';
  if (url.search && !queries) return 'query';
  return allow(url) ? url : 'not-allowed';
}
