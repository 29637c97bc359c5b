import type { Interval } from '../../prediction/proportions.js';
import type { Report } from './report.js';
import type { ActionScore, IntentScore, ItemScore } from './scores.js';
import { verdictText } from './verdict-text.js';
import { type Cell, type DrawTable, plainTable } from './tables.js';

/** A report as tables with a line of words between them. */
export function reportText(report: Report, table: DrawTable = plainTable): string {
  const sections = [summary(report), ...itemTables(report, table)];
  // A log with one kind of action has no next action to predict.
  if (report.actionsTold > 1) sections.push(...actionTable(report, table));
  sections.push(...shelfLines(report), ...setTable(report, table));
  sections.push(...intentTables(report, table), ...placeTable(report, table));
  sections.push('', verdictText(report));
  return `${sections.join('\n')}\n`;
}

function summary({ data, maskSeen, predictions, of }: Report): string {
  const { parts, coverage } = data;
  const drawn = predictions < of ? `, drawn from ${whole(of)}` : '';
  const partOf = (name: keyof typeof parts) =>
    `${name} ${whole(parts[name].events)} in ${whole(parts[name].sessions)} sessions`;
  const seen = maskSeen
    ? '; those that the shopper had seen are set aside, for every method'
    : coverage.unknown
      ? ' and those of the shopper’s own history'
      : '';
  const known =
    coverage.known < data.items
      ? ` Of the log's ${whole(data.items)} items the file knows ${whole(coverage.known)}, ${whole(coverage.byContent)} more by content, ${whole(coverage.unknown)} only from the history of a shopper who saw them.`
      : '';
  return [
    `${whole(data.events)} events in ${whole(data.sessions)} sessions: ${partOf('train')}, ${partOf('validation')}, ${partOf('test')}.`,
    `${whole(predictions)} predictions${drawn}, through the cpu engine on the written file; ${whole(coverage.scored)} items compete${seen}, ties count half.${known}`,
  ].join('\n');
}

function itemTables({ nextItem, unseenItem }: Report, table: DrawTable): string[] {
  const draw = (title: string, scores: ItemScore[]) => [
    heading(`${title}, ${whole(scores[0].recall20.n)} predictions`),
    table([
      ['', 'recall@20', '95%', 'MRR@20', '95%', 'recall@10', 'NDCG@10'],
      ...scores.map(({ method, recall20, mrr20, recall10, ndcg10 }) => [
        method,
        percent(recall20.value),
        range(recall20, percent),
        percent(mrr20.value),
        range(mrr20, percent),
        percent(recall10.value),
        percent(ndcg10.value),
      ]),
    ]),
  ];
  return [
    ...(nextItem[0].recall20.n ? draw('Next item', nextItem) : []),
    ...(unseenItem ? draw('Items without a vector of their own', unseenItem) : []),
  ];
}

function actionTable(
  { nextAction, againstMarkov, calibrationError }: Report,
  table: DrawTable,
): string[] {
  return [
    heading(`Next action, leaving included, ${whole(nextAction[0].accuracy.n)} predictions`),
    table([
      ['', 'accuracy', '95%', 'log-loss', '95%'],
      ...nextAction.map(({ method, accuracy, logLoss }) => [
        method,
        percent(accuracy.value),
        range(accuracy, percent),
        fixed(logLoss.value),
        range(logLoss, fixed),
      ]),
    ]),
    '',
    `Log-loss minus that of the Markov chain: ${signed(againstMarkov.value)} (${range(againstMarkov, signed)}); below 0 is better.\n`,
    `Calibration error of the likeliest action: ${fixed(calibrationError.action.value)} (${range(calibrationError.action, fixed)}); with so many shoppers, perfect chances would show ${fixed(calibrationError.action.perfect)}.`,
  ];
}

function shelfLines({ shelf, calibrationError }: Report): string[] {
  return [
    '',
    `The ${shelf.k} items shown contain the next one in ${percent(shelf.said)}% of cases by their chances, and did in ${percent(shelf.came.value)}% (${range(shelf.came, percent)}); calibration error of the likeliest item: ${fixed(calibrationError.bestItem.value)}.`,
  ];
}

function setTable({ sets }: Report, table: DrawTable): string[] {
  if (!sets.length) return [];
  return [
    heading('Item sets: how often they contain the next item, where there is one'),
    table([
      ['promised', 'minProbability', 'measured', '95%', 'items in the set'],
      ...sets.map(({ coverage, minProbability, came, size }) => [
        `${percent(coverage)}%`,
        minProbability,
        percent(came.value),
        range(came, percent),
        size.toFixed(1),
      ]),
    ]),
  ];
}

function intentTables(report: Report, table: DrawTable): string[] {
  const rows = (['purchase', 'cart'] as const).flatMap((name) => {
    const score = report[name];
    return score ? [intentRow(name, score)] : [];
  });
  if (!rows.length) return [];
  const head = [
    '',
    'happens after',
    'AUC',
    '95%',
    'AUC of "has a cart"',
    '95%',
    'average precision',
    'ECE',
    '95%',
    'ECE of perfect chances',
  ];
  const sections = [heading('Before the session ends'), table([head, ...rows])];
  if (!report.purchase) return sections;
  return [
    ...sections,
    heading('Purchase before the session ends, by intent band'),
    table([
      ['band', 'n', 'predicted', 'measured', '95%'],
      ...report.bands.map(({ band, said, came }) => [
        band,
        whole(came.n),
        percent(said),
        percent(came.value),
        range(came, percent),
      ]),
    ]),
  ];
}

function intentRow(name: string, score: IntentScore): Cell[] {
  return [
    name,
    `${percent(score.rate.value)}% of ${whole(score.rate.n)}`,
    fixed(score.auc.value),
    range(score.auc, fixed),
    fixed(score.aucOfCart.value),
    range(score.aucOfCart, fixed),
    fixed(score.averagePrecision),
    fixed(score.calibrationError.value),
    range(score.calibrationError, fixed),
    fixed(score.calibrationError.perfect),
  ];
}

function placeTable({ byPlace, nextItem, nextAction }: Report, table: DrawTable): string[] {
  if (byPlace.length < 2) return [];
  const name = ({ method }: ItemScore | ActionScore) => method;
  return [
    heading('By events read in the session: recall@20, then log-loss of the next action'),
    table([
      ['events read', 'n', ...nextItem.map(name), 'n', ...nextAction.map(name)],
      ...byPlace.map(({ place, nextItem: items, nextAction: actions }) => [
        place,
        whole(items[0].recall20.n),
        ...items.map(({ recall20 }) => percent(recall20.value)),
        whole(actions[0].accuracy.n),
        ...actions.map(({ logLoss }) => fixed(logLoss.value)),
      ]),
    ]),
  ];
}

const heading = (text: string) => `\n${text}\n`;
const whole = (n: number) => n.toLocaleString('en-US');
const dash = (text: string, value: number) => (Number.isNaN(value) ? '–' : text);
const percent = (value: number) => dash((value * 100).toFixed(1), value);
const fixed = (value: number) => dash(value.toFixed(3), value);
const signed = (value: number) => dash(`${value > 0 ? '+' : ''}${value.toFixed(3)}`, value);
const range = ({ low, high }: Interval, write: (value: number) => string) =>
  `${write(low)} … ${write(high)}`;
