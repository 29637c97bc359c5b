import type { ActionType } from '../events/event.js';
import type { Examination } from './examine.js';
import { identityAdvice } from './identity-advice.js';
import { policyAdvice } from './policy-advice.js';

/** What the response and the command line say of the page. */
export interface PageFacts {
  url: string;
  /** The header `content-security-policy`. */
  policy?: string;
  /** Selectors that were clicked. */
  clicked: readonly string[];
}

export interface Advice {
  /** `ok` needs nothing, `note` is for you to judge, `missing` costs accuracy until it is done. */
  kind: 'ok' | 'note' | 'missing';
  what: string;
  /** What to add to the page, as it is. */
  line?: string;
}

const WEIGHT = { missing: 0, note: 1, ok: 2 };

/** What a storefront engineer has to do so that this page is captured, the weightiest first. */
export function adviceOn(page: Examination, facts: PageFacts): Advice[] {
  return [
    installAdvice(page),
    viewAdvice(page),
    cartAdvice(page, facts.clicked),
    ...identityAdvice(page.identity),
    ...catalogAdvice(page),
    ...refusalAdvice(page),
    consentAdvice(page),
    ...policyAdvice(facts),
  ].sort((a, b) => WEIGHT[a.kind] - WEIGHT[b.kind]);
}

const ok = (what: string): Advice => ({ kind: 'ok', what });
const note = (what: string, line?: string): Advice => ({ kind: 'note', what, line });
const missing = (what: string, line?: string): Advice => ({ kind: 'missing', what, line });

/** What was counted of a type: `SKU-1 (ga4), SKU-2 (dom)`. */
const counted = (page: Examination, wanted: ActionType): string =>
  page.counted
    .filter(({ type }) => type === wanted)
    .map(({ item, source }) => `${item} (${source})`)
    .join(', ');

const exampleId = (page: Examination) => page.catalog[0]?.id ?? 'SKU-1';

function installAdvice(page: Examination): Advice {
  return page.installed
    ? ok('nextaisle is on this page.')
    : note('nextaisle is not on this page yet.', '<script async src="/nextaisle.min.js"></script>');
}

function viewAdvice(page: Examination): Advice {
  const views = counted(page, 'click');
  if (views) return ok(`Product views are captured: ${views}.`);
  if (counted(page, 'category') || page.catalog.length > 1) {
    return note('No product view is captured. That is right for a list; test a product page too.');
  }
  return missing(
    'Nothing says which product is viewed. If this is a product page:',
    `<main data-nextaisle="view" data-nextaisle-id="${exampleId(page)}" data-nextaisle-name="…" data-nextaisle-price="…">`,
  );
}

function cartAdvice(page: Examination, clicked: readonly string[]): Advice {
  const carts = counted(page, 'cart');
  if (carts) return ok(`Additions to the cart are captured: ${carts}.`);
  if (!clicked.length) {
    return note('The cart was not tested. To test it: --click, with the selector of its button.');
  }
  return missing(
    `After a click on ${clicked.join(', ')} no addition to the cart is captured.`,
    `<button data-nextaisle="cart" data-nextaisle-id="${exampleId(page)}">`,
  );
}

function catalogAdvice({ catalog }: Examination): Advice[] {
  const line = "createPredictor({ catalog: '/products.json' })";
  if (!catalog.length) {
    const what = 'No product is described on this page. A shelf shows name, price and image.';
    return [missing(what, line)];
  }
  return (['name', 'price', 'category', 'image', 'url'] as const).flatMap((field) => {
    const without = catalog.filter((item) => item[field] === undefined).length;
    const all = catalog.length;
    const what = `${without} of ${all} products are described without ${field}.`;
    return without ? note(what, without === all ? line : undefined) : [];
  });
}

function refusalAdvice(page: Examination): Advice[] {
  return page.heard.flatMap(({ source, refused }) => {
    const counts = Object.entries(refused).filter(([reason]) => reason !== 'duplicate');
    if (!counts.length) return [];
    const list = counts.map(([reason, count]) => `${reason} ${count}`).join(', ');
    return missing(`Some events of ${source} could not be read: ${list}. Items need an id.`);
  });
}

function consentAdvice({ consent }: Examination): Advice {
  const list = consent.map(({ name, verdict }) => `${name} allows ${verdict.tier}`);
  return list.length
    ? ok(`Consent signals are read: ${list.join(', ')}.`)
    : note(
        'No consent signal: the history is kept while this page is open, until you call',
        "predictor.consent('granted')",
      );
}
