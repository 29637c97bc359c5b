import { LOGS } from '../logs.mjs';

/**
 * Settings per log: `read` are options of `nextaisle train`, `quick` more of them in the gate, `peers`
 * are the trained peers to run (default: all), `masked` reports the same without what a shopper has seen
 * too, `at10` reports recall and NDCG at 10 instead of recall
 * and MRR at 20. All else is the default of the command.
 */
const MEASURED = {
  'jdata-2017': { quick: ['--epochs', '1'] },
  rees46: {},
  retailrocket: {},
  'jd-micro-computers': {},
  'eshop-2008': {},
  // 55,368 items with 1.5 views each: too sparse for peers without content.
  taobao: { peers: [] },
  beauty: { read: ['--split', 'leave-one-out'], peers: ['sasrec'], at10: true, masked: true },
  diginetica: { peers: [] },
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
