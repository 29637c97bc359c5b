import type { Share } from '../../prediction/proportions.js';
import type { Report } from './report.js';
import type { ActionScore, IntentScore, ItemScore } from './scores.js';
import { type Cell, type DrawTable, plainTable } from './tables.js';

/** A report as tables with a line of words between them. */
export function reportText(report: Report, table: DrawTable = plainTable): string {
  const { data, nextItem, nextAction, againstMarkov, calibrationError, byPlace, shelf } = report;
  const { parts, coverage } = data;
  const drawn = report.predictions < report.of ? `, drawn from ${whole(report.of)}` : '';
  const partOf = (name: keyof typeof parts) =>
    `${name} ${whole(parts[name].events)} in ${whole(parts[name].sessions)} sessions`;
  const lines = [
    `${whole(data.events)} events in ${whole(data.sessions)} sessions: ${partOf('train')}, ${partOf('validation')}, ${partOf('test')}.`,
    `${whole(report.predictions)} predictions${drawn}, through the cpu engine on the written file; ${whole(coverage.scored)} items compete, ties count half.` +
      (coverage.known < data.items
        ? ` Of the log's ${whole(data.items)} items the file knows ${whole(coverage.known)}, ${whole(coverage.byContent)} more by content, ${whole(coverage.unknown)} not at all.`
        : ''),
  ];
  const itemTable = (title: string, scores: ItemScore[]) =>
    lines.push(
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
    );
  if (nextItem[0].recall20.n) itemTable('Next item', nextItem);
  if (report.unseenItem) itemTable('Items not seen in training', report.unseenItem);
  const actions = nextAction[0].accuracy.n;
  // Where nothing but looks is known there is nothing to tell apart.
  if (report.actionsTold > 1)
    lines.push(
      heading(`Next action, leaving included, ${whole(actions)} predictions`),
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
      `Log-loss against the Markov chain: ${signed(againstMarkov.value)} (${range(againstMarkov, signed)}), below 0 is better.\n`,
      `Calibration error of the likeliest action: ${fixed(calibrationError.action)}; a perfect one would show ${fixed(calibrationError.perfectAction)} at this size.`,
    );
  lines.push(
    '',
    `The chances of the ${shelf.k} items shown sum up to ${percent(shelf.said)}%, one of them was next in ${percent(shelf.came.value)}% (${range(shelf.came, percent)}); calibration error of the likeliest item ${fixed(calibrationError.bestItem)}.`,
  );
  if (report.sets.length) {
    lines.push(
      heading('Item sets, by the coverage they promise where there is a next item'),
      table([
        ['promised', 'minProbability', 'held', '95%', 'items in the set'],
        ...report.sets.map(({ coverage, minProbability, came, size }) => [
          `${percent(coverage)}%`,
          minProbability,
          percent(came.value),
          range(came, percent),
          size.toFixed(1),
        ]),
      ]),
    );
  }
  const intents = (['purchase', 'cart'] as const).flatMap((name) => {
    const score = report[name];
    return score ? [intentRow(name, score)] : [];
  });
  if (intents.length) {
    const head = [
      '',
      'comes after',
      'AUC',
      '95%',
      'AUC of "has a cart"',
      '95%',
      'average precision',
      'ECE',
      'a perfect one',
    ];
    lines.push(heading('Before the session ends'), table([head, ...intents]));
  }
  if (report.purchase) {
    lines.push(
      heading('Purchase, by the band of the intent'),
      table([
        ['band', 'n', 'said', 'came', '95%'],
        ...report.bands.map(({ band, said, came }) => [
          band,
          whole(came.n),
          percent(said),
          percent(came.value),
          range(came, percent),
        ]),
      ]),
    );
  }
  if (byPlace.length > 1) {
    const name = ({ method }: ItemScore | ActionScore) => method;
    lines.push(
      heading('By place in the session: recall@20, and log-loss of the next action'),
      table([
        ['events read', 'n', ...nextItem.map(name), 'n', ...nextAction.map(name)],
        ...byPlace.map(({ place, nextItem: items, nextAction: acts }) => [
          place,
          whole(items[0].recall20.n),
          ...items.map(({ recall20 }) => percent(recall20.value)),
          whole(acts[0].accuracy.n),
          ...acts.map(({ logLoss }) => fixed(logLoss.value)),
        ]),
      ]),
    );
  }
  return `${lines.join('\n')}\n`;
}

const heading = (text: string) => `\n${text}\n`;
const whole = (n: number) => n.toLocaleString('en-US');
const dash = (text: string, value: number) => (Number.isNaN(value) ? '–' : text);
const percent = (value: number) => dash((value * 100).toFixed(1), value);
const fixed = (value: number) => dash(value.toFixed(3), value);
const signed = (value: number) => dash(`${value > 0 ? '+' : ''}${value.toFixed(3)}`, value);
const range = ({ low, high }: Share, write: (value: number) => string) =>
  `${write(low)} … ${write(high)}`;

function intentRow(name: string, score: IntentScore): Cell[] {
  return [
    name,
    `${percent(score.rate.value)}% of ${whole(score.rate.n)}`,
    fixed(score.auc.value),
    range(score.auc, fixed),
    fixed(score.aucOfCart.value),
    range(score.aucOfCart, fixed),
    fixed(score.averagePrecision),
    fixed(score.calibrationError),
    fixed(score.perfectError),
  ];
}
