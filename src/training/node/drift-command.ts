import { rareError } from '../../lib/errors.js';
import { driftOf } from '../measure/drift.js';
import { answerText, driftText } from '../measure/drift-text.js';
import { loadedFacts, loadedLines } from '../measure/log-text.js';
import { report } from '../measure/report.js';
import { type Arguments, usage } from './arguments.js';
import type { CommandResult } from './command-result.js';
import { laterPart } from './later-part.js';
import { loadLog } from './load-log.js';
import { loadOptions } from './log-options.js';
import { readModelFile } from './read-model-file.js';
import { observeOptions, tableOption } from './report-options.js';
import { createProgress, type Terminal } from './terminal.js';

/** Holds what a model achieves on a later log against what it achieved when it was made. */
export async function driftCommand(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<CommandResult> {
  const [file, ...logs] = given.paths;
  if (!logs.length) throw usage('nextaisle drift <model> <log…>');
  const { model, figures: then } = readModelFile(file);
  const load = loadOptions(given);
  const observing = observeOptions(given);
  const progress = createProgress(terminal);
  const loaded = await loadLog(logs, load);
  for (const line of loadedLines(loaded)) progress.say(line);
  const { log, isLater } = laterPart(loaded.data, then?.until);
  if (!isLater) {
    progress.say(
      then?.until === undefined
        ? 'note: the file does not say when its log ended: measured on the latest tenth of this one'
        : `note: no visit began after the model's own log ended (${new Date(then.until).toISOString()}): measured on the latest tenth`,
    );
  }
  if (then?.on === 'validation') {
    progress.say('note: its figures when made are of the part it was calibrated on: they flatter');
  }
  const { figures: now, ...measured } = await report(model, log, {
    ...observing,
    // As the file was measured, or it could not be compared.
    maskSeen: then ? then.masked === true : observing.maskSeen,
    onProgress(done, of) {
      if (signal.aborted) throw rareError('INTERRUPTED', 'while measuring');
      progress.show(`measuring: ${done} of ${of}`);
    },
  });
  progress.clear();
  const drift = driftOf(then, now);
  const { name, version } = measured.model;
  const whole = (n: number) => n.toLocaleString('en-US');
  const title = `${name}, version ${version}: ${whole(now.predictions)} predictions for ${whole(now.shoppers)} shoppers today, ${then ? whole(then.predictions) : 'no word of those'} when it was made`;
  return {
    json: {
      model: file,
      ...loadedFacts(loaded),
      later: isLater,
      whenMade: then ?? null,
      today: now,
      ...drift,
      text: answerText(drift),
    },
    text: `${title}\n\n${driftText(then, now, drift, tableOption(given))}`,
    exitCode: given.values['require-fresh'] && drift.answer !== 'keep' ? 1 : 0,
  };
}
