import { writeFileSync } from 'node:fs';
import { PredictorError } from '../../lib/errors.js';
import type { ShopCard } from '../../prediction/shop-card.js';
import { makeShopCard } from '../calibrate/make-shop-card.js';
import { toFourDecimals } from '../calibrate/rounding.js';
import type { DataSet } from '../data/data-set.js';
import { createSplitLog } from '../data/split-log.js';
import { loadedLines } from '../measure/log-text.js';
import {
  type Arguments,
  badArgument,
  numberOption,
  type OptionName,
  textOption,
  usage,
} from './arguments.js';
import type { CommandResult } from './command-result.js';
import { loadLog } from './load-log.js';
import { loadOptions } from './log-options.js';
import { readModelFile } from './read-model-file.js';
import { createProgress, type Terminal } from './terminal.js';
import { writableOut } from './writable-out.js';

const USAGE =
  'nextaisle card <log…>, or nextaisle card --visits <n> --purchases <n> [--carts <n>] [--bounces <n>]';
const TOTALS = ['visits', 'purchases', 'carts', 'bounces'] as const satisfies OptionName[];
/** A visit may go on for so long after an event. */
const VISIT_MS = 30 * 60_000;

/**
 * Writes a shop card: what the option `shop` takes.
 * @param baseModel path of the model that many shops share, whose chances are fitted to the log.
 */
export async function cardCommand(
  given: Arguments,
  terminal: Terminal,
  baseModel: string,
): Promise<CommandResult> {
  const { paths } = given;
  const named = TOTALS.filter((name) => given.values[name] !== undefined);
  if (paths.length > 0 === named.length > 0) throw usage(USAGE);
  const out = given.values.out === undefined ? undefined : cardOut(given);
  const card = named.length ? cardOfTotals(given) : await cardOfLog(given, terminal, baseModel);
  const text = `${JSON.stringify(card)}\n`;
  if (out === undefined) return { json: card, text, exitCode: 0 };
  writeFileSync(out, text);
  const { visits, conversion } = card;
  return {
    json: card,
    text: `${out}: ${visits} visits, ${(100 * conversion).toFixed(1)}% bought. Give it to createPredictor({ shop }), or as data-shop.\n`,
    exitCode: 0,
  };
}

const cardOut = (given: Arguments) =>
  writableOut({ ...given, paths: ['-'] }, `${USAGE} --out <card.json>`);

/** @throws PredictorError BAD_OPTION. */
function cardOfTotals(given: Arguments): ShopCard {
  const total = (name: (typeof TOTALS)[number], high: number) =>
    numberOption(given, name, name === 'visits' ? 1 : 0, high);
  const visits = total('visits', 1e12);
  if (visits === undefined || given.values.purchases === undefined) throw usage(USAGE);
  const share = (name: (typeof TOTALS)[number]) => {
    const count = total(name, 1e12);
    if (count !== undefined && count >= visits)
      throw badArgument(name, textOption(given, name), `a part of the ${visits} visits`);
    return count === undefined ? undefined : toFourDecimals(count / visits);
  };
  const [conversion = 0, cart, bounce] = [share('purchases'), share('carts'), share('bounces')];
  if (conversion + (bounce ?? 0) > 1) {
    const allowed = `at most ${visits} with --bounces: a visit of one event does not buy`;
    throw badArgument('purchases', textOption(given, 'purchases'), allowed);
  }
  return {
    conversion,
    ...(cart !== undefined && { cart }),
    ...(bounce !== undefined && { bounce }),
    visits,
  };
}

async function cardOfLog(
  given: Arguments,
  terminal: Terminal,
  baseModel: string,
): Promise<ShopCard> {
  const loaded = await loadLog(given.paths, loadOptions(given));
  const progress = createProgress(terminal);
  for (const line of loadedLines(loaded)) progress.say(line);
  const { data, columns } = loaded;
  if (!columns.time && !columns.session) {
    const message =
      'The log has neither times nor sessions: what was a visit is not in it, and so not how many of them bought. Name one with --columns time=… or session=…, or give totals: nextaisle card --visits <n> --purchases <n>.';
    throw new PredictorError('NO_DATA', given.paths[0], { message });
  }
  if (new Set(data.action).size < 2) {
    const message =
      'The log shows a single kind of action: who buys is not in it. Give a log with purchases, or totals: nextaisle card --visits <n> --purchases <n>.';
    throw new PredictorError('NO_DATA', given.paths[0], { message });
  }
  const open = stillOpen(data);
  const log = createSplitLog(data, (e) => (open[e] ? 'context' : 'train'));
  return makeShopCard(log, readModelFile(baseModel).model);
}

/** Visits that may have gone on after the log's last event: 1 for each of their events. */
function stillOpen({ ts, sessionStart, events, shopper }: DataSet): Uint8Array {
  const open = new Uint8Array(events);
  const last = ts.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let ended = false;
  for (let e = events - 1; e >= 0; e--) {
    const isLast = e + 1 === events || sessionStart[e + 1] === 1 || shopper[e + 1] !== shopper[e];
    // Times of a log without dates say nothing of its end.
    if (isLast) ended = !(last > 1e11 && ts[e] > last - VISIT_MS);
    if (!ended) open[e] = 1;
  }
  const left = open.reduce((sum, one) => sum + one, 0);
  // Of a log of less than an hour all visits may be open: then it is taken as it is.
  return left > events / 2 ? open.fill(0) : open;
}
