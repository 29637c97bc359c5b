import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fileKind } from './file-kind.js';

const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** A ZIP archive, as `zip` writes it. */
function zip(names: readonly string[], first = 'x'): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [i, name] of names.entries()) {
    const isStored = name === 'mimetype';
    const text = i ? 'x' : first;
    const content = isStored ? Buffer.from(text) : deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(isStored ? 0 : 8, 8);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), content);
    list.push(entry, Buffer.from(name));
    offset += 30 + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  return new Uint8Array(Buffer.concat([...parts, ...list, end]));
}

/** Small files that the programs of that name wrote. */
const REAL = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAvACpdADmZSt/0Y8/iwsO9sBSd14cImm51GsNj+wHpzb8omtpxATKP1NS4EfUvQAAAAJ4rR3Yw63A/AAFGMARtfKAftvN9AQAAAAAEWVo=',
  bz2: 'QlpoOTFBWSZTWRvuUCgAABTZgAAQAAR6wCIjjGAgADFMmJkGRglU/VDT1GaeqNqTqpM++XZjApGCGQQMdUlfOqUW54tt+LuSKcKEgN9ygUA=',
  zstd: 'KLUv/QRYZQEARAJzZXNzaW9uLHRpbWUsaXRlbQphLDE3MzU3MzI4MDEseDIseQoBABBuPgGywHfM',
  sqlite:
    'U1FMaXRlIGZvcm1hdCAzABAAAQEAQCAgAAAAAQAAAAIAAAAAAAAAAAAAAAEAAAAEAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAC5jAQ==',
  pickle: 'gASVHgAAAAAAAAB9lIwBYZRdlChLAUsCSwNLAUsCSwNLAUsCSwNlcy4=',
  pickle2: 'gAJ9cQBYAQAAAGFxAV1xAihLAUsCSwNlcy4=',
};

const tar = () => {
  const file = Buffer.alloc(1024);
  file.write('log.csv');
  file.write('0000644\x000000000\x000000000\x0000000000060', 100);
  file.write('ustar\x0000', 257);
  file.write('session,item\na,x\n', 512);
  return new Uint8Array(file);
};
const noise = (length: number) => {
  let seed = 7;
  return Uint8Array.from({ length }, () => {
    seed = (seed * 16807) % 2147483647;
    return seed & 255;
  });
};
const wide = (text: string, encoding: 'utf16le' | 'be') => {
  const buffer = Buffer.from(text, 'utf16le');
  return new Uint8Array(encoding === 'be' ? buffer.swap16() : buffer);
};

test.each<[what: string, content: Uint8Array]>([
  ['PNG image', base64(REAL.png)],
  ['JPEG image', bytes('\xff\xd8\xff\xe0\0\x10JFIF\0\x01')],
  ['GIF image', bytes('GIF89a\x01\0\x01\0')],
  ['WebP image', bytes('RIFF\x24\0\0\0WEBPVP8 ')],
  ['HEIC or AVIF', bytes('\0\0\0\x1cftypavif\0\0\0\0')],
  ['bitmap', bytes('BM\x3a\0\0\0\0\0\0\0\x36\0\0\0')],
  ['PDF', bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj')],
  ['ZIP archive with events.csv and 1 more', zip(['events.csv', 'more.csv'])],
  ['ZIP archive', bytes(`PK\x05\x06${'\0'.repeat(18)}`)],
  ['Excel workbook (XLSX)', zip(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'])],
  ['Word document', zip(['[Content_Types].xml', '_rels/.rels', 'word/document.xml'])],
  [
    'OpenDocument spreadsheet',
    zip(['mimetype', 'content.xml'], 'application/vnd.oasis.opendocument.spreadsheet'),
  ],
  ['Excel workbook or another Office', bytes(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(16)}`)],
  [
    'Excel workbook in XML',
    bytes('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>'),
  ],
  ['xz', base64(REAL.xz)],
  ['bzip2', base64(REAL.bz2)],
  ['zstd', base64(REAL.zstd)],
  ['7z', bytes("7z\xbc\xaf'\x1c\0\x04")],
  ['RAR', bytes('Rar!\x1a\x07\x01\0')],
  ['tar', tar()],
  ['SQLite', base64(REAL.sqlite)],
  ['Avro', bytes('Obj\x01\x04\x16avro.schema')],
  ['ORC', bytes('ORC\x08\x03\0\0\0\x12\x04')],
  ['Feather', bytes('ARROW1\0\0\xff\xff\xff\xff')],
  ['Feather', bytes('FEA1\0\0\0\0')],
  ['HDF5', bytes('\x89HDF\r\n\x1a\n\0')],
  ['pickle', base64(REAL.pickle)],
  ['pickle', base64(REAL.pickle2)],
  ['NumPy', bytes('\x93NUMPY\x01\0v\0{')],
  ['page in HTML', bytes('\n<!DOCTYPE html>\n<html><title>Log in</title>')],
  ['page in HTML', bytes('\xef\xbb\xbf<html lang=en>')],
  ['XML', bytes('<?xml version="1.0"?><rss version="2.0">')],
  ['access denied', bytes('<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>')],
  ['program', bytes('\x7fELF\x02\x01\x01\0')],
  ['program', bytes('MZ\x90\0\x03\0\0\0\x04\0\0\0')],
  ['model file', bytes('\x40\0\0\0\0\0\0\0{"head":{"dtype":"F32"}}')],
  ['Git LFS', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:1\n')],
  ['SQL dump', bytes('-- MySQL dump 10.13\n--\n\nDROP TABLE IF EXISTS `events`;\n')],
  ['access log', bytes('1.2.3.4 - - [10/Oct/2024:13:55:36 +0000] "GET /p/1 HTTP/1.1" 200 5\n')],
  ['rich-text', bytes('{\\rtf1\\ansi')],
  ['UTF-32', bytes('\xff\xfe\0\0s\0\0\0e\0\0\0')],
  [
    'UTF-32',
    Uint8Array.from('session,item\na,x\n', (c) => c.charCodeAt(0)).reduce(
      (all, byte, i) => all.fill(byte, 4 * i, 4 * i + 1),
      new Uint8Array(68),
    ),
  ],
  ['binary file', noise(5000)],
  ['binary file', new Uint8Array(5000)],
  ['binary file', new Uint8Array(new Int16Array(500).map((_, i) => 1 + (i % 8)).buffer)],
])('%s is told by its bytes', (what, content) => {
  const found = fileKind(content);
  expect(found.kind).toBe('other');
  if (found.kind !== 'other') return;
  expect(found.what).toContain(what);
  expect(found.todo).toMatch(/\.$/);
});

test.each<[kind: string, content: Uint8Array]>([
  ['empty', new Uint8Array()],
  ['gzip', bytes('\x1f\x8b\x08\0')],
  ['parquet', bytes('PAR1\x15\x04')],
  ['text', bytes('session,item\na,x\n')],
  ['text', bytes('\xef\xbb\xbfsession;item\r\na;x\r\n')],
  ['text', bytes('ORCID,item\na,x\n')],
  ['text', bytes('BM,MZ\na,x\n')],
  ['text', bytes('id\x01item\n1\x012\n')],
  ['text', bytes(`session,item\n${'a,gr\xfcn\n'.repeat(50)}`)],
  ['text', bytes(`session,item\n${'a,x\n'.repeat(50)}a,\0\0x\n`)],
  ['text', bytes('{"session":"a"}\n')],
  ['text', wide('\uFEFFsession,item\na,x\n', 'utf16le')],
  ['text', wide('session,item\na,x\n', 'utf16le')],
  ['text', wide('session,item\na,x\n', 'be')],
  ['text', wide('\u5546\u54c1,\u7528\u6237\n12,3\n45,6\n', 'utf16le')],
])('%s is told by its bytes, too', (kind, content) => {
  expect(fileKind(content).kind).toBe(kind);
});
