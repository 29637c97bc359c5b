// node scripts/machine-code.mjs [--check]: makes src/engine/machine-code/kernels-code.ts of kernels.wat.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

const folder = join(rootPath, 'src/engine/machine-code');
const text = readFileSync(join(folder, 'kernels.wat'), 'utf8');
const module = (await wabt()).parseWat('kernels.wat', text, { simd: true });
module.validate();
const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
const made = `/** kernels.wat as WebAssembly, base64: made by scripts/machine-code.mjs. */\nexport const CODE =\n  '${code}';\n`;

const file = join(folder, 'kernels-code.ts');
const { check } = readFlags('check');
if (!check) writeFileSync(file, made);
else if (readFileSync(file, 'utf8') !== made) {
  console.error('kernels-code.ts is not what kernels.wat says: run node scripts/machine-code.mjs');
  process.exit(1);
}
