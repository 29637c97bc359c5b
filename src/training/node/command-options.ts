import { PredictorError } from '../../lib/errors.js';
import { type Arguments, OPTIONS, type OptionName } from './arguments.js';

/** How a log is read. */
export const READING: readonly OptionName[] = [
  'actions',
  'allow-refused',
  'columns',
  'config',
  'dates',
  'delimiter',
  'encoding',
  'format',
  'item-embeddings',
  'keep-robots',
  'test',
];
const SPLITTING: readonly OptionName[] = ['split', 'train-share', 'validation'];
const MEASURING: readonly OptionName[] = ['mask-seen', 'markdown', 'sample'];
export const EVERYWHERE: readonly OptionName[] = ['help', 'json', 'version'];

const TOTALS: readonly OptionName[] = ['bounces', 'carts', 'purchases', 'visits'];
const OF_OTHERS: readonly OptionName[] = [
  ...TOTALS,
  'all-sessions',
  'browser',
  'click',
  'events',
  'exclude',
  'items',
  'k',
  'plan',
  'require-fresh',
];

/** What `train` takes. */
export const OF_TRAINING: readonly OptionName[] = (Object.keys(OPTIONS) as OptionName[]).filter(
  (name) => !OF_OTHERS.includes(name),
);

/** What each command takes. */
const TAKES: Readonly<Record<string, readonly OptionName[]>> = {
  train: OF_TRAINING,
  evaluate: [...READING, ...SPLITTING, ...MEASURING, 'on', 'require-better'],
  drift: [...READING, ...MEASURING, 'require-fresh'],
  predict: [...READING, 'all-sessions', 'exclude', 'k', 'out'],
  prepare: [
    ...READING.filter((name) => name !== 'item-embeddings' && name !== 'test'),
    'out',
    'plan',
  ],
  simulate: ['events', 'items', 'out', 'seed'],
  card: [...READING, ...TOTALS, 'out'],
  export: ['out'],
  slice: [...READING.filter((name) => name !== 'item-embeddings'), 'items', 'out', 'validation'],
  inspect: [],
  doctor: ['browser', 'click'],
};

/**
 * An option that a command would pass over is a mistake: what was asked for would not happen.
 * @throws PredictorError BAD_OPTION naming it and the commands that take it.
 */
export function checkOptions({ command, values }: Arguments): void {
  if (!Object.hasOwn(TAKES, command)) return;
  const taken = [...TAKES[command], ...EVERYWHERE];
  for (const name of Object.keys(values) as OptionName[]) {
    if (taken.includes(name)) continue;
    const others = Object.keys(TAKES).filter((other) => TAKES[other].includes(name));
    const message = `--${name} is no option of ${command}: it is one of ${others.join(', ')}.`;
    throw new PredictorError('BAD_OPTION', `--${name}`, { message });
  }
}
