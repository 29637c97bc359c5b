import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './serve.fixture.js';

export interface CodeBlock {
  /** Path from the root of the repository. */
  file: string;
  /** Line number of the opening fence, from 1. */
  line: number;
  language: string;
  code: string;
  /** The reason in `<!-- test: skip reason -->` above the block. */
  skip?: string;
  /** Declarations the block relies on: `<!-- test: given const shelf: Shelf -->`. */
  given: string[];
}

const FENCE = /^(\s*)```+\s*([\w-]*)/;
const NOTE = /^\s*<!--\s*test:\s*(skip|given)\s+(.*?)\s*-->\s*$/;

/** Every fenced block of a Markdown text, with the test notes directly above it. */
export function parseCodeBlocks(file: string, text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = text.split('\n');
  let notes: RegExpExecArray[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = FENCE.exec(lines[i]);
    if (!fence) {
      const note = NOTE.exec(lines[i]);
      if (note) notes.push(note);
      else if (lines[i].trim()) notes = [];
      continue;
    }
    const [, indent, language] = fence;
    const line = i + 1;
    const code: string[] = [];
    while (++i < lines.length && !/^\s*```+\s*$/.test(lines[i])) {
      code.push(lines[i].startsWith(indent) ? lines[i].slice(indent.length) : lines[i]);
    }
    blocks.push({
      file,
      line,
      language,
      code: code.join('\n'),
      skip: notes.find((note) => note[1] === 'skip')?.[2],
      given: notes.filter((note) => note[1] === 'given').map((note) => note[2]),
    });
    notes = [];
  }
  return blocks;
}

/** README.md, what assistants read, and the hand-written pages of docs/: paths from the repository root. */
export function documentedPages(): string[] {
  const written = readdirSync(join(repositoryRoot, 'docs'), { recursive: true })
    .map((name) => `docs/${String(name)}`)
    // docs/api is generated.
    .filter((file) => file.endsWith('.md') && !file.startsWith('docs/api/'));
  return ['README.md', 'SKILL.md', 'llms.txt', ...written.sort()];
}

export const readPage = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');

/** The blocks of all these pages. */
export function documentedBlocks(): CodeBlock[] {
  return documentedPages().flatMap((file) => parseCodeBlocks(file, readPage(file)));
}
