import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { agreesWithGolden, TOLERANCE } from '../../engine/golden.js';
import { createItemTable } from '../../engine/item-table.js';
import { ACTION_TYPES } from '../../events/event.js';
import { parseGolden } from '../../model/golden.js';
import { tensorSpecs } from '../../model/tensors.js';
import { figuresLine } from '../measure/drift-text.js';
import { plainTable } from '../measure/tables.js';
import { type Arguments, usage } from './arguments.js';
import type { CommandResult } from './command-result.js';
import { readModelFile } from './read-model-file.js';

/** Bytes per number in the file. */
const BYTES = { rows: 1, float: 4, byte: 1, short: 2 } as const;

/** Shows what a model file contains, and whether it still answers as it did when it was written. */
export async function inspectCommand(given: Arguments): Promise<CommandResult> {
  const [path, ...more] = given.paths;
  if (!path || more.length) throw usage('nextaisle inspect <model>');
  const { model, bytes, figures } = readModelFile(path);
  const { card, config, vocabulary, calibration } = model;
  const golden = parseGolden(model.golden, vocabulary.items.length);
  const engine = createCpuEngine(model, createItemTable(model));
  const agrees =
    golden &&
    (await agreesWithGolden(engine, golden, TOLERANCE, model.config.window).catch(() => false));
  const tensors = [...tensorSpecs(config, vocabulary.items.length)].map(
    ([name, { shape, storage }]) => ({
      name,
      shape,
      bytes: shape[0] * shape[1] * BYTES[storage] + (storage === 'rows' ? 4 * shape[0] : 0),
    }),
  );
  const actions = [...ACTION_TYPES, 'leave'].filter((_, a) => calibration.actions.bias[a] > -1e4);
  const { items, categories } = vocabulary;
  const json = {
    path,
    bytes,
    card,
    config,
    items: items.length,
    categories: categories.length,
    actions,
    calibration,
    figures: figures ?? null,
    golden: golden ? { tokens: golden.tokens.length, agrees } : null,
    tensors,
  };
  const answer = golden ? (agrees ? 'agree' : 'DO NOT AGREE') : 'are not in the file';
  const text = [
    `${path}: ${(bytes / 1024).toFixed(1)} KB`,
    `${card.name}, version ${card.version}${card.license ? `, ${card.license}` : ''}`,
    card.data,
    '',
    ...Object.entries(config).map(([name, value]) => `${name.padEnd(16)}${value}`),
    `${'items'.padEnd(16)}${items.length}${items.length ? ` (${items.slice(0, 3).join(', ')}, …)` : ''}`,
    `${'categories'.padEnd(16)}${categories.length}`,
    `${'actions'.padEnd(16)}${actions.join(', ')}`,
    `${'bands'.padEnd(16)}likely from ${calibration.bands.likely}, unlikely below ${calibration.bands.unlikely}`,
    `${'when made'.padEnd(16)}${figures ? figuresLine(figures) : 'not in the file'}`,
    `golden vectors ${answer}`,
    '',
    plainTable([
      ['tensor', 'rows', 'columns', 'bytes'],
      ...tensors.map(({ name, shape, bytes: size }) => [name, ...shape, size]),
    ]),
    '',
  ].join('\n');
  return { json, text, exitCode: agrees === false ? 1 : 0 };
}
