import { ACTION_TYPES } from '../../events/event.js';
import { shown } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';
import { type Act, actOfPhrase } from './action-phrases.js';
import { ACTION_WORDS } from './action-words.js';
import { wordsOf } from './words-of.js';

export type { Act };
export type ActionReader = (name: string) => Act | undefined;

/** The names of actions in logs. */
const NAMES: Record<Act, string> = {
  // GA4's names come first in each line.
  click:
    'view_item select_item view viewed pv click clicks clicked detail details product_view product_viewed product_clicked product_click product_detail product_detail_viewed product_page_view item_view item_viewed item_click item_clicked view_product viewed_product view_content open_product product_opened click_product click_item detail_view pdp_view visit browse browsed',
  cart: 'add_to_cart add cart carts product_added product_added_to_cart added_to_cart add_cart add_basket basket add_to_basket add_to_bag added_to_basket cart_add item_added_to_cart add_item_to_cart cart_added',
  purchase:
    'purchase purchases purchased transaction transactions buy bought order orders ordered order_completed checkout_completed order_placed placed_order purchase_completed completed_purchase order_complete ecommerce_purchase in_app_purchase product_purchased payment_completed ordered_product sale pay paid pay_success payment_success payment_successful order_paid checkout_success purchase_success',
  remove:
    'remove_from_cart remove removed delete product_removed removed_from_cart cart_remove remove_from_basket product_removed_from_cart remove_cart',
  wishlist:
    'add_to_wishlist addtowishlist wishlist fav favorite favourite like follow product_added_to_wishlist added_to_wishlist add_to_favorites add_to_favourites wishlist_add',
  checkout:
    'begin_checkout add_shipping_info add_payment_info checkout checkout_started checkout_step initiate_checkout checkout_step_viewed checkout_step_completed started_checkout payment_info_entered start_checkout',
  search:
    'view_search_results search searched products_searched search_submitted product_search site_search searched_products',
  category:
    'view_item_list category list collection_viewed product_list_viewed view_category category_view category_viewed list_viewed view_list',
  ignored:
    'page_view page_viewed pageview page screen screen_view screen_viewed viewed_page session_start session_end session_started first_visit first_open user_engagement scroll view_cart cart_viewed viewed_cart view_promotion select_promotion promotion_viewed promotion_clicked refund refunded order_refunded order_cancelled order_updated form_start form_submit file_download video_start video_progress video_complete impression impressions product_impression login log_in logged_in logout logged_out sign_up signed_up share product_shared cart_shared identify group alias track page_ping link_click struct remove_from_wishlist product_removed_from_wishlist removed_from_wishlist coupon_entered coupon_applied coupon_denied coupon_removed product_reviewed product_list_filtered heartbeat app_open app_launch exit click_outbound outbound_click home home_view home_page homepage homepage_view view_home visit_home payment_failed checkout_failed order_failed purchase_failed cart_abandoned abandoned_cart checkout_abandoned review reviewed rate rated rating',
};

const ALL = [...Object.entries(NAMES), ...Object.entries(ACTION_WORDS)];

/** The usual names of actions, as tools write them. */
export const KNOWN_NAMES: readonly string[] = ALL.flatMap(([, names]) => names.split(' '));

const plain = (name: string) => wordsOf(name).join(' ');

/** Names without blanks between their words are looked up as well: `addtowishlist`. */
const tight = (name: string) => name.replaceAll(' ', '');

const BY_NAME = new Map<string, Act>();
for (const [type, names] of ALL) {
  for (const name of names.split(' ')) {
    BY_NAME.set(plain(name), type as Act);
    BY_NAME.set(tight(plain(name)), type as Act);
  }
}

/** A name by its words, after those that tools put before it: `ecommerce.add_to_cart`, `user_view_item`. */
function byWords(words: string): Act | undefined {
  const own = BY_NAME.get(words) ?? BY_NAME.get(tight(words));
  if (own) return own;
  const inner = words.replace(
    /^(?:(?:ecommerce|e commerce|ec|shop|store|event|user|customer|track|ga4|web|app|enhanced) )+|(?: event){1,9}$/g,
    '',
  );
  const known = inner === words || !inner.includes(' ') ? undefined : BY_NAME.get(inner);
  return known ?? actOfPhrase(words);
}

/**
 * Reads the action names of a log, however their words are joined: `Add to Cart`, `addToCart`, `ADD-TO-CART`.
 * @param given the shop's own names, which take precedence; `*` stands for every other name.
 * @returns `undefined` for an unknown name.
 */
export function createActionReader(given: ReadonlyMap<string, Act> = new Map()): ActionReader {
  const byGivenName = new Map([...given].map(([name, type]) => [asWritten(name), type]));
  const seen = new Map<string, Act | undefined>();
  const read = (name: string): Act | undefined => {
    const own = byGivenName.get(asWritten(name));
    if (own) return own;
    // PostHog and Mixpanel mark what they record by themselves.
    if (/^\$./.test(name.trim())) return 'ignored';
    return byWords(plain(name)) ?? byGivenName.get('*');
  };
  return (name) => {
    if (seen.has(name)) return seen.get(name);
    const act = read(name);
    if (seen.size < 10_000) seen.set(name, act);
    return act;
  };
}

/** `Add to Cart` → `add to cart`; names without letters or digits stay as they are. */
const asWritten = (name: string) => plain(name) || name.trim();

/**
 * Reads `view2=click,x=ignored`.
 * @throws PredictorError BAD_OPTION naming the part that cannot be read.
 */
export function parseActionOption(text: string): Map<string, Act> {
  const known: readonly string[] = [...ACTION_TYPES, 'ignored'];
  return new Map(
    text.split(',').map((part) => {
      const [name, type] = part.split(/=(?!.*=)/).map((side) => side.trim());
      if (!name || !known.includes(type)) {
        throw new PredictorError('BAD_OPTION', '--actions', {
          message: `--actions is ${shown(part)}: name=action, with an action of ${known.join(', ')}.`,
        });
      }
      return [name, type as Act];
    }),
  );
}
