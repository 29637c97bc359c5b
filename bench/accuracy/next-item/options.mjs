import { parseArgs } from 'node:util';
import { PEERS, SETS } from './sets.mjs';

const METHODS = ['recently-viewed', 'nextaisle', ...PEERS];
const HELP = `npm run bench:next-item -- [options]

  --only <log,…>      ${Object.keys(SETS).join(', ')}
                      (without it: all but the large ones)
  --methods <m,…>     ${METHODS.join(', ')} (all)
  --seeds <n>         seeds 1 … n (3)
  --data <folder>     where the logs are (NEXTAISLE_DATA, else ../shared/data)
  --models <folder>   keep the first seed's model of each log there, for the other benches
  --trained <folder>  measure the models kept so instead of training, one seed
  --curves            accuracy against size and data instead of the tables
  --quick             one small log, one seed, one pass: what the gate runs; nothing is written
  --train "<options>" more options for \`nextaisle train\`, for a trial; nothing is written

Results go to bench/accuracy/results/next-item/, and from there into the documents.
`;

/** Parsed options; exits with one line when an option is wrong. */
export function readOptions() {
  const stop = (text, code) => {
    (code ? console.error : console.log)(text);
    process.exit(code);
  };
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        only: { type: 'string' },
        methods: { type: 'string' },
        seeds: { type: 'string', default: '3' },
        data: { type: 'string' },
        train: { type: 'string' },
        models: { type: 'string' },
        trained: { type: 'string' },
        curves: { type: 'boolean' },
        quick: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    stop(`${error.message}\n\n${HELP}`, 2);
  }
  if (values.help) stop(HELP, 0);
  const list = (text, known) => {
    const names = text.split(',');
    const wrong = names.find((name) => !known.includes(name));
    if (wrong !== undefined) stop(`There is no "${wrong}": ${known.join(', ')}`, 2);
    return names;
  };
  const seeds = Number(values.seeds);
  if (!(seeds >= 1)) stop(`--seeds is ${values.seeds}: a number from 1`, 2);
  return {
    ...values,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    only: values.only && list(values.only, Object.keys(SETS)),
    methods: values.methods ? list(values.methods, METHODS) : METHODS,
  };
}
