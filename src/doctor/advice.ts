import type { ActionType } from '../events/event.js';
import type { Advice } from './advice-kind.js';
import type { Examination, SourceReport } from './examine.js';
import { identityAdvice } from './identity-advice.js';
import { policyAdvice } from './policy-advice.js';
import { predictorAdvice } from './predictor-advice.js';
import { refusalAdvice } from './refusal-advice.js';

/** What the response and the command line say of the page. */
export interface PageFacts {
  url: string;
  /** The header `content-security-policy`. */
  policy?: string;
  /** Selectors that were clicked, and those that were not to be found. */
  clicked: readonly string[];
  unclicked?: readonly string[];
  /** The page went on loading for longer than anybody waits. */
  isSlow?: boolean;
}

const WEIGHT = { missing: 0, note: 1, ok: 2 };

/** What a storefront engineer has to do so that this page is captured, the weightiest first. */
export function adviceOn(page: Examination, facts: PageFacts): Advice[] {
  return [
    installAdvice(page),
    viewAdvice(page),
    ...cartAdvice(page, facts),
    ...slowAdvice(facts),
    ...identityAdvice(page.identity),
    ...catalogAdvice(page),
    ...page.markup,
    ...page.heard.flatMap((report) => sourceAdvice(page, report)),
    ...predictorAdvice(page.predictors),
    consentAdvice(page),
    // What runs was let in, from wherever it came.
    ...(page.predictors.length ? [] : policyAdvice(facts)),
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
  if (page.predictors.length) return ok('nextaisle runs on this page.');
  return page.isWaiting
    ? missing(
        'The stub of nextaisle is on this page, but no script has taken over what waits in it.',
        '<script async src="/nextaisle.min.js"></script>',
      )
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

function cartAdvice(page: Examination, { clicked, unclicked }: PageFacts): Advice[] {
  const carts = counted(page, 'cart');
  if (carts) return [ok(`Additions to the cart are captured: ${carts}.`)];
  if (!clicked.length) {
    if (unclicked?.length) return [];
    return [note('The cart was not tested. To test it: --click, with the selector of its button.')];
  }
  return [
    missing(
      `After a click on ${clicked.join(', ')} no addition to the cart is captured.`,
      `<button data-nextaisle="cart" data-nextaisle-id="${exampleId(page)}">`,
    ),
  ];
}

function slowAdvice({ isSlow }: PageFacts): Advice[] {
  const what = 'The page did not finish loading in 30 s; this is what it had told until then.';
  return isSlow ? [missing(what)] : [];
}

function catalogAdvice({ catalog, predictors }: Examination): Advice[] {
  const line = "createPredictor({ catalog: '/products.json' })";
  if (!catalog.length) {
    if (predictors.some(({ status }) => status?.catalog?.items)) return [];
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

function sourceAdvice(page: Examination, { source, refused }: SourceReport): Advice[] {
  // Structured data has said more of each.
  const isExplained = source === 'jsonld' && page.markup.some(({ kind }) => kind === 'missing');
  return isExplained ? [] : refusalAdvice(source, refused, source);
}

function consentAdvice({ consent, predictors }: Examination): Advice {
  const own = predictors.find(({ status }) => status?.consent?.tier)?.status?.consent;
  if (own) {
    const what = `Consent: the predictor of this page is allowed "${own.tier}" (${own.reason}).`;
    return own.tier === 'persistent' || own.tier === 'session'
      ? ok(what)
      : note(
          `${what} The history does not outlive this page, until`,
          "predictor.consent('granted')",
        );
  }
  const list = consent.map(({ name, verdict }) => `${name} allows ${verdict.tier}`);
  return list.length
    ? ok(`Consent signals are read: ${list.join(', ')}.`)
    : note(
        'No consent signal: the history is kept while this page is open, until you call',
        "predictor.consent('granted')",
      );
}
