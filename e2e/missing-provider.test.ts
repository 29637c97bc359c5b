import { basename } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { serveDoors } from './doors.fixture.js';
import { repositoryRoot } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

/* What a component of each framework says where nobody above it gives a predictor. */

const COMPONENTS = {
  react: `import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import { usePrediction, useStatus, useTrack } from 'nextaisle/react';
    function Shelf() {
      window.tracked = useTrack()('view', { id: 'mug' });
      return createElement('main', null, useStatus() + ' ' + usePrediction({ k: 2 }).items.length);
    }
    createRoot(document.body).render(createElement(Shelf));`,
  vue: `import { createApp, h } from 'vue';
    import { usePrediction, useStatus, useTrack } from 'nextaisle/vue';
    createApp({
      setup() {
        window.tracked = useTrack()('view', { id: 'mug' });
        const [status, prediction] = [useStatus(), usePrediction({ k: 2 })];
        return () => h('main', status.value + ' ' + prediction.value.items.length);
      },
    }).mount(document.body);`,
  svelte: `import { mount, createRawSnippet } from 'svelte';
    import { usePrediction, useStatus, useTrack } from 'nextaisle/svelte';
    function Shelf(anchor) {
      window.tracked = useTrack()('view', { id: 'mug' });
      const text = useStatus().current + ' ' + usePrediction({ k: 2 }).current.items.length;
      createRawSnippet(() => ({ render: () => '<main>' + text + '</main>' }))(anchor);
    }
    mount(Shelf, { target: document.body });`,
};
const WAYS_OUT = {
  react: '<PredictorProvider options=',
  vue: 'app.use(predictorPlugin',
  svelte: 'providePredictor({ options',
};
type Framework = keyof typeof COMPONENTS;
const FRAMEWORKS = Object.keys(COMPONENTS) as Framework[];

async function scriptsOf(framework: Framework): Promise<[string, string][]> {
  const { outputFiles } = await build({
    stdin: { contents: COMPONENTS[framework], resolveDir: repositoryRoot },
    bundle: true,
    splitting: true,
    format: 'esm',
    write: false,
    outdir: repositoryRoot,
    entryNames: framework,
    chunkNames: `${framework}-[hash]`,
    conditions: ['browser', 'development'],
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  });
  return outputFiles.map(({ path, text }) => [basename(path), text]);
}

const site = useSite(async () => {
  const scripts = Object.fromEntries((await Promise.all(FRAMEWORKS.map(scriptsOf))).flat());
  const pages = Object.fromEntries(
    FRAMEWORKS.map((name) => [
      `/${name}.html`,
      `<!doctype html><body></body><script type="module" src="/${name}.js"></script>`,
    ]),
  );
  return serveDoors({ scripts, pages });
});

declare const tracked: boolean;

test.each(FRAMEWORKS)(
  '%s without a provider works, does nothing, and says so once',
  async (name) => {
    await site.newContext({});
    const page = await site.newPage();
    const warned: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warned.push(message.text());
    });
    await page.goto(`${site.url}/${name}.html`);
    await page.waitForSelector('main');
    expect(await page.textContent('main')).toBe('inert 0');
    expect(await page.evaluate(() => tracked)).toBe(false);
    const ours = () => warned.filter((line) => line.includes('nextaisle'));
    await expect.poll(() => ours().length).toBe(1);
    expect(ours()[0]).toContain(WAYS_OUT[name]);
    expect(ours()[0]).toContain('errors.md#PREDICTOR_MISSING');
  },
);
