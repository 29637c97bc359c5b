import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { rareError } from '../../lib/errors.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import type { CodedChoice } from '../fit/choose-coded.js';
import type { ContinuedCounts } from '../fit/continued-items.js';
import type { QuantisingCost } from '../fit/held-out-score.js';
import { trainWith } from '../fit/train.js';
import type { PlannedTraining, TrainHooks } from '../fit/train-options.js';
import { withFileFigures } from '../measure/file-figures.js';
import {
  codedLine,
  continuedLine,
  duration,
  loadedFacts,
  loadedLines,
  quantisedLine,
} from '../measure/log-text.js';
import { report } from '../measure/report.js';
import { reportText } from '../measure/report-text.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import type { Arguments } from './arguments.js';
import { checkpointFile, replaceFile } from './checkpoint-file.js';
import type { CommandResult } from './command-result.js';
import { effectiveConfig } from './effective-config.js';
import { lastTime } from './later-part.js';
import { loadLog } from './load-log.js';
import { loadShards, shardsOption } from './load-shards.js';
import { loadOptions, splitOption } from './log-options.js';
import { exitCodeOf, measuredLog, observeOptions, tableOption } from './report-options.js';
import { createProgress, type Terminal, trainingLine } from './terminal.js';
import {
  checkpointSettings,
  configOption,
  fromOption,
  givenConfig,
  modelCard,
  threadsOption,
  trainingOptions,
  versionOption,
} from './train-arguments.js';
import { startThreads } from './threads.js';
import { writableOut } from './writable-out.js';

/** Reads a log, splits it, trains, writes the model file, reads it back and measures that. */
export async function trainCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
  { wasmFolder, program }: { wasmFolder: string; program?: string },
): Promise<CommandResult> {
  const out = writableOut(given, 'nextaisle train <log…> --out <shop.safetensors>');
  // Wrong options stop here, before a long log is read.
  const from = fromOption(given);
  const config = from ? givenConfig(given) : configOption(given);
  const more = trainingOptions(given);
  const threads = threadsOption(given);
  versionOption(given);
  const observing = observeOptions(given);
  const load = loadOptions(given);
  const shards = shardsOption(given);
  const progress = createProgress(terminal);
  const reading = (read: number, what: string) =>
    progress.show(`reading: ${read.toLocaleString('en-US')} ${what}`);
  const loaded = shards
    ? await loadShards(shards, {
        embeddings: load.embeddings,
        signal,
        onEvents: (events) => reading(events, 'events'),
      })
    : {
        files: given.paths,
        ...(await loadLog(given.paths, { ...load, onLines: (lines) => reading(lines, 'lines') })),
      };
  for (const line of loadedLines(loaded)) progress.say(line);
  if (signal.aborted) throw rareError('INTERRUPTED', 'nothing was trained yet');
  const log = splitOption(given, loaded.data);
  const measured = measuredLog(given, log);

  const card = modelCard(given, loaded, out);
  const options = {
    config,
    card,
    ...more,
    from: from?.model,
    dropUnseen: given.values['drop-unseen'] === true,
  };
  const checkpoint = checkpointFile(out, checkpointSettings(loaded, options, from?.hash));
  const resume = given.values.resume ? checkpoint.read() : undefined;
  await startWasmBackend(wasmFolder);
  const started = Date.now();
  let canResume = resume !== undefined;
  let epoch = 0;
  let quantised: QuantisingCost | undefined;
  let plan: PlannedTraining | undefined;
  let coded: CodedChoice | undefined;
  let continued: ContinuedCounts | undefined;
  const workers =
    program && threads > 1 ? startThreads(threads - 1, program, wasmFolder) : undefined;
  const hooks: TrainHooks = {
    signal,
    resume,
    onPlan(chosen) {
      plan = chosen;
    },
    onContinued(counts) {
      continued = counts;
      progress.say(continuedLine(counts));
    },
    onProgress(at) {
      progress.show(trainingLine(at), at.epoch !== epoch);
      epoch = at.epoch;
    },
    onQuantised(cost) {
      quantised = cost;
    },
    onCoded(choice) {
      coded = choice;
    },
    checkpoint(state) {
      checkpoint.write(state);
      canResume = true;
    },
  };
  const model = await trainWith(log, options, hooks, workers).finally(() => workers?.end());
  progress.clear();
  const bytes = writeModel(model);
  replaceFile(out, bytes);
  const seconds = (Date.now() - started) / 1000;
  const gzip = gzipSync(bytes).length;
  const kb = (size: number) => `${(size / 1024).toFixed(0)} KB`;
  const written = `${out}: ${kb(bytes.length)}, ${kb(gzip)} gzipped, after ${duration(seconds)}`;
  const used = plan && effectiveConfig(given, plan, card, threads);
  const facts = {
    out,
    bytes: bytes.length,
    gzip,
    seconds,
    config: used,
    continued,
    ...loadedFacts(loaded),
  };
  if (signal.aborted) {
    const next = canResume
      ? `continue with the same command and --resume (from ${checkpoint.path})`
      : 'no epoch was finished, so there is nothing to resume from';
    progress.say(`interrupted: the best model so far is in ${written}; ${next}`);
    return { json: { ...facts, interrupted: true, resumable: canResume }, text: '', exitCode: 130 };
  }
  progress.say(`written ${written}`);
  if (coded) progress.say(codedLine(coded));
  if (quantised?.before.recall) progress.say(quantisedLine(quantised));
  // From the disk: the number that counts is that of the file.
  const file = readModel(new Uint8Array(readFileSync(out)).buffer);
  const result = await report(file, measured, {
    ...observing,
    onProgress: (done, of) => progress.show(`measuring: ${done} of ${of}`),
  });
  progress.clear();
  const figures = {
    ...result.figures,
    on: given.values.on === 'validation' ? ('validation' as const) : ('test' as const),
    masked: observing.maskSeen,
    until: lastTime(loaded.data),
  };
  const final = withFileFigures(bytes, figures);
  replaceFile(out, final);
  checkpoint.remove();
  return {
    json: {
      ...facts,
      bytes: final.length,
      gzip: gzipSync(final).length,
      coded,
      quantised,
      report: result,
    },
    text: reportText(result, tableOption(given)),
    exitCode: exitCodeOf(given, result),
  };
}
