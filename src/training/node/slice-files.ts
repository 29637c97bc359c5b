import { existsSync, readdirSync } from 'node:fs';
import { type Arguments, badArgument, textOption, usage } from './arguments.js';
import { folderIsWritable } from './writable-out.js';

/** Which file is of which department. */
export const INDEX = 'slices.json';

/** `--out`: a folder to make, or one with nothing but slices. */
export function folderOption(given: Arguments, command: string): string {
  const out = textOption(given, 'out');
  if (!out) throw usage(command);
  const allowed = 'a folder to make, or one that holds nothing but slices';
  if (!existsSync(out)) {
    if (!folderIsWritable(out)) throw badArgument('out', out, allowed);
    return out;
  }
  let names: string[];
  try {
    names = readdirSync(out);
  } catch {
    throw badArgument('out', out, allowed);
  }
  const isOurs = names.includes(INDEX) || !names.length;
  if (!isOurs || names.some((name) => name !== INDEX && !name.endsWith('.safetensors'))) {
    throw badArgument('out', out, allowed);
  }
  return out;
}

/** A name for the file of a department: letters and digits, told from the others. */
export function fileName(department: string, names: Set<string>): string {
  const plain = department.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40);
  let name = plain;
  for (let n = 2; names.has(name); n++) name = `${plain}-${n}`;
  names.add(name);
  return name;
}
