import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { loadModelFile } from './load-model.js';

const server = createServer((_, response) => {
  response.writeHead(200, { 'content-length': String(65 << 20) });
  response.write('the first byte');
});
await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a file that is too large is refused before it is read', async () => {
  const { port } = server.address() as AddressInfo;
  await expect(loadModelFile(`http://127.0.0.1:${port}/film.mp4`)).rejects.toMatchObject({
    code: 'MODEL_MISSING',
    detail: expect.stringContaining('more than 67108864 bytes'),
  });
});

test.each([42, true, {}, null])(
  'what is no address is not asked of the shop: %j',
  async (source) => {
    await expect(loadModelFile(source as never)).rejects.toMatchObject({
      code: 'BAD_OPTION',
      detail: 'model',
      message: expect.stringContaining('not allowed'),
    });
  },
);
