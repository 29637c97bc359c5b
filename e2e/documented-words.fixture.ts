/**
 * How many words a reader has to read on a Markdown page. Code blocks, tables, comments, the targets of
 * links and their pictures are not counted; code within a sentence is.
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
