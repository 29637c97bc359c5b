import { badOption } from '../lib/bad-option.js';
import { PredictorError } from '../lib/errors.js';
import { tellFault } from '../lib/tell-fault.js';
import type { PredictedItem } from '../prediction/prediction.js';

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

/** The fault of a shelf whose products are known, but not what to show of them. */
export function namelessFault(items: readonly PredictedItem[]): PredictorError | undefined {
  if (!items.length || items.some(({ item }) => item.name || item.url)) return undefined;
  const message = `A <nextaisle-shelf> has nothing to show: no name and no url is known of "${items[0].id}".`;
  return new PredictorError('NOTHING_TO_SHOW', 'nextaisle-shelf', { message });
}
