// npm run bench:unseen-real -- <out folder> [--from weights/base.safetensors] [--data ../shared/data]
// then npm run bench:unseen -- '<out folder>/{log}.safetensors'
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle-node.mjs';
import { rootPath } from '../../scripts/shell.mjs';

const { values, positionals } = parseArgs({
  options: {
    data: { type: 'string', default: join(rootPath, '../shared/data') },
    from: { type: 'string', default: join(rootPath, 'weights/base.safetensors') },
  },
  allowPositionals: true,
});
const { trainWithRealLogs } = await importBundled('bench/accuracy/with-real-logs.ts');
await trainWithRealLogs({
  root: rootPath,
  data: values.data,
  from: values.from,
  out: positionals[0] ?? join(rootPath, 'node_modules/.cache/nextaisle/unseen-real'),
});
