/** What is known of a product. Only `id` is required; each further field makes predictions better. */
export interface Item {
  id: string;
  /** Further ids of the same product: an article number, a barcode, the id of an analytics tag. At most 16. */
  aliases?: string[];
  /** Parent product of a variant. */
  group?: string;
  name?: string;
  brand?: string;
  /** From the widest to the narrowest, e.g. `['Garden', 'Chairs']`. */
  category?: string[];
  /** In the currency of the shop, not in cents. */
  price?: number;
  /** ISO 4217. */
  currency?: string;
  /** False when it cannot be bought now. */
  available?: boolean;
  url?: string;
  image?: string;
  /** A fixed-length vector the shop has: text, image or audio encoders. */
  embedding?: number[];
}
