/*
 * This room finds out which of the ids that a page mentions are of one product. `telling.ts` reads a
 * mention, `same-product.ts` compares two by `id-patterns.ts`, addresses (`page-address.ts`), names and
 * prices, `pair-lists.ts` compares whole lists, `looks.ts` counts a look once, `stored-cart.ts` what is in the cart. What is found goes
 * to the catalog as aliases; the catalog chooses the id.
 */

import type { Item } from '../../events/item.js';
import type { Environment } from '../../lib/environment.js';
import type { Judge } from '../source.js';
import { isOnePattern, partsOfId } from './id-patterns.js';
import { createLooks } from './looks.js';
import { addressesOn } from './page-address.js';
import { pairLists } from './pair-lists.js';
import { areToldApart, isSameProduct } from './same-product.js';
import { isInCart, type KnownEvents } from './stored-cart.js';
import { keysOf, readTelling, type Telling } from './telling.js';

/** The products that are known, by any of their ids. */
export interface KnownProducts extends KnownEvents {
  learn(item: Item): void;
  idOf(id: string): string;
  item(id: string): Item | undefined;
  /** The model or the shop's own catalog has an item of this id. */
  isFixed(id: string): boolean;
}

const MAX_TELLINGS = 300;
/** A single-page shop may report a look just before it changes the address. */
const ADDRESS_MS = 2000;
/** A list is complete when nothing was added to it for this long. */
const LIST_MS = 400;

/** Judges what all sources of one page tell. Nothing is kept past the page. */
export function oneProduct(
  document: Document,
  { clock, after }: Pick<Environment, 'clock' | 'after'>,
): (known: KnownProducts) => Judge {
  const pathOf = (address: string) => address.split('#', 1)[0];
  return (known) => {
    let tellings: Telling[] = [];
    let address = '';
    let addresses = addressesOn(document, document.location.href);
    const looks = createLooks(known.idOf);
    let cancel = () => {};

    const enter = (next: string, at: number) => {
      if (next === address) return;
      address = next;
      addresses = addressesOn(document, next);
      tellings = tellings.filter((telling) => telling.act && at - telling.at < ADDRESS_MS);
      looks.clear();
    };
    const join = (a: Telling, b: Telling) => {
      const [one, other] = [known.idOf(a.id), known.idOf(b.id)];
      if (one === other) return;
      const partsOf = (id: string) => tellings.filter((telling) => known.idOf(telling.id) === id);
      const [ones, others] = [partsOf(one), partsOf(other)];
      if (areToldApart(ones, others)) return;
      const isSure = isOnePattern(a.id, b.id);
      if (!isSure && (hasUnseen(one, ones, b) || hasUnseen(other, others, a))) return;
      known.learn({ id: a.id, aliases: [b.id] });
    };
    /** It has had another id of this kind on an earlier page: the two may be variants. */
    const hasUnseen = (id: string, told: readonly Telling[], { id: next }: Telling) =>
      [id, ...(known.item(id)?.aliases ?? [])].some(
        (name) =>
          told.every((telling) => telling.id !== name && !telling.codes.includes(name)) &&
          !partsOfId(name) &&
          /^\d+$/.test(name) === /^\d+$/.test(next),
      );
    const joinByParts = (telling: Telling) => {
      const product = partsOfId(telling.id)?.product;
      if (!product) return;
      const key = known.item(product);
      const as = key && { ...telling, id: product, item: key };
      if (as && known.isFixed(product)) known.learn({ id: product, aliases: [telling.id] });
      else if (as) join(as, telling);
      if (known.idOf(product) !== known.idOf(telling.id)) {
        known.learn({ id: telling.id, group: product });
      }
    };

    return (told) => {
      const at = clock();
      try {
        enter(pathOf(told.address), at);
        const telling = readTelling(told, at, addresses.of);
        if (!telling) return false;
        const isLook = telling.act === 'click';
        telling.isFirstLook = isLook && looks.isFirstOf(telling.source);
        if (tellings.length >= MAX_TELLINGS) tellings.shift();
        tellings.push(telling);
        telling.keys = keysOf(telling, addresses.page);
        const facts = { page: addresses.page, tellings };
        for (const other of tellings) {
          // Lists are long: most pairs need no closer look.
          const isNear = other !== telling && [...telling.keys].some((key) => other.keys.has(key));
          if (isNear && isSameProduct(telling, other, facts)) join(telling, other);
        }
        joinByParts(telling);
        if (!telling.act) {
          cancel();
          cancel = after(LIST_MS, () => {
            for (const [a, b] of pairLists(tellings)) join(a, b);
          });
        }
        const isTold = isLook
          ? looks.isRepeated(telling)
          : telling.act === 'cart' && isInCart(known.idOf(telling.id), Object(told.raw), known);
        if (!isTold) return false;
        known.learn(telling.item);
        return true;
      } catch {
        // A getter of the page threw: whoever reads the event refuses and counts it.
        return false;
      }
    };
  };
}
