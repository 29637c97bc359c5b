import type { Judgement } from '../outcome.js';
import { isAbove } from './consent-case.js';
import type { FrameReport } from './frame-report.js';
import type { PageCase } from './page-case.js';
import { idsOf, type Product, type ShopPage, siblingOf } from './shop-truth.js';

type Read = FrameReport['events'][number];

/** An event that should be read. */
interface Expected {
  type: string;
  product?: Product;
  quantity?: number;
  order?: string;
  query?: string;
  /** Any of these paths. */
  paths?: string[][];
  /** It need not be read: what tells it is not plain. */
  optional?: boolean;
}

export function judgePage(one: PageCase, report: FrameReport | { failed: string }): Judgement {
  if ('failed' in report)
    return { outcome: 'wrong', why: `the page did not answer: ${report.failed}` };
  const thrown = report.faults.find((fault) => /^(thrown|rejected)/.test(fault));
  if (thrown) return { outcome: 'wrong', why: thrown };
  return one.consent ? judgeConsent(one.consent.allowed, report) : judgeEvents(one, report);
}

function judgeConsent(
  allowed: ('off' | 'memory' | 'session' | 'persistent')[],
  report: FrameReport,
): Judgement {
  const { checks, kept, keptAtFirst, reason, tiers } = report;
  const why = `allowed ${allowed.join(', ')}; was ${checks.join(', ')} (${reason}); of all: ${tiers.join(', ')}; kept ${keptAtFirst}, ${kept}`;
  if (checks.some((tier, i) => isAbove(tier, allowed[i]))) return { outcome: 'wrong', why };
  if (keptAtFirst && allowed[0] === 'memory') return { outcome: 'wrong', why };
  if (kept && allowed.every((tier) => tier === 'memory')) return { outcome: 'wrong', why };
  // The status names the signal that limits.
  return { outcome: checks.every((tier, i) => tier === allowed[i]) ? 'right' : 'refused', why };
}

function judgeEvents(one: PageCase, report: FrameReport): Judgement {
  const expected = expectedOf(one);
  const { duplicate: _, clamped: __, ...reasons } = report.refused;
  const refused =
    Object.values(reasons).reduce((sum, count) => sum + count, 0) + report.faults.length;
  const left = [...expected];
  const names = new Map<Product, string>();
  const all = JSON.stringify({
    events: report.events.map(({ session: _s, ts: _t, ...event }) => event),
    refused: report.refused,
    faults: report.faults,
  });
  const wrong = (why: string): Judgement => ({ outcome: 'wrong', why: `${why}; ${all}` });
  for (const event of report.events) {
    const at = left.findIndex((want) => isAbout(event, want));
    if (at < 0)
      return wrong(
        `not true: ${event.type} ${event.item ?? event.query ?? event.category?.join('/') ?? ''}`,
      );
    const [want] = left.splice(at, 1);
    const odd = want.product && oddIn(event, want, one);
    if (odd) return wrong(odd);
    if (want.product && event.item) {
      const before = names.get(want.product);
      if (before && before !== event.item)
        return wrong(`one product as ${before} and ${event.item}`);
      names.set(want.product, event.item);
    }
  }
  const facts = oddFacts(one, report);
  if (facts)
    return facts.outcome === 'wrong' ? wrong(facts.why) : { ...facts, why: `${facts.why}; ${all}` };
  const missing = left.filter(({ optional }) => !optional);
  if (!missing.length) return { outcome: 'right', why: all };
  const why = `missing: ${missing.map(({ type, product, query }) => `${type} ${product?.id ?? query ?? ''}`).join(', ')}; ${all}`;
  return { outcome: refused ? 'refused' : 'lost', why };
}

function expectedOf({ page, next, speeches, quirks }: PageCase): Expected[] {
  const { kind, product, order, query, category, acts } = page as ShopPage;
  const tellsPage = speeches.some((speech) => speech.tellsPage);
  const short = speeches.length === 1 ? [] : [[category[category.length - 1]]];
  const inWords = speeches.some(({ facts }) => !facts.includes('category'));
  const paths = [category, ...(inWords || short.length ? [[category[category.length - 1]]] : [])];
  const list: Expected[] = [];
  if (tellsPage) {
    if (kind === 'product') list.push({ type: 'click', product });
    if (kind === 'list')
      list.push({ type: 'category', paths, optional: quirks?.placeholder?.field === 'category' });
    if (kind === 'search') list.push({ type: 'search', query });
    if (kind === 'checkout') list.push({ type: 'checkout' });
    if (kind === 'order')
      for (const line of order.lines) list.push({ type: 'purchase', ...line, order: order.id });
  }
  acts.forEach((act, i) => {
    if (speeches.some(({ acts: told }) => told[i])) list.push(act);
  });
  if (next && tellsPage) list.push({ type: 'click', product: next });
  return list;
}

function isAbout(event: Read, want: Expected): boolean {
  if (event.type !== want.type) return false;
  if (want.product) return event.item !== undefined && idsOf(want.product).includes(event.item);
  if (want.query !== undefined) return event.query === want.query;
  const path = JSON.stringify(event.category);
  return (
    !want.paths ||
    want.paths.some((one) => JSON.stringify(one).toLowerCase() === path?.toLowerCase())
  );
}

function oddIn(event: Read, want: Expected, one: PageCase): string | undefined {
  const { product, quantity, order } = want as Expected & { product: Product };
  if (event.price !== undefined && Math.abs(event.price - product.price) > 0.006)
    return `price of ${event.item}: read ${event.price}, told ${product.price}`;
  if (order !== undefined && event.order !== order)
    return `order: read ${event.order}, told ${order}`;
  const counts = event.type === 'cart' || event.type === 'purchase';
  if (counts && event.quantity !== undefined && event.quantity !== quantity)
    return `quantity: read ${event.quantity}, told ${quantity}`;
  if (
    counts &&
    event.quantity === undefined &&
    quantity !== 1 &&
    one.speeches.every((speech) => speech.quantities)
  )
    return `quantity: read none, told ${quantity}`;
  return undefined;
}

/** What the catalog says of the products, against what the page told. */
function oddFacts(
  { page, next, speeches, quirks }: PageCase,
  report: FrameReport,
): Judgement | undefined {
  const { product, others, order, acts, kind, twins } = page as ShopPage;
  const alone = speeches.length === 1;
  const main = kind === 'product' ? [product, ...(next ? [next] : [])] : [];
  const canonical = new Map<string, Product>();
  const all = new Set([
    ...main,
    ...others,
    ...order.lines.map((line) => line.product),
    ...acts.map((act) => act.product),
  ]);
  for (const one of all) {
    const [own, sibling] = [report.items[one.sku], report.items[siblingOf(one)]];
    if (own && sibling && own.id === sibling.id) {
      return { outcome: 'wrong', why: `two variants are one: ${own.id}` };
    }
    // A name that two products share is an id of neither.
    const names = idsOf(one).filter((id) => !(twins && id === one.name));
    const known = names.flatMap((id) => report.items[id] ?? []);
    const ids = new Set(known.map(({ id }) => id));
    for (const id of ids) {
      if ((canonical.get(id) ?? one) !== one) {
        return { outcome: 'wrong', why: `two products are one: ${id}` };
      }
      canonical.set(id, one);
    }
    if (main.includes(one) && ids.size > 1)
      return { outcome: 'wrong', why: `in the catalog as ${[...ids].join(' and ')}` };
    for (const item of known) {
      const truth = { name: one.name, brand: one.brand, price: one.price };
      for (const field of ['name', 'brand', 'price'] as const) {
        const [read, told] = [item[field], truth[field]];
        if (read === undefined) {
          const plain =
            quirks?.placeholder?.field !== field && !(field === 'price' && quirks?.price?.odd);
          const isAsked = alone && main.includes(one) && speeches[0].facts.includes(field);
          if (plain && isAsked)
            return { outcome: 'lost', why: `no ${field} of ${item.id}, told ${told}` };
        } else if (
          typeof read === 'number' ? Math.abs(read - (told as number)) > 0.006 : read !== told
        ) {
          return {
            outcome: 'wrong',
            why: `${field} of ${item.id}: read ${JSON.stringify(read)}, told ${JSON.stringify(told)}`,
          };
        }
      }
      const path = item.category && JSON.stringify(item.category);
      const paths = [one.category, [one.category[one.category.length - 1]]].map((p) =>
        JSON.stringify(p),
      );
      if (path && !paths.includes(path))
        return { outcome: 'wrong', why: `category of ${item.id}: read ${path}, told ${paths[0]}` };
      const isAsked = alone && main.includes(one) && speeches[0].facts.includes('category');
      if (!path && isAsked && quirks?.placeholder?.field !== 'category')
        return { outcome: 'lost', why: `no category of ${item.id}, told ${paths[0]}` };
    }
  }
  return undefined;
}
