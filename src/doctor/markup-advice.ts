import type { Fields } from '../events/parse-field.js';
import type { MarkupNote } from '../sources/structured-data/markup-note.js';
import { cleanJson } from '../sources/structured-data/read-json.js';
import { typesOf } from '../sources/structured-data/schema-org.js';
import type { Advice } from './advice-kind.js';

const ENCODER =
  'JSON.stringify(product) in JavaScript, json_encode($product) in PHP, {{ product | json }} in Liquid';

/** Why a piece of structured data was not read, or not as it stands, and what mends it. */
export function markupAdvice(note: MarkupNote, url: string): Advice {
  switch (note.kind) {
    case 'json': {
      const { text, strict, fault, place } = note;
      return fault
        ? {
            kind: 'missing',
            what: `${capital(place)} is not JSON and could not be read. ${where(text, cleanJson(text), fault)}`,
            line: ENCODER,
          }
        : {
            kind: 'note',
            what: `${capital(place)} was read, but it is not JSON, and search engines refuse it. ${where(text, text, strict)}`,
            line: ENCODER,
          };
    }
    case 'long':
      return {
        kind: 'missing',
        what: `${capital(note.place)} has ${note.length} characters; at most 200000 are read. Write one script for the product, and others for the rest.`,
      };
    case 'many':
      return {
        kind: 'missing',
        what: 'The structured data has more objects than are read (5000), so some were left out.',
      };
    case 'id':
      return {
        kind: 'missing',
        what: `A ${nameOf(note.node)} in ${note.place} has no id. It has ${fieldsOf(note.node)}.`,
        line: ID_LINES[String(note.place)] ?? '"sku": "SKU-1"',
      };
    case 'type':
      return {
        kind: 'note',
        what: `What ${note.place} describes has ${fieldsOf(note.node)}, but its type ${nameOf(note.node)} is none of a product. If it is one:`,
        line: '"@type": "Product"',
      };
    case 'several':
      return {
        kind: 'note',
        what: `Several products are described (${note.ids.join(', ')}), and none is surely the page's own, so structured data reports no view. That is right for a list. On a product page, add to its product:`,
        line: `"mainEntityOfPage": "${url}"`,
      };
    case 'elsewhere':
      return {
        kind: 'note',
        what: `The one product described (${note.id}) is of another page, by its address or because this page calls itself a list, so structured data reports no view. If this is its page:`,
        line: `"mainEntityOfPage": "${url}"`,
      };
  }
}

const ID_LINES: Readonly<Record<string, string>> = {
  microdata: '<meta itemprop="sku" content="SKU-1">',
  'Open Graph': '<meta property="product:retailer_item_id" content="SKU-1">',
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const nameOf = (node: Fields) => typesOf(node).join(', ') || 'thing without a type';

function fieldsOf(node: Fields): string {
  const keys = Array.isArray(node['@keys']) ? node['@keys'].map(String) : [];
  const fields = keys.filter((key) => !key.startsWith('@'));
  return fields.length ? fields.join(', ') : 'nothing else';
}

/**
 * What the parser said, with the line of the script and the text around it.
 * @param read what it was given: the text, or the text as it was mended.
 */
function where(text: string, read: string, thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // Chromium tells the place, or quotes what is around it.
  const [said] = message.split(/ in JSON at position|, (?:\.{3})?"/);
  const position = /at position (\d+)/.exec(message)?.[1];
  const quoted =
    /, (?:\.{3})?"([\s\S]{0,99}?)"(?:\.{3})? is not valid JSON/.exec(message)?.[1] ?? '';
  const at = position ? +position : quoted ? read.indexOf(quoted) + quoted.length / 2 : read.length;
  const before = read.slice(Math.max(0, at - 30), at);
  // The same place in the script as it is written: mending changes little, but not nothing.
  let start = -1;
  for (let take = before.length; start < 0 && take > 4; take--) {
    const end = text.indexOf(before.slice(-take));
    if (end >= 0) start = end + take;
  }
  const near =
    start < 0
      ? read.slice(Math.max(0, at - 30), at + 30)
      : text.slice(Math.max(0, start - 30), start + 30);
  const line = start < 0 ? '' : `, line ${text.slice(0, start).split('\n').length}`;
  return `${said}${line}, near: ${near.replace(/\s+/g, ' ').trim()}`;
}
