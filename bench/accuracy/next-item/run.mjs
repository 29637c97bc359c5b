// npm run bench:next-item: next item on logs of real shops, with peers. `--help` lists the options.
import { existsSync } from 'node:fs';
import { ensureBuilt } from '../../../scripts/build.mjs';
import { writeFigures } from '../../../scripts/figures.mjs';
import { dataFolder, hasLog } from '../data-folder.mjs';
import { keepResult } from './keep.mjs';
import { measureCurves } from './measure-curves.mjs';
import { measureSet } from './measure-set.mjs';
import { readOptions } from './options.mjs';
import { quick } from './quick.mjs';
import { LARGE, PEERS, SETS } from './sets.mjs';
import { createWorkplace, hasTorch } from './workplace.mjs';

const options = readOptions();
const folder = dataFolder(options.data);
if (!existsSync(folder)) {
  console.log(`skipped: no data folder at ${folder} (--data <folder> or NEXTAISLE_DATA)`);
  process.exit(0);
}
// Other methods need no build.
if (options.quick || options.curves || options.methods.includes('nextaisle')) await ensureBuilt();
const place = createWorkplace(folder, options);
if (options.quick) process.exit(await quick(place, folder));
if (options.curves) await measureCurves(place, folder, options);
else await measureTables();
if (!options.train) writeFigures();

async function measureTables() {
  let { methods } = options;
  if (methods.some((method) => PEERS.includes(method)) && !hasTorch()) {
    console.log(`skipped: ${PEERS.join(' and ')}, which need PyTorch (pip install numpy torch)`);
    methods = methods.filter((method) => !PEERS.includes(method));
  }
  const extra = options.train?.split(/\s+/) ?? [];
  const names = options.only ?? Object.keys(SETS).filter((name) => !LARGE.includes(name));
  for (const name of names) {
    if (!hasLog(folder, name, SETS[name].log)) continue;
    await measureSet(
      place,
      name,
      SETS[name],
      { methods, seeds: options.seeds, extra },
      (changed) => {
        // Trial runs are not stored.
        if (!extra.length) keepResult(name, changed);
      },
    );
  }
}
