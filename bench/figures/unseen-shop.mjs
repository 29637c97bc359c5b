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

const TOTALS = 'base, four totals';
const CARD = 'base, card of a log';
const CONSTANT = 'a constant rate';
/** A log without purchases makes no card: the command refuses it. */
const withCard = (results) =>
  Object.entries(results).filter(([, { cardConversion }]) => cardConversion);
const atCommits = (results) => {
  const commits = new Set(withCard(results).map(([, result]) => result.commit));
  return commits.size ? ['', `At commit ${[...commits].join(', ')}.`] : [];
};

function cardActionsTable(results) {
  const peers = ['class prior', 'last-action Markov', 'base', TOTALS];
  const heads = ['class prior', 'last-action Markov', 'base model', 'four totals'];
  return table([
    row(
      'log-loss of the next action',
      'visits in the card',
      ...heads,
      '**card of a log**',
      TRAINED,
      'card above it',
    ),
    ...withCard(results).map(([log, { cardVisits, actions }]) => {
      const { [CARD]: card, [TRAINED]: trained } = actions;
      return row(
        logTitle(log),
        whole(cardVisits),
        ...peers.map((method) => actions[method].value.toFixed(3)),
        loss(card),
        trained ? trained.value.toFixed(3) : '',
        trained ? `${percent(card.value / trained.value - 1)}%` : '',
      );
    }),
  ]);
}

/** What the shopper's own past gives where there is neither a card nor a model of the shop. */
function ownPastTable(results) {
  const said = (share) => {
    const [value, low, high] = [share.value, share.low, share.high].map((x) =>
      x.toFixed(3).replace('-', '−'),
    );
    return `${value} (${low} … ${high})`;
  };
  return table([
    row(
      'log-loss of the next action',
      'class prior',
      'no model',
      'with own past',
      'difference',
      'base model',
      '**with own past**',
      'difference',
      TRAINED,
    ),
    ...Object.entries(results).map(([log, { actions, ownPast }]) =>
      row(
        logTitle(log),
        ...['class prior', 'no model', 'no model, own past'].map((method) =>
          actions[method].value.toFixed(3),
        ),
        said(ownPast['no model']),
        ...['base', 'base, own past'].map((method) => actions[method].value.toFixed(3)),
        said(ownPast.base),
        actions[TRAINED]?.value.toFixed(3) ?? '',
      ),
    ),
  ]);
}

const CARD_HEADS = ['base model', 'four totals', '**card of a log**', CONSTANT];
const CARD_METHODS = ['base', TOTALS, CARD, CONSTANT];

function cardErrorsTable(results) {
  return table([
    row(
      'calibration error of a purchase',
      'said by a constant',
      'came',
      ...CARD_HEADS,
      'card, if perfect',
    ),
    ...withCard(results).map(
      ([
        log,
        {
          cardConversion,
          purchase: { rate, errors },
        },
      ]) =>
        row(
          logTitle(log),
          `${percent(cardConversion)}%`,
          `${percent(rate)}%`,
          ...CARD_METHODS.map((method) => loss(errors[method])),
          errors[CARD].perfect.toFixed(3),
        ),
    ),
  ]);
}

function cardLossesTable(results) {
  return table([
    row('log-loss of a purchase', ...CARD_HEADS),
    ...withCard(results).map(([log, { purchase }]) =>
      row(
        logTitle(log),
        ...CARD_METHODS.map((method) => {
          const { value, low, high } = purchase.losses[method];
          return `${value.toFixed(4)} (${low.toFixed(3)} … ${high.toFixed(3)})`;
        }),
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
      'unseen own past': () => ownPastTable(results).join('\n'),
      'unseen card next action': () => cardActionsTable(results).join('\n'),
      'unseen card purchase error': () => cardErrorsTable(results).join('\n'),
      'unseen card purchase loss': () =>
        [...cardLossesTable(results), ...atCommits(results)].join('\n'),
    },
  };
}
