// node bench/scale/list-shards.mjs <folder> <log…> [--test …]: a log as the trainer in PyTorch reads it, also one of
// lists without times, for comparing both trainers. Needs no build.
import { importBundled } from '../../scripts/bundle-node.mjs';

const [out, ...argv] = process.argv.slice(2);
const { writeShards } = await importBundled('bench/scale/list-shards.ts');
console.log(await writeShards(['train', ...argv], out));
