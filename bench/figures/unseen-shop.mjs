import { LOGS, logTitle } from '../accuracy/logs.mjs';
import { allResults } from '../accuracy/results.mjs';
import { percent, percentRange, whole } from './format.mjs';
import { row, table } from './table.mjs';

const TRAINED = 'trained on this shop';
const ACTION_METHODS = ['class prior', 'last-action Markov', 'no model', 'base', TRAINED];
const ITEM_METHODS = [
  'recently viewed',
  'popularity',
  'own co-visitation',
  'no model',
  'base',
  TRAINED,
];
const shown = (name) => (name === 'base' ? '**base model**' : name);

/** `0.738 (0.674 … 0.801)`, without the interval if it is unknown. */
function loss(share) {
  if (!share) return '';
  const { value, low, high } = share;
  const range = low === undefined ? '' : ` (${low.toFixed(3)} … ${high.toFixed(3)})`;
  return `${value.toFixed(3)}${range}`;
}

function actionsTable(results) {
  return table([
    row(
      'log-loss of the next action',
      'events read, median',
      ...ACTION_METHODS.map(shown),
      'base model above it',
    ),
    ...Object.entries(results).map(([log, { eventsReadMedian, actions }]) => {
      const { base, [TRAINED]: trained } = actions;
      return row(
        logTitle(log),
        String(eventsReadMedian),
        ...ACTION_METHODS.map((method) => loss(actions[method])),
        trained ? `${percent(base.value / trained.value - 1)}%` : '',
      );
    }),
  ]);
}

function itemsTable(results) {
  const cell = (own) => (own ? `${percent(own.recall20.value)} / ${percent(own.mrr20.value)}` : '');
  const range = ({ recall20, mrr20 }) =>
    recall20.low === undefined ? '' : `${percentRange(recall20)} / ${percentRange(mrr20)}`;
  return table([
    row(
      'recall@20 / MRR@20, in percent',
      'next items',
      'candidates',
      ...ITEM_METHODS.map(shown),
      '95% of the base model',
    ),
    ...Object.entries(results).map(([log, { nextItems, candidates, items }]) =>
      row(
        logTitle(log),
        nextItems === undefined ? '' : whole(nextItems),
        whole(candidates),
        ...ITEM_METHODS.map((method) => cell(items[method])),
        range(items.base),
      ),
    ),
  ]);
}

/** The base model on shops it has never seen. */
export function unseenShopFigures() {
  const all = allResults('unseen-shop');
  const results = Object.fromEntries(
    Object.keys(LOGS).flatMap((log) => (all[log] ? [[log, all[log]]] : [])),
  );
  return {
    blocks: {
      'unseen next action': () => actionsTable(results).join('\n'),
      'unseen next item': () => itemsTable(results).join('\n'),
    },
  };
}
