import { LOGS } from '../logs.mjs';

/**
 * Settings per log: `read` and `train` are options of `nextaisle train`, `quick` replaces `train`
 * in the gate, `peers` are the trained peers to run (default: all), `at10` reports recall and NDCG
 * at 10 instead of recall and MRR at 20.
 */
const MEASURED = {
  'jdata-2017': { train: ['--epochs', '8'], quick: ['--epochs', '1'] },
  rees46: { train: ['--epochs', '8'] },
  retailrocket: { train: ['--epochs', '10'] },
  'jd-micro-computers': { train: ['--epochs', '8'] },
  'eshop-2008': { train: ['--epochs', '4'] },
  // 55,368 items with 1.5 views each: too sparse for peers without content.
  taobao: { train: ['--epochs', '5'], peers: [] },
  beauty: {
    read: ['--split', 'leave-one-out', '--min-item-count', '1'],
    train: [],
    peers: ['sasrec'],
    at10: true,
  },
  diginetica: { read: ['--min-item-count', '1'], train: [], peers: [] },
};

export const SETS = Object.fromEntries(
  Object.entries(MEASURED).map(([name, { read = [], ...set }]) => {
    const { actions, ...files } = LOGS[name];
    return [
      name,
      { ...files, ...set, read: [...(actions ? ['--actions', actions] : []), ...read] },
    ];
  }),
);

export const PEERS = ['gru4rec', 'sasrec'];
/** Large logs take over an hour on two cores, so they run only when named. */
export const LARGE = ['beauty', 'diginetica', 'taobao'];
