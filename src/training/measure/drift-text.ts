import type { Share } from '../../prediction/proportions.js';
import type { Change, Drift } from './drift.js';
import type { ChanceFigures, Figures } from './figures.js';
import { type Cell, type DrawTable, plainTable } from './tables.js';

const SHARES = [
  ['recall20', 'recall@20'],
  ['mrr20', 'MRR@20'],
  ['recentlyViewed20', 'recall@20 of recently viewed'],
  ['unknown', 'next products not in the file'],
] as const;
const CHANCES = [
  ['action', 'the likeliest next action'],
  ['purchase', 'a purchase in this visit'],
  ['cart', 'a cart in this visit'],
] as const;

/** What a file achieves today beside when it was made, and last what that comes to. */
export function driftText(
  then: Figures | undefined,
  now: Figures,
  drift: Drift,
  table: DrawTable = plainTable,
): string {
  const change = (name: string) => drift.changes.find((one) => one.name === name);
  const rows: Cell[][] = [['', 'when made', '', 'today', '', 'change', '95%']];
  const add = (
    name: string,
    before: Share | undefined,
    today: Share | undefined,
    difference: Change | undefined,
    write: (value: number) => string,
  ) => {
    if (!before && !today) return;
    rows.push([
      name,
      ...cells(before, write),
      ...cells(today, write),
      ...cells(difference, (value) => `${value > 0 ? '+' : ''}${write(value)}`),
    ]);
  };
  for (const [name, title] of SHARES) add(title, then?.[name], now[name], change(name), percent);
  add('log-loss of the next action', then?.logLoss, now.logLoss, change('logLoss'), fixed);
  for (const [name, title] of CHANCES)
    add(`${title}: said − came`, then?.[name]?.off, now[name]?.off, change(name), percent);
  for (const [name, title] of CHANCES) {
    const [before, today] = [then?.[name], now[name]];
    if (before || today)
      rows.push([`${title}: calibration error`, ...errors(before), ...errors(today), '', '']);
  }
  return `${table(rows)}\n\n${answerText(drift)}\n`;
}

/** The decision, in words. */
export function answerText({ answer, reasons }: Drift): string {
  if (answer === 'keep') return 'Keep it: nothing got worse by more than chance explains.';
  const why = reasons.join('; ');
  return answer === 'retrain' ? `Retrain, because ${why}.` : `Cannot tell, because ${why}.`;
}

/** `recall@20 41.2%, MRR@20 20.1%, over 2,000 predictions` */
export function figuresLine({ recall20, mrr20, logLoss, predictions }: Figures): string {
  return [
    recall20 ? `recall@20 ${percent(recall20.value)}, ` : '',
    mrr20 ? `MRR@20 ${percent(mrr20.value)}, ` : '',
    logLoss ? `log-loss of the next action ${fixed(logLoss.value)}, ` : '',
    `over ${predictions.toLocaleString('en-US')} predictions`,
  ].join('');
}

const cells = (
  share: { value: number; low: number; high: number } | undefined,
  write: (value: number) => string,
): Cell[] =>
  share
    ? [
        write(share.value),
        Number.isNaN(share.low) ? '–' : `${write(share.low)} … ${write(share.high)}`,
      ]
    : ['–', '–'];

const errors = (chance: ChanceFigures | undefined): Cell[] =>
  chance ? [fixed(chance.error), `perfect: ${fixed(chance.perfectError)}`] : ['–', '–'];

const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
const fixed = (value: number) => value.toFixed(3);
