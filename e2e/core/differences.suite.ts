import { expect, test } from 'vitest';
import { readPage } from '../code-blocks.fixture.js';
import { documentedTable } from '../documented-table.fixture.js';
import type { CoreSite } from './core-site.fixture.js';

const TABLE = documentedTable(readPage('docs/evidence/reliability.md'), 'Three engines');

/** Runs in the page. */
function measure(): Record<string, boolean> {
  const has = (owner: unknown, name: string) => name in Object(owner);
  const gl = document.createElement('canvas').getContext('webgl2');
  const links = document.createElement('link').relList;
  return {
    'WebGL 2 with float textures': !!gl?.getExtension('EXT_color_buffer_float'),
    'shaders compiled in parallel': !!gl?.getExtension('KHR_parallel_shader_compile'),
    'idle callbacks': has(window, 'requestIdleCallback'),
    '`scheduler.yield()`': has(Object(window).scheduler, 'yield'),
    'the list of databases': has(indexedDB, 'databases'),
    '`commit()` of a write': has(IDBTransaction.prototype, 'commit'),
    BroadcastChannel: has(window, 'BroadcastChannel'),
    'Global Privacy Control': has(navigator, 'globalPrivacyControl'),
    'speculation rules': HTMLScriptElement.supports?.('speculationrules') ?? false,
    'prefetch links': links.supports('prefetch'),
    'Trusted Types': has(window, 'trustedTypes'),
  };
}

export function testDifferences(site: CoreSite, title: string): void {
  test('differences: what this engine has is what the table says', async () => {
    const page = await site.open('/core/page.html');
    const found = await page.evaluate(measure);
    expect(Object.keys(found)).toEqual(TABLE.map(({ feature }) => feature));
    for (const row of TABLE) {
      const now = found[row.feature] ? 'yes' : 'no';
      // A newer browser may have more, and the other tests have shown that it works with that.
      if (row[title] === 'yes') expect([row.feature, now]).toEqual([row.feature, 'yes']);
      else if (now === 'yes') console.log(`${site.version} has: ${row.feature}`);
    }
  });
}
