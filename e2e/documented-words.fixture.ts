/**
 * Counts the words of a Markdown page, including inline code. Code blocks, tables, comments, link
 * targets and pictures are not counted.
 */
export function countWords(page: string): number {
  const prose = page
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^(\s*)```[\s\S]*?^\1```\s*$/gm, '')
    .replace(/^\s*\|.*$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\]\([^)]*\)/g, ']');
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
