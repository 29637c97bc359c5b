import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt } from '../../scripts/build.mjs';
import { measureCurves } from './measure-curves.mjs';
import { measureSet } from './measure-set.mjs';
import { readOptions } from './options.mjs';
import { quick } from './quick.mjs';
import { writeResult } from './results.mjs';
import { LARGE, PEERS, SETS } from './sets.mjs';
import { createWorkplace, hasTorch, root } from './workplace.mjs';
import { writeDocs } from './write-docs.mjs';

// npm run bench:accuracy: next item on real logs, beside peers; the tables go into docs/accuracy.md.
const options = readOptions();
if (options.docs) {
  writeDocs();
  process.exit(0);
}
const dataFolder = resolve(
  options.data ?? process.env.NEXTAISLE_DATA ?? join(root, '../shared/data'),
);
if (!existsSync(dataFolder)) {
  console.log(`skipped: no data folder at ${dataFolder} (--data <folder> or NEXTAISLE_DATA)`);
  process.exit(0);
}
// Peers alone need no build.
if (options.quick || options.curves || options.methods.includes('nextaisle')) await ensureBuilt();
const place = await createWorkplace(dataFolder);
if (options.quick) {
  process.exit(await quick(place, dataFolder));
}
if (options.curves) {
  await measureCurves(place, dataFolder, options);
  writeDocs();
  process.exit(0);
}
let { methods } = options;
if (methods.some((method) => PEERS.includes(method)) && !hasTorch()) {
  console.log(`skipped: ${PEERS.join(' and ')}, for want of PyTorch (pip install numpy torch)`);
  methods = methods.filter((method) => !PEERS.includes(method));
}
const names = options.only ?? Object.keys(SETS).filter((name) => !LARGE.includes(name));
const extra = options.train?.split(/\s+/) ?? [];
for (const name of names) {
  const set = SETS[name];
  if (!existsSync(join(dataFolder, set.log))) {
    console.log(`skipped: ${name}, for there is no ${join(dataFolder, set.log)}`);
    continue;
  }
  await measureSet(place, name, set, { methods, seeds: options.seeds, extra }, (changed) => {
    // A trial is not a result.
    if (!extra.length) writeResult(name, changed);
  });
}
if (!extra.length) writeDocs();
