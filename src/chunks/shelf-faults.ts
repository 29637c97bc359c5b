import { badOption } from '../lib/bad-option.js';
import { PredictorError } from '../lib/errors.js';
import { tellFault } from '../lib/tell-fault.js';
import { isDebug } from '../lib/page/is-debug.js';
import type { PredictedItem } from '../prediction/prediction.js';
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

/** Says why a shelf shows nothing, where it is a mistake of the page. */
export function whyEmpty(source: Predictor | undefined): void {
  const message = source ? namelessText(source.getSnapshot().items) : MISSING;
  if (!message) return;
  const code = source ? 'NOTHING_TO_SHOW' : 'PREDICTOR_MISSING';
  const fault = new PredictorError(code, 'nextaisle-shelf', { message });
  if (source) tellFault(source, fault);
  else if (isDebug()) explain(fault);
}

const MISSING =
  'A <nextaisle-shelf> has no predictor: it shows nothing. Set its property, shelf.predictor = predictor, or load the script tag.';

/** For a shelf whose products are known, but not what to show of them. */
function namelessText(items: readonly PredictedItem[]): string | undefined {
  if (!items.length || items.some(({ item }) => item.name || item.url)) return undefined;
  return `A <nextaisle-shelf> has nothing to show: no name and no url is known of "${items[0].id}".`;
}
