// npm run bench:unseen -- [model.safetensors …] [--data ../shared/data] [--logs a,b] [--sample 1500]
//   [--trained folder] [--adapt] [--choose] [--markdown]
// How models that never saw a shop do there; the tables of docs/unseen-shop.md. --trained names a
// folder with <log>.safetensors, made by `nextaisle train` on that log: the mark to come near to.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle-node.mjs';
import { rootPath } from '../../scripts/shell.mjs';

const { values, positionals } = parseArgs({
  options: {
    adapt: { type: 'boolean' },
    choose: { type: 'boolean' },
    data: { type: 'string', default: join(rootPath, '../shared/data') },
    logs: { type: 'string' },
    markdown: { type: 'boolean' },
    sample: { type: 'string', default: '1500' },
    trained: { type: 'string' },
  },
  allowPositionals: true,
});
const { measureUnseen } = await importBundled('bench/accuracy/unseen.ts');
await measureUnseen({
  files: positionals.length ? positionals : [join(rootPath, 'weights/base.safetensors')],
  data: values.data,
  logs: values.logs?.split(','),
  sample: Number(values.sample),
  trained: values.trained,
  adapt: values.adapt,
  choose: values.choose,
  markdown: values.markdown,
});
