// A file of its own: a page needs these sizes even without a model, the tensor list only with one.

/** Rows of the embedding table of each token field; encoding/token.ts makes the indices. */
export const TOKEN_ROWS = {
  gap: 16,
  newSession: 2,
  recency: 8,
  price: 10,
  agreement: 5,
  place: 8,
  stage: 6,
  elapsed: 16,
  longest: 16,
  visits: 12,
  events: 12,
  carts: 12,
  orders: 12,
  hour: 13,
} as const;
export type TokenField = keyof typeof TOKEN_ROWS;
export const TOKEN_FIELDS = Object.keys(TOKEN_ROWS) as TokenField[];
