import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { Item } from '../src/events/item.js';
import { seededRandom } from '../src/lib/platform.js';
import { readModel, writeModel } from '../src/model/model-file.js';
import { createDataSetBuilder, type DataSet } from '../src/training/data-set.js';
import { HABITS } from '../src/training/habits.js';
import { loadLog } from '../src/training/node/load-log.js';
import { startWasmBackend } from '../src/training/node/wasm-backend.js';
import { normal } from '../src/training/simulated-shop.js';
import { report } from '../src/training/report.js';
import { reportText } from '../src/training/report-text.js';
import { simulatedLog } from '../src/training/simulated-log.js';
import { shopFrom, simulateShop, simulateShoppers } from '../src/training/simulator.js';
import { splitByTime } from '../src/training/split.js';
import { train } from '../src/training/trainer.js';

interface Wanted {
  /** The repository's root folder. */
  root: string;
  wanted: string[];
  /** Path of the e-shop 2008 log. */
  eshop?: string;
  /** A twentieth of the shoppers, into a folder of its own: to try the command. */
  quick?: boolean;
}

/** Everything is drawn from these seeds. */
const SEED = 20260105;
const DEMO_SHOPPERS = 9000;
const SHOPS = 40;
const SHOPPERS_A_SHOP = 180;
/** Of the sessions of e-shop 2008: it has clicks alone, and teaches which product follows which. */
const ESHOP_SHARE = 0.25;
const DEMO_EPOCHS = 6;

export async function makeWeights({ root, wanted, eshop, quick }: Wanted): Promise<void> {
  const folder = quick ? mkdtempSync(join(tmpdir(), 'nextaisle-quick-')) : join(root, 'weights');
  const plan = { root, folder, share: quick ? 0.05 : 1 };
  if (wanted.includes('base')) await makeBase(plan, eshop);
  if (wanted.includes('demo')) await makeDemo(plan);
}

interface Plan {
  root: string;
  /** Where the files go. */
  folder: string;
  /** Share of the shoppers. */
  share: number;
}

/** Simulated shoppers of the demo shop, through the command line. */
async function makeDemo({ root, folder: to, share }: Plan): Promise<void> {
  const { catalog, itemOf } = await import(pathToFileURL(join(root, 'demo/catalog.js')).href);
  const shop = shopFrom((catalog as Item[]).map(itemOf), { seed: SEED });
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-weights-'));
  try {
    const log = join(folder, 'simulated-shoppers-of-the-demo-shop.csv');
    const histories = simulateShoppers(shop, { seed: SEED + 1, shoppers: DEMO_SHOPPERS * share });
    const lines = (function* () {
      for (const line of simulatedLog(shop, histories)) yield `${line}\n`;
    })();
    await pipeline(Readable.from(lines), createWriteStream(log));
    const out = join(to, 'demo.safetensors');
    await run(join(root, 'dist/cli.js'), [
      'train',
      log,
      '--out',
      out,
      '--name',
      'demo',
      // The page shows no product that the log does not have.
      '--content',
      '0',
      '--epochs',
      share < 1 ? '1' : String(DEMO_EPOCHS),
    ]);
    say(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Many shops that share nothing but how people shop, and e-shop 2008. No identities; the table that
 * content is hashed into stays random and is hashed anew at every step, so that only relations
 * between items can be learnt: these are what an unseen shop has too.
 */
async function makeBase({ root, folder, share }: Plan, eshop?: string): Promise<void> {
  await startWasmBackend(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  const builder = createDataSetBuilder({ minItemCount: 1 });
  for (let s = 0; s < SHOPS; s++) addSimulated(builder, s, Math.ceil(SHOPPERS_A_SHOP * share));
  if (eshop) await addEshop(builder, eshop, ESHOP_SHARE * share);
  const data = builder.finish();
  const shops = Int32Array.from(data.itemIds, (id) => Number(id.slice(0, id.indexOf(':'))));
  console.log(`base: ${data.events} events, ${data.sessions} visits, ${data.itemIds.length} items`);
  const model = await train(
    data,
    splitByTime(data),
    {
      config: { subIds: 0, contentBuckets: 512 },
      card: {
        name: 'base',
        version: '1',
        data: `${SHOPS} simulated shops${eshop ? ', and e-shop 2008 (Łapczyński, Białowąs 2013, UCI, CC BY 4.0)' : ''}`,
        license: eshop ? 'Apache-2.0, with data under CC BY 4.0' : 'Apache-2.0',
      },
      shops,
      seed: SEED,
      epochs: share < 1 ? 1 : 12,
      batch: 512,
      rate: 0.005,
      dropout: 0.1,
    },
    {
      onProgress({ epoch, epochs, step, steps, loss, recall, secondsLeft }) {
        if (step % 50) return;
        const seen = recall === undefined ? '' : `, recall@20 ${(100 * recall).toFixed(1)}`;
        console.log(
          `${epoch}/${epochs} ${step}/${steps} loss ${loss.toFixed(3)}${seen}, ${Math.round(secondsLeft)} s left`,
        );
      },
    },
  );
  const out = join(folder, 'base.safetensors');
  const bytes = writeModel(model);
  writeFileSync(out, bytes);
  say(out);
  const fromFile = readModel(new Uint8Array(bytes).buffer);
  const measure = async (title: string, log: DataSet) =>
    console.log(`\n${title}\n${reportText(await report(fromFile, log, splitByTime(log)))}`);
  const unseen = createDataSetBuilder({ minItemCount: 1 });
  addSimulated(unseen, SHOPS, SHOPPERS_A_SHOP * 4);
  await measure('a simulated shop it never saw; the others know its log', unseen.finish());
  if (eshop) {
    const { data: log } = await loadLog([eshop], { minItemCount: 1 });
    await measure('e-shop 2008, the last tenth of the sessions', log);
  }
}

type Builder = ReturnType<typeof createDataSetBuilder>;

/** Every shop is another: its size, its habits, and what its catalog says of an item. */
function addSimulated(builder: Builder, s: number, shoppers: number): void {
  const vary = (low: number, high: number, step: number) =>
    low + ((s * step) % 7) * ((high - low) / 6);
  const shop = simulateShop({
    seed: SEED + 100 + s,
    categories: 3 + (s % 6),
    leavesPerCategory: 2 + (s % 4),
    itemsPerLeaf: 8 + ((s * 5) % 23),
    brands: 6 + (s % 9),
    content: s % 6 === 5 ? 'none' : s % 4 === 3 ? 'category' : 'full',
    zipf: vary(0.5, 1.1, 3),
  });
  const itemOf = new Map(shop.items.map((item) => [item.id, item]));
  const visits = Object.fromEntries(
    Object.entries(HABITS.visits).map(([intent, visit]) => [
      intent,
      {
        ...visit,
        leave: visit.leave * vary(0.7, 1.5, 2),
        cart: visit.cart * vary(0.4, 1.4, 5),
        checkout: visit.checkout * vary(0.6, 2.4, 3),
      },
    ]),
  ) as typeof HABITS.visits;
  const habits = {
    visits,
    again: vary(0.3, 0.75, 4),
    search: vary(0, 0.09, 2),
    category: vary(0, 0.12, 5),
  };
  for (const history of simulateShoppers(shop, {
    seed: SEED + 500 + s,
    shoppers,
    habits,
  })) {
    for (const { session, ts, type, item: id, price } of history) {
      const { category, brand, name } = itemOf.get(id ?? '') ?? {};
      builder.add({
        shopper: `${s}:${session.replace(/-\d+$/, '')}`,
        session,
        time: ts,
        type,
        ...(id !== undefined && { item: `${s}:${id}`, price, category, brand, name }),
      });
    }
  }
}

/** E-shop 2008 as one more shop: clicks alone, so its weight lies in which product follows which. */
async function addEshop(builder: Builder, path: string, share: number): Promise<void> {
  const { data } = await loadLog([path], { minItemCount: 1 });
  // Its days lie in 2008 and have no clock: laid over the simulated weeks, so that one cut splits all.
  const random = seededRandom(SEED);
  const first = Date.UTC(2026, 0, 5);
  let session = 0;
  let time = 0;
  for (let e = 0; e < data.events; e++) {
    session += data.sessionStart[e];
    // Gaps as simulated shoppers have them: a constant one would be a token of its own.
    if (data.sessionStart[e]) time = first + (60 * 86_400_000 * session) / data.sessions;
    else time += 1000 * HABITS.seconds.click * Math.exp(0.9 * normal(random));
    const item = data.items[data.item[e]];
    if (!item || session > data.sessions * share) continue;
    builder.add({
      shopper: `e:${session}`,
      time: Math.round(time),
      type: 'click',
      item: `${SHOPS}:${item.id}`,
      price: item.price,
      category: item.category,
    });
  }
}

function run(script: string, args: string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
    child.on('error', failed);
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`${script} ended with ${code}`)),
    );
  });
}

const say = (path: string) => console.log(`${path}: ${statSync(path).size} bytes`);
