// node bench/scale/slices.mjs <model> <folder of nextaisle slice> <log…>: how well next products are ranked with a file
// a department, beside the whole file. Needs no build.
import { importBundled } from '../../scripts/bundle-node.mjs';

const [file, folder, ...logs] = process.argv.slice(2);
const { measureSlices } = await importBundled('bench/scale/slices.ts');
console.log(JSON.stringify(await measureSlices(file, folder, logs)));
