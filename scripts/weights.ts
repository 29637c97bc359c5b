import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { Item } from '../src/events/item.js';
import { writeModel } from '../src/model/write-model.js';
import { loadLog } from '../src/training/node/load-log.js';
import { startWasmBackend } from '../src/training/network/wasm-backend.js';
import { DEMO_SHOPPERS, demoShop, trainedShoppers } from '../src/simulate/demo-shop.js';
import { simulatedLog } from '../src/simulate/log.js';
import { withPriorOfShops } from './base-prior.js';
import { trainBase } from './base-recipe.js';

interface Wanted {
  /** Root folder of the repository. */
  root: string;
  wanted: string[];
  /** Path of the e-shop 2008 log. */
  eshop?: string;
  /** Trains on a twentieth of the shoppers into another folder, to try the command. */
  quick?: boolean;
}

/** All randomness comes from these seeds. */
const SEED = 20260105;
const SHOPS = 150;
const EVENTS_A_SHOP = 500;
/** Of e-shop 2008, which has only clicks, and teaches which product follows which. */
const ESHOP_EVENTS = 8000;
const DEMO_EPOCHS = 6;

export async function makeWeights({ root, wanted, eshop, quick }: Wanted): Promise<void> {
  const folder = quick ? mkdtempSync(join(tmpdir(), 'nextaisle-quick-')) : join(root, 'weights');
  const plan = { root, folder, share: quick ? 0.05 : 1 };
  if (wanted.includes('base')) await makeBase(plan, eshop);
  if (wanted.includes('demo')) await makeDemo(plan);
}

interface Plan {
  root: string;
  /** Output folder. */
  folder: string;
  /** Share of the shoppers. */
  share: number;
}

/** Trains on simulated shoppers of the demo shop, through the command line. */
async function makeDemo({ root, folder: to, share }: Plan): Promise<void> {
  const { catalog, itemOf } = await import(pathToFileURL(join(root, 'demo/catalog.js')).href);
  const shop = demoShop((catalog as Item[]).map(itemOf));
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-weights-'));
  try {
    const log = join(folder, 'simulated-shoppers-of-the-demo-shop.csv');
    const histories = trainedShoppers(shop, DEMO_SHOPPERS * share);
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
      // The page shows only products of the log.
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

/** Trains on many simulated shops and e-shop 2008: see base-recipe.ts. */
async function makeBase({ root, folder, share }: Plan, eshop?: string): Promise<void> {
  await startWasmBackend(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  const log = eshop && (await loadLog([eshop])).data;
  const shops = Math.ceil(SHOPS * share);
  const model = await trainBase(
    {
      seed: SEED,
      shops,
      eventsPerShop: EVENTS_A_SHOP,
      more: log ? [{ data: log, events: ESHOP_EVENTS * share }] : [],
    },
    {
      name: 'base',
      version: '6',
      data: `${shops} simulated shops${eshop ? ', and e-shop 2008 (Łapczyński, Białowąs 2013, UCI, CC BY 4.0)' : ''}`,
      license: eshop ? 'Apache-2.0, with data under CC BY 4.0' : 'Apache-2.0',
    },
    share < 1 ? { epochs: 1 } : {},
  );
  const out = join(folder, 'base.safetensors');
  writeFileSync(out, writeModel(await withPriorOfShops(model)));
  say(out);
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
