/**
 * Ids that say which product they are of. Platforms build them from their own key, and nobody else does:
 * https://support.google.com/merchants/answer/6324405, https://shopify.dev/docs/api/usage/gids,
 * https://woocommerce.com/document/google-for-woocommerce/
 */
export interface IdParts {
  /** The platform's key of the product. */
  product?: string;
  variant?: string;
}

/** Shopify's channel of Google: market, product, variant. */
const FEED = /^shopify_[a-z]{2}_(\d{1,20})_(\d{1,20})$/i;
const GID = /^gid:\/\/shopify\/(Product|ProductVariant)\/(\d{1,20})(?:\?|$)/i;
/** The feeds of Google and Facebook for WooCommerce; also of a variation, whose key is a post as well. */
const POST = /^(?:gla|woocommerce_gpf|wc_post_id)_(\d{1,20})$/i;

/** @returns the parts of an id that is built so; undefined for any other id. */
export function partsOfId(id: string): IdParts | undefined {
  const [, product, variant] = FEED.exec(id) ?? [];
  if (product) return { product, variant };
  const [, kind, key] = GID.exec(decoded(id)) ?? [];
  if (key) return kind.toLowerCase() === 'product' ? { product: key } : { variant: key };
  const post = POST.exec(id)?.[1];
  return post ? { product: post } : undefined;
}

/** Earlier versions of the Storefront API wrote `gid://…` in base64. */
function decoded(id: string): string {
  try {
    return /^Z2lkOi8v[\w+/]{4,90}=*$/.test(id) ? atob(id) : id;
  } catch {
    return id;
  }
}

/** The two are one product by what they are built of. An id without such parts is a key. */
export function isOnePattern(a: string, b: string): boolean {
  const [one, other] = [partsOfId(a), partsOfId(b)];
  if (one && other) {
    if (one.variant && other.variant) return one.variant === other.variant;
    return !!one.product && one.product === other.product;
  }
  const parts = one ?? other;
  const key = one ? b : a;
  return !!parts && (parts.product === key || parts.variant === key);
}

/** The two are variants of one product. */
export function areSiblings(a: string, b: string): boolean {
  const product = partsOfId(a)?.product;
  return !!product && product === partsOfId(b)?.product;
}
