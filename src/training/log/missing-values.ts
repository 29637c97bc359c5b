/** What tables, databases and analytics tools write where there is no value. In lower case. */
const WORDS = new Set(
  (
    '|na|n/a|<na>|#n/a|#n/a n/a|null|(null)|[null]|<null>|\\n|nil|nan|-nan|nat|none|undefined|(not set)|(none)|' +
    '(not provided)|(empty)|(blank)|not set|-|--|—|""|\'\'|#null!|#ref!|#value!|#name?|[object object]'
  ).split('|'),
);

/** Ids that stand for no person: what a shop or a tool writes for everybody it does not know. */
const NOBODY = /^(?:0{8}-0{4}-0{4}-0{4}-0{12}|0{32}|unknown|anonymous|guest)$/i;

const LONGEST = 16;

/** Whether a value says that there is none. */
export const isMissing = (text: string): boolean =>
  text === '' || (text.length <= LONGEST && WORDS.has(text.toLowerCase()));

const TOTALS =
  /^(?:(?:sub|grand )?totals?|total (?:general|général|row|rows)|sum|summe|summa|gesamt(?:summe)?|insgesamt|totale|totaal|somme|suma|razem|toplam|итого|合[计計]|总计|總計)(?: ?[:=].{0,12}|\s?\(.{1,12}\))?$/i;

/** Whether a cell names a row of totals, which spreadsheets have below the others. */
export const isTotal = (text: string): boolean =>
  text.length >= 2 && text.length <= 24 && TOTALS.test(text);

/** Whether an id of a shopper or a session says that there is nobody. */
export const isNobody = (id: string): boolean => NOBODY.test(id);

/** The text of a value without blanks around it; `="00123"` is how a spreadsheet keeps an id as text. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value.trim() : String(value);
  return text.startsWith('="') && text.endsWith('"') && text.length > 2 ? text.slice(2, -1) : text;
}
