/** Runs inside the page of the core tests: the engines, built from source, and the shipped model. */
import { GOLDEN_FIELDS, parseGolden } from '../../src/model/golden.js';
import type { Token } from '../../src/encoding/token.js';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine.js';
import { buildingItemTable, createItemTable } from '../../src/engine/item-table.js';
import { createFastLookUp } from '../../src/engine/machine-code/look-up.js';
import { randomHistory, randomModel } from '../../src/engine/random-model.fixture.js';
import { allAtOnce } from '../../src/lib/async/steps.js';
import { readModel } from '../../src/model/model-file.js';
import { createWebglEngine, worst } from '../engine-page.fixture.js';

export { parity } from '../engine-page.fixture.js';

/** The largest differences between WebGL and cpu, on the golden vector of a file. */
export async function goldenDifferences(url: string) {
  const model = readModel(await (await fetch(url)).arrayBuffer());
  const table = createItemTable(model);
  const golden = parseGolden(model.golden, table.trained)?.tokens ?? [];
  const tokens = golden.map(
    (values) =>
      Object.fromEntries(GOLDEN_FIELDS.map((field, i) => [field, values[i]])) as object as Token,
  );
  const webgl = await createWebglEngine(model, table);
  const outputs = [
    await webgl.score(tokens),
    await createCpuEngine(model, table).score(tokens),
  ] as const;
  const logits = await worst(...outputs);
  const [ours, theirs] = await Promise.all(outputs.map((output) => output.items(0)));
  const chances = ours.reduce((most, chance, i) => Math.max(most, Math.abs(chance - theirs[i])), 0);
  webgl.dispose();
  return { events: tokens.length, logits, chances };
}

/** The largest difference of a chance between WebAssembly and typed arrays, as a share of it. */
export async function machineDifference(items: number) {
  const model = randomModel({}, items, 1);
  const tables = [allAtOnce(buildingItemTable(model, createFastLookUp)), createItemTable(model)];
  const history = randomHistory(9, items, 1);
  const [ours, theirs] = await Promise.all(
    tables.map(async (table) => (await createCpuEngine(model, table).score(history)).items(0, 1.2)),
  );
  const most = ours.reduce((so, chance, i) => Math.max(so, Math.abs(chance / theirs[i] - 1)), 0);
  return { isMachine: !!tables[0].lookUps.sweep, most };
}
