/** What the command line calls by an option is a field of the page: by option, the label it has there. */
const LABELS: Readonly<Record<string, string>> = {
  actions: 'Actions',
  'allow-refused': 'Share of lines that may be refused',
  columns: 'Columns',
  dates: 'Order of dates',
  delimiter: 'Separator',
  encoding: 'Encoding',
  format: 'Format',
  'keep-robots': 'Keep robots',
};

/** A message of the command line in the page's words: `--columns item=sku` → `“Columns” item=sku`. No shell asks for quotes there. */
export function inPageWords(message: string): string {
  return message
    .replace(/--([a-z]+(?:-[a-z]+)?)\b/g, (flag, name: string) =>
      Object.hasOwn(LABELS, name) ? `“${LABELS[name]}”` : flag,
    )
    .replace(/"(\*=[a-z]+)"/g, '$1');
}
