/**
 * What a ZIP holds, by the names in its head and its tail, where the list of its files is.
 * @returns what it is, and whether it is a spreadsheet.
 */
export function zipContent(head: string, tail: string): [what: string, isSheet: boolean] {
  const all = head + tail;
  if (/mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/.test(head)) {
    return ['an OpenDocument spreadsheet (ODS)', true];
  }
  if (/mimetypeapplication\/vnd\.oasis\.opendocument/.test(head)) {
    return ['an OpenDocument file', false];
  }
  if (all.includes('[Content_Types].xml') || /PK[\s\S]{1,80}_rels\//.test(all)) {
    if (all.includes('xl/')) return ['an Excel workbook (XLSX)', true];
    if (all.includes('word/')) return ['a Word document (DOCX)', false];
    if (all.includes('ppt/')) return ['a PowerPoint file (PPTX)', false];
  }
  if (/Index\/(Tables\/|Document\.iwa)/.test(all)) return ['a Numbers or Pages document', true];
  if (all.includes('META-INF/MANIFEST.MF')) return ['a Java archive', false];
  if (/data\.pkl/.test(all)) return ['a PyTorch file', false];
  const names = entryNames(tail);
  if (!names.length) return ['a ZIP archive', false];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  return [`a ZIP archive with ${names[0]}${more}`, false];
}

/** Of the list at the end: `PK\1\2`, 46 bytes, the name. Folders are left out. */
function entryNames(tail: string): string[] {
  const names: string[] = [];
  let at = tail.indexOf('PK\x01\x02');
  while (at >= 0) {
    const length = tail.charCodeAt(at + 28) + 256 * tail.charCodeAt(at + 29);
    const name = tail.slice(at + 46, at + 46 + length);
    if (name && !name.endsWith('/') && !/^__MACOSX/.test(name)) names.push(printable(name));
    at = tail.indexOf('PK\x01\x02', at + 46);
  }
  return names;
}

const printable = (name: string) => name.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');
