import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PredictorError } from '../../lib/errors.js';
import { formatOf, type LogFormat } from '../log/raw-lines.js';

/** @throws PredictorError BAD_OPTION where there is no such file. */
export async function logFormat(path: string): Promise<LogFormat> {
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new PredictorError('BAD_OPTION', `${path} is not a file`);
  }
  return formatOf(path) ?? formatOf(path, await firstLine(path));
}

export async function firstLine(path: string): Promise<string> {
  let text = '';
  for await (const chunk of await openText(path)) {
    text += String(chunk);
    if (text.includes('\n') || text.length > 1e6) break;
  }
  return text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0];
}

/** The decompressed text of a file, whatever its name. */
export async function openText(path: string): Promise<Readable> {
  const file = createReadStream(path);
  if (!(await isGzip(path))) return file.setEncoding('utf8');
  const text = createGunzip();
  // A truncated file is an error for the reader, not for the process.
  pipeline(file, text).catch((error) => text.destroy(error));
  return text.setEncoding('utf8');
}

/** A file that can be read at any place: a compressed one is unpacked into a temporary folder. */
export async function unpacked(path: string): Promise<{ path: string; remove(): Promise<void> }> {
  if (!(await isGzip(path))) return { path, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'nextaisle-'));
  const copy = join(folder, 'log');
  await pipeline(createReadStream(path), createGunzip(), createWriteStream(copy));
  return { path: copy, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
