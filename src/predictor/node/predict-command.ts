import { rareError } from '../../lib/errors.js';
import type { Columns } from '../../training/log/log-fields.js';
import { loadedFacts, loadedLines } from '../../training/measure/log-text.js';
import {
  type Arguments,
  badArgument,
  numberOption,
  textOption,
  usage,
} from '../../training/node/arguments.js';
import type { CommandResult } from '../../training/node/command-result.js';
import { loadLog } from '../../training/node/load-log.js';
import { loadOptions } from '../../training/node/log-options.js';
import { readModelFile } from '../../training/node/read-model-file.js';
import { createProgress, type Terminal } from '../../training/node/terminal.js';
import { writableOut } from '../../training/node/writable-out.js';
import { openPredictionFile, PREDICTION_FILES, type PredictionSink } from './prediction-file.js';
import { predictShoppers, type Shopper } from './predict-shoppers.js';

/** What `--exclude` knows; each is a word of the rules of a shelf. */
const EXCLUDED = ['current', 'in-cart', 'purchased', 'seen'];

/** Says what each shopper of a log does next: as lines on stdout, or in a file. */
export async function predictCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<CommandResult> {
  const [file, ...logs] = given.paths;
  if (!logs.length) throw usage('nextaisle predict <model> <log…> [--out <next.jsonl>]');
  const out = outOption(given);
  const rules = { k: numberOption(given, 'k', 1, 1000) ?? 20, exclude: excludeOption(given) };
  const allSessions = given.values['all-sessions'] === true;
  const load = loadOptions(given);
  const { model } = readModelFile(file);
  const progress = createProgress(terminal);
  const loaded = await loadLog(logs, {
    ...load,
    toPredict: true,
  });
  for (const line of loadedLines(loaded)) progress.say(line);
  const { data, columns } = loaded;
  const shoppers = shoppersOf(loaded.shopperIds ?? [], columns);
  const of = allSessions ? data.sessions : shoppers.length;
  const sink = out === undefined ? linesTo(terminal) : openPredictionFile(out);
  let done = 0;
  try {
    for await (const one of predictShoppers(model, data, { shoppers, allSessions, rules })) {
      if (signal.aborted) throw rareError('INTERRUPTED', 'nothing was written');
      sink.add(one);
      if (++done % 100 === 0) progress.show(`predicting: ${done} of ${of}`);
    }
    sink.close();
  } catch (thrown) {
    sink.cancel();
    throw thrown;
  }
  progress.clear();
  if (out !== undefined) progress.say(`written ${out}: ${done} predictions`);
  const { name, version } = model.card;
  return {
    json: { out, model: { name, version }, predictions: done, ...loadedFacts(loaded) },
    text: '',
    exitCode: 0,
  };
}

/** The ids as the log has them: those of any column but the first have its name before a tab. */
function shoppersOf(ids: readonly string[], { user = [], session = [] }: Columns): Shopper[] {
  const headers = new Set([user, session].flat());
  return ids.map((id) => {
    const tab = id.indexOf('\t');
    const column = id.slice(0, Math.max(0, tab));
    return headers.has(column)
      ? { shopper: id.slice(tab + 1), shopperColumn: column }
      : { shopper: id, shopperColumn: null };
  });
}

function linesTo({ out }: Terminal): PredictionSink {
  return {
    add: (prediction) => void out.write(`${JSON.stringify(prediction)}\n`),
    close() {},
    cancel() {},
  };
}

function outOption(given: Arguments): string | undefined {
  const out = textOption(given, 'out');
  if (out === undefined) {
    if (!given.values.json) return undefined;
    throw badArgument('json', true, 'needs --out here: without it stdout has a line a session');
  }
  if (!PREDICTION_FILES.test(out)) {
    throw badArgument('out', out, 'a file that ends in .jsonl, .parquet or .csv');
  }
  return writableOut(given, 'nextaisle predict <model> <log…> [--out <next.jsonl>]');
}

function excludeOption(given: Arguments): string[] {
  const text = textOption(given, 'exclude');
  const words = text === undefined ? [] : text.split(',');
  if (words.some((word) => !EXCLUDED.includes(word))) {
    throw badArgument('exclude', text, `some of ${EXCLUDED.join(',')}`);
  }
  return words;
}
