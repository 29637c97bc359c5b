// node scale/python/oracle/ask.mjs: answers what the TypeScript says, for the tests of the Python package. A
// line in is {"ask": name, …}, a line out {"answer": …} or {"error": …}; answers.ts has the names. Needs no build.
import { createInterface } from 'node:readline';
import { importBundled } from '../../../scripts/bundle-node.mjs';

const { ANSWERS } = await importBundled('scale/python/oracle/answers.ts');

async function answer(line) {
  const { ask, ...request } = JSON.parse(line);
  if (!Object.hasOwn(ANSWERS, ask))
    throw new Error(`There is no "${ask}": ${Object.keys(ANSWERS).join(' ')}`);
  return ANSWERS[ask](request);
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(line).then(
    (given) => ({ answer: given }),
    (error) => ({ error: String(error?.stack ?? error) }),
  );
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
