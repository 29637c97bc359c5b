import { ownText } from './own-text.js';

/** The number of an id, from 0 in order of appearance; a new one is added. */
export function intern(ids: Map<string, number>, id: string): number {
  const known = ids.get(id);
  if (known !== undefined) return known;
  ids.set(ownText(id), ids.size);
  return ids.size - 1;
}
