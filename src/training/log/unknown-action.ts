import type { Refusal } from './log-row.js';

/** Why a line whose action is not known gives no event. */
export function unknownAction(named: string, hasItem: boolean): Refusal {
  const name = named.slice(0, 40) || '(empty)';
  // Whatever it is, it is not about a product: a newsletter, a menu.
  if (named && !hasItem) return { reason: `${name} (unknown, without a product)`, ignored: true };
  return {
    reason: `unknown action ${name}: say what it means with --actions ${name}=click`,
  };
}
