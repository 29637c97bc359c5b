import { writeFileSync } from 'node:fs';
import { rareError } from '../../lib/errors.js';
import {
  type Arguments,
  badArgument,
  numberOption,
  textOption,
  usage,
} from '../../training/node/arguments.js';
import type { CommandResult } from '../../training/node/command-result.js';
import { createProgress, type Terminal } from '../../training/node/terminal.js';
import { folderIsWritable } from '../../training/node/writable-out.js';
import { KNOWN_ACTIONS } from '../known/known-chances.js';
import { knownLog } from '../known/known-log.js';
import { createKnownShop } from '../known/known-shop.js';
import { createTruth, LATE_TS } from '../known/truth.js';
import { KNOWN_LOG_FILES, openKnownLog } from './known-log-file.js';

const USAGE = 'nextaisle simulate --events <n> --out <log.parquet>';
const MOST_EVENTS = 1e10;
const MOST_ITEMS = 2e7;
/** Events of which every later one is judged; of a longer log a share of the shoppers. */
const JUDGED = 5e6;
const TURN = 20_000;

/** Writes a log of any length whose chances are known, and beside it what the best possible predictor gets. */
export async function simulateCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<CommandResult> {
  const events = numberOption(given, 'events', 1, MOST_EVENTS);
  const out = textOption(given, 'out');
  if (events === undefined || out === undefined || given.paths.length) throw usage(USAGE);
  if (!KNOWN_LOG_FILES.test(out) || !folderIsWritable(out)) {
    throw badArgument(
      'out',
      out,
      'a file that ends in .csv, .jsonl or .parquet, in a folder that can be written to',
    );
  }
  const seed = numberOption(given, 'seed', 0, 2 ** 31) ?? 1;
  // As many as logs of that length have.
  const items =
    numberOption(given, 'items', 100, MOST_ITEMS) ??
    Math.min(MOST_ITEMS, Math.round(100 + 50 * Math.sqrt(events)));
  const shop = createKnownShop(items, seed);
  const truth = createTruth();
  const progress = createProgress(terminal);
  const every = Math.ceil(events / JUDGED);
  const judged = (shopper: number, began: number) => shopper % every === 0 && began >= LATE_TS;
  const log = openKnownLog(out);
  let written = 0;
  let shoppers = 0;
  try {
    for (const event of knownLog(shop, { seed, events, judged })) {
      truth.read(event);
      shoppers = event.shopper + 1;
      log.add({
        user_id: `u${shoppers}`,
        event_time: new Date(event.ts),
        event_type: KNOWN_ACTIONS[event.action],
        product_id: shop.idOf(event.item),
        ...shop.factsOf(event.item),
      });
      if (++written % TURN) continue;
      progress.show(`written: ${written} of ${events}`);
      // Lets a signal have its turn.
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) throw rareError('INTERRUPTED', 'nothing was written');
    }
    log.close();
  } catch (thrown) {
    log.cancel();
    throw thrown;
  }
  progress.clear();
  const best = truth.test();
  const json = { events, items, shoppers, seed, best };
  writeFileSync(`${out}.truth.json`, `${JSON.stringify(json, null, 2)}\n`);
  const percent = (share: number) => (100 * share).toFixed(1);
  const text = [
    `${out}: ${events.toLocaleString('en-US')} events of ${shoppers.toLocaleString('en-US')} shoppers, ${items.toLocaleString('en-US')} products`,
    `On the latest tenth of the visits the best possible predictor gets recall@20 ${percent(best.recall20)}, MRR@20 ${percent(best.mrr20)}, log-loss of the next action ${best.logLoss.toFixed(3)} (${out}.truth.json).`,
  ];
  return { json: { out, ...json }, text: `${text.join('\n')}\n`, exitCode: 0 };
}
