import { accessSync, constants, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rareError, PredictorError } from '../../lib/errors.js';
import { DEFAULT_CONFIG, type ModelConfig, parseConfig } from '../../model/config.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import type { LoadedLog } from '../data/collect-log.js';
import type { QuantisingCost } from '../fit/held-out-score.js';
import { duration, loadedLines, quantisedLine } from '../measure/log-text.js';
import { report } from '../measure/report.js';
import { reportText } from '../measure/report-text.js';
import { type Size, SIZES } from '../fit/sizes.js';
import type { TrainOptions } from '../fit/train-options.js';
import { train } from '../fit/train.js';
import { checkpointFile, replaceFile } from './checkpoint-file.js';
import { loadLog } from './load-log.js';
import { askedPart, splitOf } from './split-of.js';
import { createProgress, type Terminal, trainingLine } from './terminal.js';
import {
  type Arguments,
  loadOptions,
  numberOption,
  sampleOption,
  tableOption,
  textOption,
  wordOption,
} from './usage.js';
import { startWasmBackend } from '../network/wasm-backend.js';

export interface CommandResult {
  /** What `--json` prints. */
  json: unknown;
  /** What is printed without it. */
  text: string;
  exitCode: number;
}

/** Reads, splits, trains, writes, reads back what was written and measures that. */
export async function trainCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
  wasmFolder: string,
): Promise<CommandResult> {
  const out = textOption(given, 'out');
  if (!given.paths.length || !out) {
    throw new PredictorError('BAD_OPTION', 'nextaisle train <log…> --out <shop.safetensors>');
  }
  try {
    accessSync(dirname(resolve(out)), constants.W_OK);
  } catch {
    throw new PredictorError('BAD_OPTION', `--out ${out}: the folder cannot be written to`);
  }
  const config = configOf(given);
  const sample = sampleOption(given);
  const load = loadOptions(given);
  const progress = createProgress(terminal);
  const loaded = await loadLog(given.paths, {
    ...load,
    onLines: (lines) => progress.show(`reading: ${lines.toLocaleString('en-US')} lines`),
  });
  for (const line of loadedLines(loaded)) progress.say(line);
  const { data } = loaded;
  if (signal.aborted) throw rareError('INTERRUPTED', 'nothing was trained yet');
  const part = splitOf(given, data);
  const asked = askedPart(given, part);

  const options: TrainOptions = {
    config,
    card: cardOf(given, loaded, out),
    epochs: numberOption(given, 'epochs', 1, 1000),
    batch: numberOption(given, 'batch', 16, 65_536),
    negatives: numberOption(given, 'negatives', 1, 1e6),
    rate: numberOption(given, 'rate', 1e-6, 1, false),
    dropout: numberOption(given, 'dropout', 0, 0.9, false),
    teaching: numberOption(given, 'teaching', 0, 1, false),
    seed: numberOption(given, 'seed', 0, 2 ** 32),
  };
  const checkpoint = checkpointFile(out, settingsOf(loaded, options));
  const resume = given.values.resume ? checkpoint.read() : undefined;
  await startWasmBackend(wasmFolder);
  const started = Date.now();
  let saved = resume !== undefined;
  let epoch = 0;
  let quantised: QuantisingCost | undefined;
  const model = await train(data, part, options, {
    signal,
    resume,
    onProgress(at) {
      progress.show(trainingLine(at), at.epoch !== epoch);
      epoch = at.epoch;
    },
    onQuantised(cost) {
      quantised = cost;
    },
    checkpoint(state) {
      checkpoint.write(state);
      saved = true;
    },
  });
  progress.clear();
  const bytes = writeModel(model);
  replaceFile(out, bytes);
  const seconds = (Date.now() - started) / 1000;
  const gzip = gzipSync(bytes).length;
  const kb = (size: number) => `${(size / 1024).toFixed(0)} KB`;
  const written = `${out}: ${kb(bytes.length)}, ${kb(gzip)} gzipped, after ${duration(seconds)}`;
  const facts = { out, bytes: bytes.length, gzip, seconds, ...readFacts(loaded) };
  if (signal.aborted) {
    const next = saved
      ? `go on with the same command and --resume (from ${checkpoint.path})`
      : 'no epoch was whole yet, so --resume has nothing to go on from';
    progress.say(`interrupted: the best so far is in ${written}; ${next}`);
    return { json: { ...facts, interrupted: true, resumable: saved }, text: '', exitCode: 130 };
  }
  progress.say(`written ${written}`);
  if (quantised?.before.recall) progress.say(quantisedLine(quantised));
  // From the disk: the number that counts is that of the file.
  const file = readFileSync(out);
  const fromFile = readModel(new Uint8Array(file).buffer);
  const measured = await report(fromFile, data, asked, {
    sample,
    onProgress: (done, of) => progress.show(`measuring: ${done} of ${of}`),
  });
  progress.clear();
  checkpoint.remove();
  return {
    json: { ...facts, quantised, report: measured },
    text: reportText(measured, tableOption(given)),
    exitCode: 0,
  };
}

/** What was read, for `--json`. */
export function readFacts({ lines, columns, refused, ignored, embeddings, data }: LoadedLog) {
  const { duplicates, rareItems } = data;
  return { read: { lines, columns, refused, ignored, embeddings, duplicates, rareItems } };
}

/** What is not given is left to the trainer, which knows the log. */
function configOf(given: Arguments): Partial<ModelConfig> {
  const size = SIZES[wordOption(given, 'size', Object.keys(SIZES) as Size[]) ?? 'small'];
  const width = numberOption(given, 'width', 8, 1024) ?? size.width;
  const subIds = numberOption(given, 'sub-ids', 1, 64);
  const contentBuckets = numberOption(given, 'content', 0, 65_536);
  const config = {
    width,
    ffn: width * 4,
    layers: numberOption(given, 'layers', 1, 24) ?? size.layers,
    heads: numberOption(given, 'heads', 1, 32) ?? size.heads,
    window: numberOption(given, 'window', 2, 512) ?? DEFAULT_CONFIG.window,
    ...(subIds === undefined ? {} : { subIds }),
    ...(contentBuckets === undefined ? {} : { contentBuckets }),
  };
  try {
    parseConfig({ ...DEFAULT_CONFIG, ...config });
    return config;
  } catch {
    throw new PredictorError(
      'BAD_OPTION',
      '--width must be a multiple of --sub-ids and of 2 × --heads',
    );
  }
}

function cardOf(given: Arguments, { data }: LoadedLog, out: string): TrainOptions['card'] {
  const name = textOption(given, 'name') ?? basename(out).replace(/\.safetensors$/, '');
  const files = given.paths.map((path) => basename(path)).join(', ');
  return {
    name,
    version: '1',
    data: `${data.events} events in ${data.sessions} sessions over ${data.itemIds.length} items, from ${files}`,
  };
}

/** A checkpoint is of one log and one network. */
function settingsOf(
  { data, embeddings }: LoadedLog,
  { config, epochs, seed = 1 }: TrainOptions,
): string {
  const network = Object.entries(config ?? {}).map(([key, value]) => `${key} ${value}`);
  const log = `${data.events} events, ${data.itemIds.length} items`;
  if (embeddings) network.push(`embeddings of ${embeddings.length}`);
  return [log, ...network, `epochs ${epochs ?? 'by size'}`, `seed ${seed}`].join(', ');
}
