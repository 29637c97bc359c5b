import { aliasesOf } from '../catalog/catalog.js';
import { withoutEmbedding } from '../events/parse-item.js';
import type { History } from '../history/history.js';
import type { ModelInUse } from './model-in-use.js';

/**
 * Lets each event name its product by the id that the product has now, also events from before another
 * id of it was known. The other ids are kept with the event, so that the next page and the next visit
 * know them.
 */
export function unifyHistory(
  history: Pick<History, 'amend'>,
  model: Pick<ModelInUse, 'item'>,
): void {
  history.amend((event) => {
    const known = event.item === undefined ? undefined : model.item(event.item);
    const aliases = aliasesOf(known);
    if (!known || !aliases) return event;
    const { id } = known;
    const { about } = event;
    if (event.item === id && `${aliasesOf(about)}` === `${aliases}`) return event;
    return { ...event, item: id, about: { ...(about ?? withoutEmbedding(known)), id, aliases } };
  });
}
