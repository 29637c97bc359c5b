import { writeFileSync } from 'node:fs';
import { createExamples } from '../../../src/training/data/examples.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { PARTS } from '../../../src/training/data/split-log.js';
import { readArguments } from '../../../src/training/node/arguments.js';
import { loadOptions, splitOption } from '../../../src/training/node/log-options.js';

/**
 * Writes a log for the peers, with the same split and test positions as `nextaisle train` with
 * these arguments.
 * @param argv arguments after `nextaisle`.
 */
export async function exportEvents(argv: readonly string[], out: string): Promise<void> {
  const given = readArguments(argv);
  const { data } = await loadLog(given.paths, loadOptions(given));
  const log = splitOption(given, data);
  const { nextItem } = createExamples(data, () => undefined);
  let session = -1;
  const lines = [`items ${data.itemIds.length}`];
  for (let e = 0; e < data.events; e++) {
    session += data.sessionStart[e];
    lines.push(
      `${data.shopper[e]} ${session} ${data.item[e]} ${PARTS.indexOf(log.partOf(e))} ${nextItem[e]}`,
    );
  }
  writeFileSync(out, `${lines.join('\n')}\n`);
}
