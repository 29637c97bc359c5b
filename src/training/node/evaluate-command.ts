import { rareError } from '../../lib/errors.js';
import { loadedFacts, loadedLines } from '../measure/log-text.js';
import { report } from '../measure/report.js';
import { reportText } from '../measure/report-text.js';
import { type Arguments, usage } from './arguments.js';
import type { CommandResult } from './command-result.js';
import { loadLog } from './load-log.js';
import { loadOptions, splitOption } from './log-options.js';
import { readModelFile } from './read-model-file.js';
import { exitCodeOf, measuredLog, observeOptions, tableOption } from './report-options.js';
import { createProgress, type Terminal } from './terminal.js';

/** Measures a model file on the test part of a log. */
export async function evaluateCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<CommandResult> {
  const [file, ...logs] = given.paths;
  if (!logs.length) throw usage('nextaisle evaluate <model> <log…>');
  const { model } = readModelFile(file);
  const load = loadOptions(given);
  const progress = createProgress(terminal);
  const loaded = await loadLog(logs, load);
  for (const line of loadedLines(loaded)) progress.say(line);
  const log = measuredLog(given, splitOption(given, loaded.data));
  const measured = await report(model, log, {
    ...observeOptions(given),
    onProgress(done, of) {
      if (signal.aborted) throw rareError('INTERRUPTED', 'while measuring');
      progress.show(`measuring: ${done} of ${of}`);
    },
  });
  progress.clear();
  return {
    json: { model: file, ...loadedFacts(loaded), report: measured },
    text: reportText(measured, tableOption(given)),
    exitCode: exitCodeOf(given, measured),
  };
}
