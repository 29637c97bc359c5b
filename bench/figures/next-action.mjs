import { logTitle } from '../accuracy/logs.mjs';
import { allResults } from '../accuracy/results.mjs';
import { difference, percent, percentRange, whole } from './format.mjs';
import { row, table } from './table.mjs';

const METHODS = {
  classPrior: 'class prior',
  markov: 'last action (Markov)',
  trees: 'boosted trees',
  nextaisle: '**nextaisle**',
};
/** Order in the tables; JD.com is shown in full detail. */
const LOGS = ['jdata-2017', 'retailrocket', 'rees46', 'jd-micro-computers', 'taobao'];
const LOSSES = ['priorLoss', 'markovLoss', 'treesLoss', 'loss'];
const digits3 = (value) => (value === undefined ? '' : value.toFixed(3));
const LOSS_HEADS = [...Object.values(METHODS), 'nextaisle − trees (95%)'];

const lossCells = (line) => [
  ...LOSSES.map((key) => digits3(line[key])),
  difference(line.difference),
];
const lineOf = ({ byEvents }, events) => byEvents.find((line) => line.events === events);

/** Log-loss over all positions, one row per log. */
function byLog(results) {
  return table([
    row('log-loss of the next action', 'positions', 'shoppers', ...LOSS_HEADS),
    ...LOGS.filter((log) => results[log]).map((log) => {
      const { positions, shoppers } = results[log];
      const all = lineOf(results[log], 'all');
      return row(logTitle(log), whole(positions), whole(shoppers), ...lossCells(all));
    }),
  ]);
}

/** Log-loss by how many events of the session were read. */
function byEvents(result) {
  return table([
    row('events read', 'positions', ...LOSS_HEADS),
    ...result.byEvents.map((line) =>
      row(line.events, line.n === undefined ? '' : whole(line.n), ...lossCells(line)),
    ),
  ]);
}

/** A calibration error with its interval over shoppers; results of earlier runs have none. */
const errorOf = ({ ece, eceLow, eceHigh }) =>
  eceLow === undefined
    ? digits3(ece)
    : `${digits3(ece)} (${digits3(eceLow)} … ${digits3(eceHigh)})`;

function actionsTable({ actions }) {
  const heads = ['accuracy', 'AUC of leaving', 'PR-AUC of leaving', 'ECE of leaving', 'ECE (95%)'];
  return table([
    row('', ...heads, 'ECE if perfect'),
    ...Object.entries(METHODS).map(([key, name]) => {
      const { accuracy, leaveAuc, leavePrAuc, leaveEce, perfectEce } = actions[key];
      const rest = [leaveAuc, leavePrAuc, leaveEce].map(digits3);
      return row(name, percent(accuracy), ...rest, errorOf(actions[key]), digits3(perfectEce));
    }),
  ]);
}

/** Purchase or cart before the session ends, in full detail. */
function laterTable({ positives, shoppers, methods }, what) {
  const head = `${what}: ${whole(positives)} positions of ${whole(shoppers)} shoppers`;
  return table([
    row(head, 'log-loss', 'AUC', 'PR-AUC', 'ECE (95%)', 'ECE if perfect'),
    ...Object.entries(METHODS).map(([key, name]) => {
      const { logLoss, auc, prAuc, perfectEce } = methods[key];
      const areas = [auc, prAuc].map(digits3);
      return row(name, logLoss.toFixed(4), ...areas, errorOf(methods[key]), digits3(perfectEce));
    }),
  ]);
}

/** The other logs in brief: AUC of trees and model, and calibration of the model. */
function calibrationByLog(results) {
  const both = ({ positives, shoppers, methods }) =>
    `${digits3(methods.trees.auc)} / ${digits3(methods.nextaisle.auc)} (${whole(positives)}, ${whole(shoppers)})`;
  const held = (figures) => `${errorOf(figures)}, ${digits3(figures.perfectEce)}`;
  return table([
    row(
      'log',
      'ECE of the next action (95%), if perfect',
      'ECE of purchase (95%), if perfect',
      'purchase: AUC trees / nextaisle (positives, their shoppers)',
      'cart: the same',
    ),
    ...LOGS.filter((log) => results[log]).map((log) => {
      const { actions, purchase, cart } = results[log];
      return row(
        logTitle(log),
        held(actions.nextaisle),
        held(purchase.methods.nextaisle),
        both(purchase),
        both(cart),
      );
    }),
  ]);
}

function setsTable({ promises: { sets, nextItems } }) {
  return table([
    row('promised', '`minProbability`', `held, of ${whole(nextItems)}`, '95%', 'items in the set'),
    ...sets.map(({ coverage, minProbability, came, size }) =>
      row(
        `${100 * coverage}%`,
        String(minProbability),
        percent(came.value),
        percentRange(came),
        size.toFixed(1),
      ),
    ),
  ]);
}

function bandsTable({ promises: { bands } }) {
  return table([
    row('band of purchase', 'positions', 'predicted, %', 'happened, %', '95%'),
    ...bands.map(({ band, said, came }) =>
      row(band, whole(came.n), percent(said), percent(came.value), percentRange(came)),
    ),
  ]);
}

/** The README's rows: next action on two logs. */
function summary(results) {
  const keys = ['priorLoss', 'markovLoss', 'treesLoss', 'loss'];
  return table([
    row('log-loss of the next action', ...Object.values(METHODS)),
    ...LOGS.filter((log) => results[log]).map((log) => {
      const all = lineOf(results[log], 'all');
      const least = Math.min(...keys.map((key) => all[key]));
      const cell = (value) => (value === least ? `**${digits3(value)}**` : digits3(value));
      return row(logTitle(log), ...keys.map((key) => cell(all[key])));
    }),
  ]);
}

/** Next action and intent: tables, and single figures such as `log-loss jdata-2017 nextaisle`. */
export function nextActionFigures() {
  const results = allResults('next-action');
  const jd = results['jdata-2017'];
  const text = (make) => () => make().join('\n');
  const inline = {};
  for (const [log, result] of Object.entries(results)) {
    const all = lineOf(result, 'all');
    Object.values(METHODS).forEach((name, m) => {
      const method = name.replaceAll('*', '');
      inline[`log-loss ${log} ${method}`] = () => digits3(all[LOSSES[m]]);
    });
  }
  return {
    blocks: {
      'next-action': text(() => summary(results)),
      'next-action by log': text(() => byLog(results)),
      'next-action by events': text(() => byEvents(jd)),
      'next-action calibration': text(() => actionsTable(jd)),
      'next-action calibration by log': text(() => calibrationByLog(results)),
      purchase: text(() => laterTable(jd.purchase, 'purchase')),
      cart: text(() => laterTable(jd.cart, 'cart')),
      'item sets': text(() => setsTable(jd)),
      'intent bands': text(() => bandsTable(jd)),
    },
    inline,
  };
}
