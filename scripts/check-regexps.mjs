// Part of `npm run test:lint`: every regular expression in src/ takes time that grows with its input, and no faster.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import ts from 'typescript';
import { rootPath } from './shell.mjs';

/**
 * What is safe though recheck cannot say so, or harmless: with the reason. By source text, as written.
 * @type {Record<string, string>}
 */
const KNOWN = {
  '/\\.(vite|cache)\\/.*weights/': 'reads our own address',
  // So many steps a letter at most; the fuzzer calls that a power.
  '/PK[\\s\\S]{1,80}_rels\\//': '80',
  '/[^\\s@]{1,64}@[^\\s@]{1,255}/g': '319',
  '/, (?:\\.{3})?"([\\s\\S]{0,99}?)"(?:\\.{3})? is not valid JSON/': '99',
};

const found = new Map();
for (const name of readdirSync(join(rootPath, 'src'), { recursive: true })) {
  if (!/\.tsx?$/.test(name) || /\.(test|fixture)\.tsx?$/.test(name)) continue;
  const path = join(rootPath, 'src', name);
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      if (!found.has(node.text)) found.set(node.text, `src/${name}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

// Some with many bounded repeats take longer to judge: `--long`.
const timeout = process.argv.includes('--long') ? 60_000 : 2_000;
let failed = 0;
let unjudged = 0;
for (const [text, where] of found) {
  if (Object.hasOwn(KNOWN, text)) continue;
  const end = text.lastIndexOf('/');
  const { status, complexity, attack } = await check(text.slice(1, end), text.slice(end + 1), {
    timeout,
    // The fuzzer knows more kinds of expression, and is not the same twice: `--fuzz`.
    checker: process.argv.includes('--fuzz') ? 'auto' : 'automaton',
  });
  if (status === 'unknown') unjudged++;
  if (status !== 'vulnerable') continue;
  failed++;
  console.error(`${where}: ${text} is ${complexity?.summary ?? status}: ${attack?.pattern ?? ''}`);
}
console.log(
  `${found.size} regular expressions, ${failed} that may be slow, ${unjudged} not judged in ${timeout / 1000} s`,
);
process.exitCode = failed ? 1 : 0;
