import { createCatalog } from '../catalog/catalog.js';
import type { ShopEventSource } from '../events/event.js';
import type { Item } from '../events/item.js';
import { parseItem } from '../events/parse-item.js';
import { browserEnvironment } from '../lib/environment.js';
import { oneProduct } from '../sources/identity/one-product.js';

/** A product for which the sources of the page have different ids, as plain data. */
export interface IdentityReport {
  /** The id that events and predictions use where no model and no catalog of the shop has another. */
  id: string;
  name?: string;
  ids: { id: string; sources: ShopEventSource[] }[];
  /** False: each says that this is what the page is of, and nothing says that it is one product. */
  isOne: boolean;
}

const MAX_KEPT = 200;

/** Judges what the sources of this page tell as a predictor does, and reports where their ids differ. */
export function examineIdentity(page: Window) {
  const catalog = createCatalog([], MAX_KEPT);
  const idOf = (id: string) => catalog.id(catalog.indexOf(id)) ?? id;
  const learn = (item: Item) => void catalog.upsert(item);
  const judge = oneProduct(
    page.document,
    browserEnvironment(),
  )({
    learn,
    idOf,
    item: (id) => catalog.item(catalog.indexOf(id)),
    isFixed: catalog.isFixed,
    events: () => [],
    eventsOfOtherPages: () => [],
  });
  const tellers = new Map<string, Set<ShopEventSource>>();
  /** The first look of each source. */
  const looks = new Map<ShopEventSource, string>();

  const reportOf = (ids: readonly string[], isOne: boolean): IdentityReport => ({
    id: idOf(ids[0]),
    name: ids.map((id) => catalog.item(catalog.indexOf(id))?.name).find(Boolean),
    ids: ids.map((id) => ({ id, sources: [...(tellers.get(id) ?? [])] })),
    isOne,
  });

  return {
    idOf,
    /** @returns true when it is another report of a look that was counted. */
    told(raw: unknown, source: ShopEventSource, isEvent: boolean): boolean {
      const isRepeated = judge({ raw, source, isEvent, address: page.location.href });
      const fields = Object(raw);
      const item = parseItem(isEvent ? fields.item : raw);
      if (!item || (tellers.size >= MAX_KEPT && !tellers.has(item.id))) return isRepeated;
      learn(item);
      tellers.set(item.id, (tellers.get(item.id) ?? new Set()).add(source));
      if (isEvent && fields.type === 'click' && !looks.has(source)) looks.set(source, item.id);
      return isRepeated;
    },
    catalog: (): Item[] => catalog.shown().flatMap((row) => catalog.item(row) ?? []),
    report(): IdentityReport[] {
      const products = new Map<string, string[]>();
      for (const id of tellers.keys()) {
        products.set(idOf(id), [...(products.get(idOf(id)) ?? []), id]);
      }
      const joined = [...products.values()].filter((ids) => ids.length > 1);
      const looked = [...new Set([...looks.values()].map(idOf))];
      return [
        ...joined.map((ids) => reportOf(ids, true)),
        ...(looked.length > 1 ? [reportOf(looked, false)] : []),
      ];
    },
  };
}
