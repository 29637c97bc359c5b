/** One thing that a storefront engineer should know of a page. */
export interface Advice {
  /** `ok` needs nothing, `note` is for you to judge, `missing` costs accuracy until it is done. */
  kind: 'ok' | 'note' | 'missing';
  what: string;
  /** What to add to the page, as it is. */
  line?: string;
}
