import type { ActionType } from '../events/event.js';
import type { Examination } from './examine.js';

/** What the page's own headers and address say. */
export interface PageFacts {
  url: string;
  /** Of the response: `content-security-policy`. */
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

const SCRIPT = '<script async src="/nextaisle.min.js"></script>';

/** What a storefront engineer has to do so that this page is captured, the weightiest first. */
export function adviceOn(page: Examination, facts: PageFacts): Advice[] {
  const told = (type: ActionType) => page.counted.filter((event) => event.type === type);
  const said = (type: ActionType) => told(type).map(({ item, source }) => `${item} (${source})`);
  const advice: Advice[] = [];
  const ok = (what: string) => advice.push({ kind: 'ok', what });
  const note = (what: string, line?: string) => advice.push({ kind: 'note', what, line });
  const missing = (what: string, line?: string) => advice.push({ kind: 'missing', what, line });

  if (page.installed) ok('nextaisle is on this page.');
  else note('nextaisle is not on this page yet.', SCRIPT);

  const id = page.catalog[0]?.id ?? 'SKU-1';
  if (told('click').length) ok(`Looks at products are heard: ${said('click').join(', ')}.`);
  else if (told('category').length || page.catalog.length > 1) {
    note('No look at a product is heard, which is right on a list. Name a product page as well.');
  } else {
    missing(
      'Nothing says which product is looked at. If this is a product page:',
      `<main data-nextaisle="view" data-nextaisle-id="${id}" data-nextaisle-name="…" data-nextaisle-price="…">`,
    );
  }

  if (told('cart').length) ok(`Carts are heard: ${said('cart').join(', ')}.`);
  else if (facts.clicked.length) {
    missing(
      `A click on ${facts.clicked.join(', ')} puts nothing into the cart that we hear of.`,
      `<button data-nextaisle="cart" data-nextaisle-id="${id}">`,
    );
  } else note("Carts were not tried: give --click 'the button’s selector' to press it.");

  if (!page.catalog.length) {
    missing(
      'No product is described on this page: name, price, category and picture make shelves.',
      "createPredictor({ catalog: '/products.json' })",
    );
  } else {
    for (const field of ['name', 'price', 'category', 'image', 'url'] as const) {
      const without = page.catalog.filter((item) => item[field] === undefined).length;
      if (!without) continue;
      const all = page.catalog.length;
      note(
        `${without} of ${all} products are described without ${field}.`,
        without === all ? "createPredictor({ catalog: '/products.json' })" : undefined,
      );
    }
  }

  for (const { source, refused } of page.heard) {
    const counts = Object.entries(refused).filter(([reason]) => reason !== 'duplicate');
    if (!counts.length) continue;
    const list = counts.map(([reason, count]) => `${reason} ${count}`).join(', ');
    missing(`What ${source} says could not be read: ${list}. Items need an id.`);
  }

  if (page.consent.length) {
    const list = page.consent.map(({ name, verdict }) => `${name} allows ${verdict.tier}`);
    ok(`Consent is heard: ${list.join(', ')}.`);
  } else {
    note(
      'No consent signal: the history lasts as long as the page, until you say more.',
      "predictor.consent('granted')",
    );
  }
  advice.push(...policyAdvice(facts));
  const weight = { missing: 0, note: 1, ok: 2 };
  return advice.sort((a, b) => weight[a.kind] - weight[b.kind]);
}

/** The script, its chunks and the model come from an origin that the policy must allow. */
function policyAdvice({ policy, url }: PageFacts): Advice[] {
  if (!policy) return [];
  const directives = new Map(
    policy.split(';').map((one) => {
      const [name, ...values] = one.trim().toLowerCase().split(/\s+/);
      return [name, values] as const;
    }),
  );
  const { protocol, host } = new URL(url);
  return ['script-src', 'connect-src'].flatMap((name): Advice[] => {
    const values = directives.get(name) ?? directives.get('default-src');
    const own = ["'self'", '*', protocol, host, `${protocol}//${host}`];
    if (!values || own.some((value) => values.includes(value))) return [];
    return [
      {
        kind: 'missing',
        what: `The policy does not let this page load from its own origin (${name} ${values.join(' ')}).`,
        line: `${name} 'self'`,
      },
    ];
  });
}
