import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, pipeline as pipe } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { asyncBufferFromFile } from 'hyparquet';
import type { LogSource } from '../log/read-source.js';
import type { LogPath } from './log-paths.js';

const CHUNK = { highWaterMark: 256 << 10 };

/** A file of a disk, as a log is read from it. */
export async function openLog({ path, constants }: LogPath): Promise<LogSource> {
  const { size } = await stat(path);
  return {
    name: path,
    byteLength: size,
    constants,
    chunks: () => createReadStream(path, CHUNK),
    slice: (start, end = size) => readSlice(path, start, end),
    gunzip(packed) {
      const text = createGunzip({ chunkSize: 256 << 10 });
      // What goes wrong is thrown by whoever reads the text.
      pipe(Readable.from(packed, { objectMode: false }), text, () => {});
      return text;
    },
    async store(chunks) {
      const folder = await mkdtemp(join(tmpdir(), 'nextaisle-'));
      const copy = join(folder, 'log');
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        await pipeline(Readable.from(chunks), createWriteStream(copy));
        const buffer = await asyncBufferFromFile(copy);
        return { ...buffer, remove };
      } catch (thrown) {
        await remove();
        throw thrown;
      }
    },
  };
}

async function readSlice(path: string, start: number, end: number): Promise<ArrayBuffer> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(Math.max(0, end - start));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.buffer.slice(0, bytesRead);
  } finally {
    await file.close();
  }
}
