// node bench/scale/shards-memory.mjs <shards>: seconds of the processor and the peak of memory until a training has
// read shards, split them and made tokens of them.
import { importBundled } from '../../scripts/bundle-node.mjs';

const { measureReading } = await importBundled('bench/scale/shards-memory.ts');
await measureReading(process.argv[2]);
