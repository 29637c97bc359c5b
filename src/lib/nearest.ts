/** What people write for it elsewhere. */
const SYNONYMS: Readonly<Record<string, string>> = {
  allow: 'granted',
  amount: 'quantity',
  api: 'model',
  bought: 'purchased',
  bouncerate: 'bounce',
  buy: 'purchase',
  conversionrate: 'conversion',
  count: 'k',
  deny: 'denied',
  false: 'denied',
  feed: 'catalog',
  gpu: 'webgl',
  inventory: 'catalog',
  items: 'catalog',
  limit: 'k',
  listeners: 'sources',
  max: 'k',
  maxitems: 'k',
  no: 'denied',
  num: 'k',
  order: 'purchase',
  pdp: 'product',
  plp: 'category',
  products: 'catalog',
  routes: 'pages',
  sessions: 'visits',
  size: 'k',
  storage: 'retention',
  top: 'k',
  transaction: 'purchase',
  true: 'granted',
  ttl: 'retention',
  update: 'prediction',
  urls: 'pages',
  verbose: 'debug',
  viewed: 'seen',
  wasm: 'cpu',
  yes: 'granted',
};

const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The word that was probably meant; undefined where none is near. */
export function nearest(given: string, words: readonly string[]): string | undefined {
  const asked = plain(given);
  if (!asked || asked.length > 40) return undefined;
  const same = words.find((word) => plain(word) === asked);
  const known = Object.hasOwn(SYNONYMS, asked) ? SYNONYMS[asked] : undefined;
  if (same ?? words.includes(known ?? '')) return same ?? known;
  // `remove_from_cart` begins with one word and ends with another: the one that comes first.
  const inside = words
    .map((word) => ({ word, at: plain(word).length > 2 ? asked.indexOf(plain(word)) : -1 }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.word.length - a.word.length);
  const close = words
    .map((word) => ({ word, steps: distance(asked, plain(word)) }))
    .sort((a, b) => a.steps - b.steps)[0];
  if (close && close.steps <= Math.max(1, Math.floor(asked.length / 3))) return close.word;
  const longer = asked.length > 2 && words.find((word) => plain(word).startsWith(asked));
  return inside[0]?.word ?? (longer || undefined);
}

/** How many letters to add, drop, replace or swap (optimal string alignment). */
export function distance(a: string, b: string): number {
  const rows = [[...new Array(b.length + 1)].map((_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i][j] = least;
    }
  }
  return rows[a.length][b.length];
}
