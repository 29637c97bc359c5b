import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot, serve } from './serve.fixture.js';

/**
 * Serves pages that have `stores-page.fixture.ts` as `kit`, with further markup by path.
 * @param options.script another script to use as `kit`.
 * @param options.mounts further folders: URL prefix → absolute folder.
 */
export async function serveStores(
  bodies: Record<string, string> = {},
  {
    script = 'e2e/stores-page.fixture.ts',
    mounts,
  }: { script?: string; mounts?: Record<string, string> } = {},
) {
  const { outputFiles } = await build({
    entryPoints: [join(repositoryRoot, script)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'kit',
    target: 'es2021',
    logLevel: 'error',
  });
  const kit = `<script>${outputFiles[0].text.replaceAll('</script', '<\\/script')}</script>`;
  const pages: Record<string, string> = {};
  for (const [path, body] of Object.entries({ '/': '', ...bodies })) {
    pages[path] = `<!doctype html><link rel="icon" href="data:,"><body>${body}${kit}`;
  }
  return serve({ pages, mounts });
}
