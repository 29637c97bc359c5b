import type { Advice } from './advice-kind.js';
import type { IdentityReport } from './examine-identity.js';

/** How the sources are called in a sentence. */
const NAMES: Readonly<Record<string, string>> = {
  ga4: 'GA4',
  jsonld: 'the page’s markup',
  dom: 'data-nextaisle',
  url: 'the address',
  segment: 'Segment',
  shopify: 'Shopify’s theme',
  woocommerce: 'WooCommerce',
  snowplow: 'Snowplow',
  adobe: 'Adobe’s data layer',
  track: 'track()',
};

/** Where the sources of a page call one product by different ids: which, and how to make it certain. */
export function identityAdvice(reports: readonly IdentityReport[]): Advice[] {
  return reports.map(({ id, ids, isOne, name }) => {
    const said = ids
      .map(
        ({ id, sources }) => `${sources.map((one) => NAMES[one] ?? one).join(' and ')} says ${id}`,
      )
      .join(', ');
    const others = ids.flatMap((one) => (one.id === id ? [] : one.id));
    const line = `createPredictor({ catalog: [${JSON.stringify({ id, aliases: others })}] })`;
    const what = `${said}${name ? ` (${name})` : ''}`;
    return isOne
      ? {
          kind: 'note',
          what: `${what}: taken for one product, ${id}. Say so yourself, and it does not depend on this page:`,
          line,
        }
      : {
          kind: 'missing',
          what: `${what}: two products to a predictor, of one page. If they are one:`,
          line,
        };
  });
}
