import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { compile } from 'svelte/compiler';
import { repositoryRoot } from '../serve.fixture.js';

const REACT_18 = join(repositoryRoot, 'e2e/react-18');
const react = { page: 'react-page.fixture.tsx', server: 'react-server.fixture.tsx' };

/** The same page in each framework. */
export const SKINS = {
  react,
  'react-18': react,
  vue: { page: 'vue-page.fixture.ts', server: 'vue-server.fixture.ts' },
  svelte: { page: 'svelte-page.fixture.ts', server: 'svelte-server.fixture.ts' },
};
export type Skin = keyof typeof SKINS;

const svelte = (generate: 'client' | 'server'): Plugin => ({
  name: 'svelte',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: compile(source, { generate, dev: true, filename: path }).js.code };
    }),
});

/** Installed beside the project's own React: npm refuses two versions in one place. */
function react18(): Record<string, string> {
  const modules = join(REACT_18, 'node_modules');
  if (!existsSync(modules)) {
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['ci', ...quietly, '--prefix', REACT_18], { stdio: 'inherit' });
  }
  return { react: join(modules, 'react'), 'react-dom': join(modules, 'react-dom') };
}

/** Bundles the page into `folder` for the browser and renders it here, as the shop's server would. */
export async function bundleSkin(skin: Skin, folder: string): Promise<string> {
  const { page, server } = SKINS[skin];
  const shared = {
    bundle: true,
    format: 'esm',
    target: 'es2022',
    absWorkingDir: repositoryRoot,
    logLevel: 'error',
    jsx: 'automatic',
    alias: skin === 'react-18' ? react18() : {},
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      // What does not match is said in the console.
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
  } as const;
  await build({
    ...shared,
    entryPoints: [{ in: `e2e/skins/${page}`, out: skin }],
    outdir: folder,
    splitting: true,
    conditions: ['browser', 'development'],
    plugins: [svelte('client')],
  });
  const outfile = join(folder, `${skin}-server.mjs`);
  await build({
    ...shared,
    entryPoints: [`e2e/skins/${server}`],
    outfile,
    platform: 'node',
    plugins: [svelte('server')],
    // React and Vue are CommonJS in Node.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { render } = (await import(pathToFileURL(outfile).href)) as {
    render(): Promise<string>;
  };
  return render();
}
