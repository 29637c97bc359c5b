/** What `nextaisle:impression` and `nextaisle:click` carry. */
export interface ShelfEventDetail {
  item: string;
  rank?: number;
  /** Which prediction was shown: `lift()` counts those of its own predictor only. */
  prediction?: string;
}

/** Tells the page, and `lift()`, that a product was seen or clicked. */
export function announce(
  target: EventTarget,
  kind: 'impression' | 'click',
  detail: ShelfEventDetail,
): void {
  const init = { detail, bubbles: true, composed: true };
  target.dispatchEvent(new CustomEvent(`nextaisle:${kind}`, init));
}
