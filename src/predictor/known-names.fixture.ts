import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** The rooms that read what a page gives. */
const ROOMS = [
  ...['catalog', 'consent', 'events', 'history', 'language', 'lib', 'moments', 'prediction'],
  ...['predictor', 'profile', 'shelf', 'sources'],
];

/** What browsers read out of objects that they are given themselves: polluted, they break any page. */
const OF_BROWSERS = new Set([
  ...['signal', 'once', 'passive', 'capture', 'get', 'set', 'writable', 'then', 'prerendering'],
  // Iterators and promises, in code that our target still has.
  ...['next', 'return', 'throw', 'done'],
]);

/**
 * Every name by which these rooms read or declare a field: options, rules, entries, catalogs, consent. Read
 * from the code itself, so that no field is missing here.
 */
export function knownNames(): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    if (/^[\w$-]{1,40}$/.test(name) && !(name in Object.prototype) && !OF_BROWSERS.has(name))
      names.add(name);
  };
  const read = (node: ts.Node): void => {
    if (
      ts.isPropertySignature(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isShorthandPropertyAssignment(node) ||
      ts.isPropertyAccessExpression(node) ||
      ts.isMethodSignature(node)
    )
      add(node.name.getText().replace(/^['"`]|['"`]$/g, ''));
    else if (ts.isBindingElement(node)) add((node.propertyName ?? node.name).getText());
    // Lists of names are texts: 'id item_id product_id'.
    else if (ts.isStringLiteralLike(node)) for (const word of node.text.split(/[\s.]+/)) add(word);
    ts.forEachChild(node, read);
  };
  for (const room of ROOMS) {
    const files = readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' });
    for (const file of files) {
      if (!/\.ts$/.test(file) || /\.(test|fixture)\.ts$|^node\/|^tables\//.test(file)) continue;
      const text = readFileSync(`src/${room}/${file}`, 'utf8');
      read(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
    }
  }
  return [...names].sort();
}
