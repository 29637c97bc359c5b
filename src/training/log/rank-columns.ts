import { type ColumnFacts, share } from './column-sample.js';
import type { LogField } from './log-fields.js';
import { fitOf, isAnonymous } from './field-names.js';
import { plainText } from './missing-values.js';

/** A column that is filled so much less than another for the same field is not the field's. */
const SELDOM = 0.1;
/** Pages have titles beside the names of products. */
const PAGE_TITLES = 0.4;

/** What stands under a header in the first lines. */
export type FactsOf = (header: string) => ColumnFacts;

/** A header that may be a field's. */
export interface Candidate {
  header: string;
  fit: number;
}

/** The headers that fit a field by name, best first. */
export const fitting = (headers: readonly string[], field: LogField): Candidate[] =>
  headers
    .map((header) => ({ header, fit: fitOf(header, field) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit);

/** Those of them that are a field's by what stands in them: not empty where others are filled, not one tenant's number. */
export function plausible(
  candidates: readonly Candidate[],
  field: LogField,
  factsOf: FactsOf,
): Candidate[] {
  const fullest = Math.max(0, ...candidates.map(({ header }) => factsOf(header).filled));
  // A category's path is often left out and still the better one; an account is seldom known.
  const seldom = field === 'name' ? PAGE_TITLES : SELDOM;
  const least = field === 'category' || field === 'user' ? Math.min(1, fullest) : fullest * seldom;
  const filled = candidates.filter(({ header }) => factsOf(header).filled >= least);
  if (field === 'price') {
    return filled.filter(({ header }) => {
      const facts = factsOf(header);
      return !facts.filled || share(facts, (value) => /\d/.test(plainText(value))) > 0.5;
    });
  }
  if (field !== 'user' && field !== 'session') return filled;
  const many = filled.filter(({ header }) => factsOf(header).distinct > 1 || factsOf(header).gaps);
  return many.some(({ header }) => factsOf(header).distinct > 1) ? many : filled;
}

/**
 * A header and those with the same last part, `properties.products.sku` and `properties.sku`: one field, of lists
 * and of single products. What a product of a list says of itself comes first.
 */
export function sameLeaf(best: string, candidates: readonly Candidate[]): string[] {
  const leaf = best.slice(best.lastIndexOf('.') + 1);
  const all = candidates
    .map(({ header }) => header)
    .filter((header) => header.slice(header.lastIndexOf('.') + 1) === leaf);
  return [...all.filter(isOfList), ...all.filter((header) => !isOfList(header))];
}

/** Whether a header is that of a product in a list. */
export const isOfList = (header: string): boolean =>
  /(?:^|\.)(?:items|products?|line_?items|order_?items|contents|articles|contexts_\w+)\.[^.]+$/i.test(
    header,
  );

/**
 * Headers that stand beside the item's under the same name: with `event.sku`, `event.title` is the product's.
 * `event.name` and `event.category` are not: they are the event's own.
 */
export function besideItem(
  item: string | undefined,
  headers: readonly string[],
  field: LogField,
): Candidate[] {
  const [prefix = ''] = /^(?:.*(?:\.|__|[/:])|event[_ ])/i.exec(item ?? '') ?? [];
  if (!prefix) return [];
  const isEvent = /event[^a-z]*$/i.test(prefix);
  const own = headers
    .filter((header) => header.startsWith(prefix))
    .map((header) => ({ header, rest: header.slice(prefix.length) }))
    .filter(
      ({ rest }) => !/[./:]|__/.test(rest) && !(isEvent && /^(?:name|category)$/i.test(rest)),
    );
  return own
    .map(({ header, rest }) => ({ header, fit: fitOf(rest, field) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit);
}

/**
 * An account where there is one, else the browser. Both are read wherever there are both: later lines may leave
 * out what the first ones have, and what was done before a log-in belongs to the account.
 * @param named all headers that fit by name.
 */
export function findUser(
  candidates: readonly Candidate[],
  named: readonly Candidate[],
  factsOf: FactsOf,
): string[] | undefined {
  if (!candidates.length) return undefined;
  const [{ header: best }] = candidates;
  if (isAnonymous(best)) {
    // The first lines may know no account at all.
    const account = named.find(({ header }) => !factsOf(header).filled && !isAnonymous(header));
    if (account && account.fit > candidates[0].fit) return [account.header, best];
  }
  const { gaps } = factsOf(best);
  const other =
    candidates.find(({ header }) => isAnonymous(header) !== isAnonymous(best)) ??
    candidates.find(({ header }) => header !== best && factsOf(header).gaps < gaps);
  if (!other || (isAnonymous(best) && !gaps)) return [best];
  const { header } = other;
  return isAnonymous(best) && !isAnonymous(header) ? [header, best] : [best, header];
}
