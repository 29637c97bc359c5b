import type { LogSource } from '../log/read-source.js';

/** A file that somebody chose in a page, as a log is read from it. */
export function openFile(file: File): LogSource {
  return {
    name: file.name,
    byteLength: file.size,
    slice: (start, end) => file.slice(start, end).arrayBuffer(),
    chunks: () => chunksOf(file.stream()),
    gunzip(packed) {
      const stream = streamOf(packed).pipeThrough(new DecompressionStream('gzip'));
      return chunksOf(stream);
    },
    async store(chunks) {
      const blob = await new Response(streamOf(chunks)).blob();
      const slice = (start: number, end?: number) => blob.slice(start, end).arrayBuffer();
      return { byteLength: blob.size, slice, remove: async () => {} };
    },
  };
}

/** Safari's streams cannot be iterated. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<BufferSource> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    cancel: async () => void (await iterator.return?.()),
  });
}
