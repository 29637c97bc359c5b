import { encodingOf } from './text-encoding.js';
import { zipContent } from './zip-content.js';

/** What the first bytes of a file say it is. `other` cannot be read: what it is, and what to do. */
export type FileKind =
  | { kind: 'text' | 'gzip' | 'parquet' | 'empty' }
  | { kind: 'other'; what: string; todo: string };

export const EXPORT = 'Give the events themselves, as CSV, JSON lines or Parquet.';
const UNPACK = 'Unpack it, and give what is inside.';
const CONVERT = 'Write its table as CSV or Parquet, and give that.';
const SAVE_AS = 'Open it and save the sheet as CSV (UTF-8), and give that.';
const AGAIN = 'Export or download the log again.';

/** Bytes that no text begins with: `what`, then them in Latin-1. At byte 0 unless said otherwise. */
type Signature = readonly [what: string, bytes: string, at?: number];

const SIGNATURES: readonly (readonly [todo: string, signatures: readonly Signature[]])[] = [
  [
    EXPORT,
    [
      ['a PNG image', '\x89PNG'],
      ['a JPEG image', '\xff\xd8\xff'],
      ['a GIF image', 'GIF87a'],
      ['a GIF image', 'GIF89a'],
      ['a WebP image', 'WEBP', 8],
      ['a WAV sound', 'WAVE', 8],
      ['an AVI film', 'AVI ', 8],
      ['a TIFF image', 'II*\0'],
      ['a TIFF image', 'MM\0*'],
      ['an icon', '\0\0\x01\0'],
      ['a Photoshop image', '8BPS\0'],
      ['an HEIC or AVIF image, or an MP4 film', 'ftyp', 4],
      ['a film', '\x1aE\xdf\xa3'],
      ['a sound', 'OggS\0'],
      ['a sound', 'fLaC\0'],
      ['a sound', 'ID3\x03'],
      ['a sound', 'ID3\x04'],
      ['a sound', '\xff\xfb'],
      ['a PDF document', '%PDF-'],
      ['a PostScript document', '%!PS'],
      ['a rich-text document', '{\\rtf'],
      ['a program', '\x7fELF'],
      ['a program', '\xcf\xfa\xed\xfe'],
      ['a program', '\xca\xfe\xba\xbe'],
      ['a program', '\0asm'],
      ['a font', 'wOF2'],
      ['a font', '\0\x01\0\0\0'],
      ['a certificate or key', '-----BEGIN '],
    ],
  ],
  [
    UNPACK,
    [
      ['an xz archive', '\xfd7zXZ\0'],
      ['a bzip2 archive', 'BZh1'],
      ...['2', '3', '4', '5', '6', '7', '8', '9'].map(
        (n) => ['a bzip2 archive', `BZh${n}`] as const,
      ),
      ['a zstd archive', '\x28\xb5\x2f\xfd'],
      ['an lz4 archive', '\x04\x22\x4d\x18'],
      ['a snappy archive', '\xff\x06\0\0sNaPpY'],
      ['an lzip archive', 'LZIP\x01'],
      ['a compress archive', '\x1f\x9d'],
      ['a 7z archive', '7z\xbc\xaf\x27\x1c'],
      ['a RAR archive', 'Rar!\x1a\x07'],
      ['a cabinet archive', 'MSCF\0'],
      ['a tar archive', 'ustar', 257],
    ],
  ],
  [
    CONVERT,
    [
      ['an encrypted Parquet file', 'PARE'],
      ['an SQLite database', 'SQLite format 3\0'],
      ['a DuckDB database', 'DUCK', 8],
      ['an Access database', '\0\x01\0\0Standard '],
      ['an Avro file', 'Obj\x01'],
      ['an Arrow or Feather file', 'ARROW1'],
      ['an Arrow stream', '\xff\xff\xff\xff'],
      ['a Feather file', 'FEA1'],
      ['an HDF5 file', '\x89HDF\r\n'],
      ['a NumPy array', '\x93NUMPY'],
      ['a MATLAB file', 'MATLAB 5.0 MAT-file'],
      ['an SPSS file', '$FL2@(#)'],
      ['a Stata file', '<stata_dta>'],
      ['an R data file', 'RDX2\n'],
      ['an R data file', 'RDX3\n'],
      ['an R data file', 'X\n\0\0\0'],
      ['a Redis dump', 'REDIS0'],
      ['a PostgreSQL dump', 'PGDMP'],
      ['a Python pickle', '\x80\x02'],
      ['a Python pickle', '\x80\x03'],
      ['a Python pickle', '\x80\x04\x95'],
      ['a Python pickle', '\x80\x05\x95'],
    ],
  ],
];

const ZIPS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];

/** These look like text at first: they count only where the rest does not. */
const UNLESS_TEXT: readonly (readonly [what: string, bytes: string, todo: string])[] = [
  ['a program', 'MZ', EXPORT],
  ['a bitmap image', 'BM', EXPORT],
  ['a model in GGUF', 'GGUF', EXPORT],
  ['an ORC file', 'ORC', CONVERT],
  ['an Excel workbook of an old kind', '\x09\x08', SAVE_AS],
];

/** Text that is no log, by how it begins, in lower case. */
const TEXTS: readonly (readonly [what: string, begins: RegExp, todo: string])[] = [
  ['an Excel workbook in XML', /^<\?xml[\s\S]{0,300}(excel\.sheet|office:spreadsheet)/, SAVE_AS],
  [
    "a storage's answer in XML: access denied",
    /^(<\?xml[\s\S]{0,200})?<error>\s*<code>accessdenied/,
    AGAIN,
  ],
  ["a storage's answer in XML, an error", /^(<\?xml[\s\S]{0,200})?<error>/, AGAIN],
  ['an SVG image', /^(<\?xml[\s\S]{0,300})?<svg/, EXPORT],
  [
    'a page in HTML, a login page perhaps',
    /^(<!--[\s\S]{0,500}?-->\s*)?(<\?xml[^>]{0,200}>\s*)?<(!doctype html|html|head|body|meta|script|title)/,
    `It is what a browser was shown instead of the export. ${AGAIN}`,
  ],
  ['a table in HTML', /^<(table|div)/, SAVE_AS],
  ['an XML file', /^<(\?xml|!|[a-z][\w:.-]*[\s>/])/, EXPORT],
  [
    'a Git LFS pointer',
    /^version https:\/\/git-lfs/,
    'Run git lfs pull, and give the file itself.',
  ],
  ['a git-annex pointer', /^\/annex\/objects\//, 'Run git annex get, and give the file itself.'],
  [
    'an SQL dump',
    /^(--[^\n]*\n|\/\*(?:[^*]|\*(?!\/)){0,300}\*\/;?|\s)*(create (table|database)|insert into|drop table|set [@a-z_ ]+=|begin;|use `)/,
    CONVERT,
  ],
  ['an e-mail', /^(received|return-path|delivered-to|mime-version): /, EXPORT],
  [
    'the access log of a web server',
    /^(#software:|#version: \d|#fields:|\S+ \S+ \S+ \[\d\d\/[a-z]{3}\/\d{4}:)/,
    'It holds requests, not products. Export the events of the shop.',
  ],
];

/**
 * @param head the first bytes: 4 KB or more, or the whole file.
 * @param tail the last bytes, where they can be had.
 */
export function fileKind(head: Uint8Array, tail: Uint8Array = head): FileKind {
  if (!head.length) return { kind: 'empty' };
  const begin = latin1(head.subarray(0, 4096));
  if (begin.startsWith('\x1f\x8b')) return { kind: 'gzip' };
  if (begin.startsWith('PAR1')) return { kind: 'parquet' };
  if (ZIPS.some((bytes) => begin.startsWith(bytes))) return zip(head, tail);
  if (begin.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    return other('an Excel workbook or another Office file of an old kind', SAVE_AS);
  }
  // Eight bytes of length, then JSON.
  if (/^[\s\S]{4}\0\0\0\0\{"/.test(begin)) {
    return other('a model file (.safetensors)', 'The model comes first, then the logs.');
  }
  for (const [todo, signatures] of SIGNATURES) {
    for (const [what, bytes, at = 0] of signatures) {
      // What stands further in may stand in a text too.
      if (begin.startsWith(bytes, at) && (!at || /[\0\x80-\xff]/.test(begin.slice(0, 300)))) {
        return other(what, todo);
      }
    }
  }
  const encoding = encodingOf(head);
  if (encoding === 'utf-32') return other('a text in UTF-32', 'Save it as UTF-8.');
  const readable = encoding ? isText(narrow(head, encoding)) : isText(head);
  if (!readable) {
    for (const [what, bytes, todo] of UNLESS_TEXT) {
      if (begin.startsWith(bytes)) return other(what, todo);
    }
    return other('a binary file of a kind that is not known here', EXPORT);
  }
  const text = new TextDecoder(encoding ?? 'latin1')
    .decode(head.subarray(0, 4096))
    .replace(/^(\uFEFF|\xef\xbb\xbf)?\s*/, '')
    .toLowerCase();
  for (const [what, begins, todo] of TEXTS) if (begins.test(text)) return other(what, todo);
  return { kind: 'text' };
}

const other = (what: string, todo: string): FileKind => ({ kind: 'other', what, todo });

/** Some bytes may be broken; Hive separates columns by \x01. */
function isText(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte < 9 ? byte !== 1 : (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  }
  return controls <= head.length / 50;
}

/** A byte a letter, as far as `isText` needs it. */
function narrow(head: Uint8Array, encoding: string): Uint8Array {
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length & ~1));
  return Uint8Array.from(text, (letter) => Math.min(letter.charCodeAt(0), 255));
}

function zip(head: Uint8Array, tail: Uint8Array): FileKind {
  const [what, isSheet] = zipContent(latin1(head), latin1(tail));
  return other(what, isSheet ? SAVE_AS : UNPACK);
}

/** A character a byte. `TextDecoder` would say Windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
