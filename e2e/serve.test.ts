import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serveFolders } from '../scripts/serve.mjs';
import { repositoryRoot } from './serve.fixture.js';

test('texts are compressed where that is asked for, and come as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-serve-'));
  // More than fits into a buffer.
  const large = Array.from({ length: 200_000 }, (_, i) => `${(i * 7919) % 99_991};\n`).join('');
  writeFileSync(join(folder, 'large.js'), large);
  const mounts = {
    '/large/': folder,
    '/weights/': join(repositoryRoot, 'weights'),
    '/': join(repositoryRoot, 'demo'),
  };
  const { url, close } = await serveFolders({ mounts, gzip: true });
  try {
    const get = async (path: string) => {
      const answer = await fetch(url + path);
      const { status, headers } = answer;
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { status, packed: headers.get('content-encoding'), bytes };
    };
    const read = (path: string) => readFileSync(join(repositoryRoot, path));
    expect(await get('/')).toEqual({ status: 200, packed: 'gzip', bytes: read('demo/index.html') });
    expect(await get('/main.js')).toEqual({
      ...{ status: 200, packed: 'gzip', bytes: read('demo/main.js') },
    });
    expect(await get('/weights/demo.safetensors')).toEqual({
      ...{ status: 200, packed: null, bytes: read('weights/demo.safetensors') },
    });
    expect(await get('/none.js')).toMatchObject({ status: 404 });
    const { bytes } = await get('/large/large.js');
    expect(bytes.toString() === large).toBe(true);
    const head = await fetch(`${url}/main.js`, { method: 'HEAD' });
    expect(head.headers.get('content-encoding')).toBeNull();
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
