import { badOption } from '../lib/bad-option.js';
import { PredictorError } from '../lib/errors.js';
import { isLoud, tellFault } from '../lib/tell-fault.js';
import { isDebug } from '../lib/page/is-debug.js';
import type { Predictor } from '../predictor/predictor.js';
import { explain } from './explain-fault.js';

/** Attributes that any element may have, and those of frameworks. */
const ANYONES =
  /^(class|id|style|slot|hidden|part|exportparts|role|lang|dir|title|tabindex|is|inert|key|ref|nonce|translate|draggable|contenteditable|popover|light-dom)$|^(aria|data|on|v|x|hx|ng|js|item|up|s|q|wire)[-a-z]*-|^on|[^a-z_-]/;

/** Reports attributes of a shelf that mean nothing. */
export function checkAttributes(
  shelf: HTMLElement,
  known: readonly string[],
  predictor: object,
): void {
  for (const name of shelf.getAttributeNames()) {
    if (known.includes(name) || ANYONES.test(name)) continue;
    tellFault(predictor, badOption(`nextaisle-shelf.${name}`, shelf.getAttribute(name)));
  }
}

/** Says why a shelf shows nothing. */
export function whyEmpty(source: Predictor | undefined): void {
  const message = source ? emptyText(source) : MISSING;
  if (!message) return;
  const code = source ? 'NOTHING_TO_SHOW' : 'PREDICTOR_MISSING';
  const fault = new PredictorError(code, 'nextaisle-shelf', { message });
  if (source) tellFault(source, fault);
  else if (isDebug()) explain(fault);
}

const MISSING =
  'A <nextaisle-shelf> has no predictor: it shows nothing. Set its property, shelf.predictor = predictor, or load the script tag, as window.nextaisle.';
const NAME_THEM =
  'Give a catalog (data-catalog="/products.json" in the script tag, the option catalog of createPredictor()), or name products: track("view", { id, name, price, image, url }), JSON-LD in the page.';

function emptyText(source: Predictor): string | undefined {
  const { items } = source.getSnapshot();
  const [first] = items;
  if (first && !items.some(({ item }) => item.name || item.url)) {
    return `A <nextaisle-shelf> has nothing to show: no name and no url is known of "${first.id}". ${NAME_THEM}`;
  }
  // An empty shelf that is no mistake for sure is told of in development only.
  return isLoud(source) ? stillEmpty(source, items.length) : undefined;
}

function stillEmpty(source: Predictor, count: number): string | undefined {
  const { state, catalog } = source.status();
  const why = (text: string) => `A <nextaisle-shelf> is empty: ${text}`;
  if (state === 'paused' || state === 'destroyed') return why(`its predictor is ${state}.`);
  if (count) {
    return why(
      `its rules leave out every product that is predicted. Loosen exclude, min-probability or available, or add fallback="popular recent".`,
    );
  }
  if (catalog.trained + catalog.live) {
    return why(
      'products are known, but none is predicted: the rules of the predictor leave out all, or nothing has happened yet in this visit.',
    );
  }
  return why(`no product is known. ${NAME_THEM}`);
}
