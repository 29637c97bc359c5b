/** The first table below a heading: one record per row, with column names as keys. */
export function documentedTable(page: string, heading: string): Record<string, string>[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [table = ''] = /^(?:\|.*\n?)+/m.exec(section) ?? [];
  const [head = [], , ...rows] = table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}
