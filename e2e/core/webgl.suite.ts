import { expect, test } from 'vitest';
import type * as Nextaisle from '../../src/index.js';
import type { CoreSite } from './core-site.fixture.js';
import { until } from './engine-browser.fixture.js';
import type * as Lab from './lab.fixture.js';

declare const lab: typeof Lab;
declare const predictor: Nextaisle.Predictor;

export function testWebgl(site: CoreSite): void {
  test('WebGL: equals cpu on the golden vector of a shipped model', async () => {
    const page = await site.open('/core/lab.html');
    const { events, logits, chances } = await page.evaluate(() =>
      lab.goldenDifferences('/weights/demo.safetensors'),
    );
    const said = `logits ${logits.toExponential(1)}, chances ${chances.toExponential(1)}`;
    console.log(`${site.version}: WebGL and cpu differ by at most: ${said}`);
    expect(events).toBeGreaterThan(5);
    // A float32 of the size of these logits is that coarse.
    expect(logits).toBeLessThan(1e-5);
    expect(chances).toBeLessThan(1e-7);
  });

  test('WebGL: equals the oracle on random models, alone, grown and in batches', async () => {
    const page = await site.open('/core/lab.html');
    const run = () => lab.parity({ width: 16, ffn: 24, window: 5, layers: 2 }, 300);
    const { single, grown, batch } = await page.evaluate(run);
    expect(Math.max(single, grown, batch)).toBeLessThan(1e-4);
  });

  test('WebGL: the built library serves by it and gives the chances of cpu', async () => {
    const chances = async (backend: 'cpu' | 'webgl') => {
      const page = await site.shop({
        backend,
        model: '/weights/demo.safetensors',
        consent: 'memory',
      });
      await until(page, (wanted) => predictor.status().engine.backend === wanted, backend);
      return page.evaluate(async () => {
        for (const id of ['rain-teapot', 'belly-mug', 'marsh-cane-chair'])
          predictor.track('click', { id });
        const { items, actions, intent, backend } = await predictor.predict({ k: 20 });
        const numbers = [...items.map(({ probability }) => probability), ...Object.values(actions)];
        return { backend, ids: items.map(({ id }) => id), numbers: [...numbers, intent.purchase] };
      });
    };
    const [cpu, webgl] = [await chances('cpu'), await chances('webgl')];
    expect([cpu.backend, webgl.backend]).toEqual(['cpu', 'webgl']);
    expect(webgl.ids).toEqual(cpu.ids);
    webgl.numbers.forEach((chance, i) => {
      expect(chance).toBeCloseTo(cpu.numbers[i], 6);
    });
  });

  test('WebAssembly: equals typed arrays on a large catalog', async () => {
    const page = await site.open('/core/lab.html');
    const { isMachine, most } = await page.evaluate(() => lab.machineDifference(30_000));
    expect(isMachine).toBe(true);
    expect(most).toBeLessThan(1e-4);
  });
}
