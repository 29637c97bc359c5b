// node bench/scale/traits.mjs <log…>: what simulated logs have to share with real ones, a row a log.
import { basename } from 'node:path';
import { importBundled } from '../../scripts/bundle-node.mjs';

const { traitsOf } = await importBundled('bench/scale/traits.ts');
for (const path of process.argv.slice(2)) {
  const traits = Object.entries(await traitsOf(path));
  const cells = traits.map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  console.log(`${basename(path)}: ${cells.join(', ')}`);
}
