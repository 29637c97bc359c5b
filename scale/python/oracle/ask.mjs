// node scale/python/oracle/ask.mjs < request.json: what the TypeScript says, for the tests of the Python
// package. A request is {"ask": name, …}; answers.ts has the names. Needs no build.
import { readFileSync } from 'node:fs';
import { importBundled } from '../../../scripts/bundle-node.mjs';

const { ask, ...request } = JSON.parse(readFileSync(0, 'utf8'));
const { ANSWERS } = await importBundled('scale/python/oracle/answers.ts');
if (!Object.hasOwn(ANSWERS, ask))
  throw new Error(`There is no "${ask}": ${Object.keys(ANSWERS).join(' ')}`);
process.stdout.write(JSON.stringify(await ANSWERS[ask](request)));
