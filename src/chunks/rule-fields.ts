import { ACTION_TYPES } from '../events/event.js';
import { oneOf } from '../lib/bad-option.js';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  when: ['intent', 'actions', 'item', 'events'],
  'when.intent': ['purchase', 'cart', 'band'],
  'when.actions': [...ACTION_TYPES, 'leave'],
  'when.item': ['id', 'category'],
  'when.events': ['atLeast'],
};

/** What a rule of `when()` may have where `detail` says that it is wrong. */
export function allowedInRule(detail: string): string {
  const [path] = detail.split(':');
  const cut = path.lastIndexOf('.');
  const siblings = GROUPS[path.slice(0, cut)] ?? [];
  const name = path.slice(cut + 1);
  if (!siblings.includes(name)) return siblings.length ? `: Known: ${oneOf(siblings)}` : '';
  if (GROUPS[path]) return `: an object with ${oneOf(GROUPS[path])}`;
  if (name === 'band') return ': "likely", "undecided" or "unlikely", or a list of them';
  return ': { above } or { below }, each a number from 0 to 1';
}
