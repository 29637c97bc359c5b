import { ACTION_TYPES, type ActionType } from '../../events/event.js';
import { PredictorError } from '../../lib/errors.js';

/** The names of actions in logs. `ignored`: known, and not about a product. */
const NAMES: Record<ActionType | 'ignored', string> = {
  // GA4's names come first in each line.
  click:
    'view_item select_item view pv click clicks clicked detail details product_view product_viewed product_clicked',
  cart: 'add_to_cart addtocart add cart carts product_added added_to_cart basket',
  purchase:
    'purchase purchases purchased transaction transactions buy bought order orders ordered order_completed checkout_completed',
  remove: 'remove_from_cart removefromcart remove removed delete product_removed',
  wishlist: 'add_to_wishlist addtowishlist wishlist fav favorite favourite like follow',
  checkout:
    'begin_checkout add_shipping_info add_payment_info checkout checkout_started checkout_step initiate_checkout',
  search: 'view_search_results search searched products_searched search_submitted',
  category: 'view_item_list category list collection_viewed product_list_viewed',
  ignored:
    'page_view page_viewed session_start first_visit first_open user_engagement scroll view_cart cart_viewed view_promotion select_promotion refund form_start form_submit file_download video_start video_progress video_complete impression login sign_up share',
};

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([type, names]) =>
    names.split(' ').map((name) => [name, type as ActionType | 'ignored'] as const),
  ),
);

/** `Add to Cart` → `add_to_cart` */
const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/**
 * Reads the action names of a log.
 * @param given the shop's own names, which take precedence; `*` stands for every other name.
 * @returns `undefined` for an unknown name.
 */
export function createActionReader(
  given: ReadonlyMap<string, ActionType | 'ignored'> = new Map(),
): (name: string) => ActionType | 'ignored' | undefined {
  const byGivenName = new Map([...given].map(([name, type]) => [plain(name), type]));
  return (name) => byGivenName.get(plain(name)) ?? BY_NAME.get(plain(name)) ?? byGivenName.get('*');
}

/**
 * Reads `view2=click,x=ignored`.
 * @throws PredictorError BAD_OPTION naming the part that cannot be read.
 */
export function parseActionOption(text: string): Map<string, ActionType | 'ignored'> {
  const known: readonly string[] = [...ACTION_TYPES, 'ignored'];
  return new Map(
    text.split(',').map((part) => {
      const [name, type] = part.split(/=(?!.*=)/);
      if (!name || !known.includes(type)) {
        throw new PredictorError('BAD_OPTION', `--actions ${part}: name=${known.join('|')}`);
      }
      return [name, type as ActionType | 'ignored'];
    }),
  );
}
