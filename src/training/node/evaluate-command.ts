import { readFileSync } from 'node:fs';
import { rareError, PredictorError, toPredictorError } from '../../lib/errors.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { loadedLines } from '../measure/log-text.js';
import { report } from '../measure/report.js';
import { reportText } from '../measure/report-text.js';
import { loadLog } from './load-log.js';
import { askedPart, splitOf } from './split-of.js';
import { createProgress, type Terminal } from './terminal.js';
import { type CommandResult, readFacts } from './train-command.js';
import { type Arguments, loadOptions, sampleOption, tableOption } from './usage.js';

/** @throws PredictorError MODEL_MISSING, MODEL_CORRUPT or MODEL_VERSION. */
export function readModelFile(path: string): { model: Model; bytes: number } {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (thrown) {
    throw toPredictorError(thrown, 'MODEL_MISSING');
  }
  return { model: readModel(bytes.buffer), bytes: bytes.length };
}

/** A model file on the test part of a log. */
export async function evaluateCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<CommandResult> {
  const [file, ...logs] = given.paths;
  if (!logs.length) throw new PredictorError('BAD_OPTION', 'nextaisle evaluate <model> <log…>');
  const { model } = readModelFile(file);
  const load = loadOptions(given);
  const progress = createProgress(terminal);
  const loaded = await loadLog(logs, load);
  for (const line of loadedLines(loaded)) progress.say(line);
  const part = askedPart(given, splitOf(given, loaded.data));
  const measured = await report(model, loaded.data, part, {
    sample: sampleOption(given),
    onProgress(done, of) {
      if (signal.aborted) throw rareError('INTERRUPTED', 'while measuring');
      progress.show(`measuring: ${done} of ${of}`);
    },
  });
  progress.clear();
  return {
    json: { model: file, ...readFacts(loaded), report: measured },
    text: reportText(measured, tableOption(given)),
    exitCode: 0,
  };
}
