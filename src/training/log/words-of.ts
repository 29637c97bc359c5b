/** Lower-case words that people write together: `visitorid`, `addtocart`, `lineitem`. Longest first. */
const GLUED = (
  'transaction lineitem timestamp anonymous behaviour behavior category customer distinct product ' +
  'session shopper visitor article invoice account client action browser device member ' +
  'artikel produkt bestell kunden nummer preis event stock order buyer brand guest item line user date time name code type ' +
  'created pseudo full cart visit cate price unit sku add remove from to view at id'
).split(' ');

/**
 * The words of a header or of an action's name, in lower case and without accents.
 * `eventType`, `EVENT_TYPE`, `Event Type` and `eventtype` → `['event', 'type']`.
 */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 300)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
    .flatMap(unglue);
}

/** A word made wholly of known ones is those; any other stays as it is. */
function unglue(word: string): string[] {
  if (GLUED.includes(word)) return word === 'lineitem' ? ['line', 'item'] : [word];
  const first = GLUED.find((known) => word.startsWith(known));
  // `uid` and `aid` are names of their own.
  if (!first || word.length > 60) return [word];
  const rest = unglue(word.slice(first.length));
  const last = rest[rest.length - 1];
  return GLUED.includes(last) ? [...unglue(first), ...rest] : [word];
}
