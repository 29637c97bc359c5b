/** Published logs without a header, by their first row. */
const KNOWN: readonly (readonly [
  name: string,
  order: string,
  cells: readonly RegExp[],
  type?: string,
])[] = [
  [
    "Taobao's UserBehavior",
    'user,item,category,type,time',
    [/^\d+$/, /^\d+$/, /^\d+$/, /^(pv|cart|fav|buy)$/, /^\d{10}$/],
  ],
  [
    "Yoochoose's clicks",
    'session,time,item,category',
    [/^\d+$/, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, /^\d+$/, /^(S|\d{1,10})$/],
    'click',
  ],
  [
    "Yoochoose's buys",
    'session,time,item,price,-',
    [/^\d+$/, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, /^\d+$/, /^\d+$/, /^\d+$/],
    'purchase',
  ],
];

/** The published log whose lines look like these rows. */
export function knownOrder(rows: string[][]): (typeof KNOWN)[number] | undefined {
  const all = (patterns: readonly RegExp[]) =>
    rows.every(
      (cells) =>
        cells.length === patterns.length && patterns.every((pattern, i) => pattern.test(cells[i])),
    );
  return KNOWN.find(([, , patterns]) => all(patterns));
}
