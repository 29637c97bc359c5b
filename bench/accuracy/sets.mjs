/**
 * The real logs that next item is measured on: where each lies in the data folder, what the command
 * line is told, and which peers run. `quick` stands for the gate.
 */
export const SETS = {
  'jdata-2017': {
    title: 'JData 2017 (JD.com), typed, by time',
    log: 'jdata-2017/events.csv.gz',
    train: ['--epochs', '8'],
    quick: ['--epochs', '1'],
  },
  rees46: {
    title: 'REES46, three hours, typed, by time',
    log: 'rees46/2019-Oct-first-hours.csv.gz',
    train: ['--epochs', '8'],
  },
  retailrocket: {
    title: 'RetailRocket sample, typed, by time',
    log: 'retailrocket/events.csv.gz',
    train: ['--epochs', '10'],
  },
  'jd-micro-computers': {
    title: 'JD micro-behaviours, computers, typed, in the order of the log',
    log: 'jd-micro-computers/events.csv.gz',
    read: ['--actions', '9=cart,10=purchase,*=click'],
    train: ['--epochs', '8'],
  },
  'eshop-2008': {
    title: 'e-shop clothing 2008, by time',
    log: 'eshop-2008/e-shop-clothing-2008.csv.gz',
    train: ['--epochs', '4'],
  },
  taobao: {
    title: 'Taobao UserBehavior, typed, by time (items are too sparse there for next item)',
    log: 'taobao/user-behavior.csv.gz',
    train: ['--epochs', '5'],
    // 55,368 items seen one and a half times each.
    peers: [],
  },
  beauty: {
    title: 'Amazon Beauty, leave-one-out, full ranking',
    log: 'beauty/sequences.txt.gz',
    attributes: 'beauty/item-attributes.json.gz',
    read: ['--split', 'leave-one-out', '--min-item-count', '1'],
    train: [],
    peers: ['sasrec'],
    at10: true,
  },
  diginetica: {
    title: 'Diginetica, the split of SR-GNN',
    log: 'diginetica/train.txt.gz',
    test: 'diginetica/test.txt.gz',
    read: ['--min-item-count', '1'],
    train: [],
    peers: [],
  },
};

export const PEERS = ['gru4rec', 'sasrec'];
/** Large logs take an hour or more on two cores: they run when they are named. */
export const LARGE = ['beauty', 'diginetica', 'taobao'];
