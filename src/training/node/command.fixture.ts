import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { runCommandLine } from './command-line.js';

/** A folder of a test, and the command line as a terminal would run it. */
export function useCommands() {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-commands-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write(name: string, text: string): string {
      writeFileSync(path(name), text);
      return path(name);
    },
    async run(...argv: string[]) {
      const ended = { code: 0, out: '', err: '' };
      const to = (name: 'out' | 'err') => ({
        write(text: string) {
          ended[name] += text;
        },
      });
      ended.code = await runCommandLine(argv, {
        terminal: { out: to('out'), err: to('err') },
        signal: new AbortController().signal,
        version: '0.0.0',
        wasmFolder: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
        sqlFolder: 'scale/',
        baseModel: 'weights/base.safetensors',
      });
      return ended;
    },
  };
}

export interface ShopLogOptions {
  shoppers: number;
  seed: number;
  /** First day, ms. */
  from: number;
  /** Number of the first item: a shop whose assortment has moved on. */
  firstItem?: number;
  /** Items of each of the 4 categories: 10. */
  places?: number;
  /** Share of visits that end in a purchase. */
  buying?: number;
}

/**
 * Visits to a shop of 4 categories, as CSV: a shopper stays in one category, goes to the next
 * item of it mostly, and puts the last into the cart.
 */
export function shopCsv(options: ShopLogOptions): string {
  const { shoppers, seed, from, firstItem = 0, places = 10, buying = 0.3 } = options;
  const random = seededRandom(seed);
  const rows = ['user,time,type,item,category,price'];
  for (let user = 0; user < shoppers; user++) {
    let ts = from + user * 240_000;
    const category = Math.floor(random() * 4);
    let place = Math.floor(random() * places);
    const row = (type: string) => {
      ts += Math.round(5000 + random() * 60_000);
      const item = firstItem + category + 4 * place;
      rows.push(`s${seed}-u${user},${ts},${type},item-${item},Category ${category},${5 + item}`);
    };
    for (let step = 2 + Math.floor(random() * 4); step > 0; step--) {
      row('click');
      place = random() < 0.8 ? (place + 1) % places : Math.floor(random() * places);
    }
    if (random() < buying) {
      row('cart');
      if (random() < 0.7) row('purchase');
    }
  }
  return `${rows.join('\n')}\n`;
}
