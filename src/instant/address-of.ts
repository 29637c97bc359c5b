import type { Item } from '../events/item.js';

const MARK = 'data-nextaisle-id';

/**
 * The address of a product: what the shop's function says, what is known of the product, or a link of the
 * page that is marked with its id (`data-nextaisle-id`), or lies in or around what is marked.
 */
export function addressOf(
  root: ParentNode,
  item: Readonly<Item>,
  ofShop: (item: Readonly<Item>) => unknown,
): string | undefined {
  const given = ofShop(item);
  const { id, aliases = [], url } = item;
  if (given || url) return given ? String(given) : url;
  const ids = [id, ...aliases];
  for (const marked of root.querySelectorAll(`[${MARK}]`)) {
    if (!ids.includes(marked.getAttribute(MARK) ?? '')) continue;
    const link = marked.closest('a[href]') ?? marked.querySelector('a[href]');
    if (link) return link.getAttribute('href') ?? undefined;
  }
  return undefined;
}
