import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot, serve } from './serve.js';

/** Serves empty pages with `stores-page.ts` in them as `kit`; further markup by path. */
export async function serveStores(bodies: Record<string, string> = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(repositoryRoot, 'e2e/stores-page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'kit',
    target: 'es2021',
    logLevel: 'error',
  });
  const script = `<script>${outputFiles[0].text.replaceAll('</script', '<\\/script')}</script>`;
  const pages: Record<string, string> = {};
  for (const [path, body] of Object.entries({ '/': '', ...bodies })) {
    pages[path] = `<!doctype html><link rel="icon" href="data:,"><body>${body}${script}`;
  }
  return serve({ pages });
}
