// `npm run figures`: fills figures in README.md, docs/ and weights/ from bench/**/results/*.json:
//   a table:     <!-- figures: NAME --> … <!-- /figures -->
//   one figure:  <!-- figure: NAME -->…<!-- /figure -->
// --check writes nothing and fails on a difference. --list prints the names.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allFigures } from '../bench/figures/index.mjs';
import { measureSizes, readSizes, staleSizes, writeSizes } from '../bench/figures/sizes.mjs';
import { ensureBuilt } from './build.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

const COMMAND = 'npm run figures';
const BLOCK = /(<!-- figures: (.+?) -->)([\s\S]*?)(<!-- \/figures -->)/g;
const INLINE = /(<!-- figure: (.+?) -->)(.*?)(<!-- \/figure -->)/g;
const MARK = /<!-- (\/?)figure(s?)\b.*?-->/g;

/** README.md, the model cards, and the hand-written pages of docs/. */
function pages() {
  const of = (folder) =>
    readdirSync(join(rootPath, folder), { recursive: true })
      .map((name) => `${folder}/${name}`)
      // docs/api is generated.
      .filter((file) => file.endsWith('.md') && !file.startsWith('docs/api/'));
  return ['README.md', ...of('weights'), ...of('docs')];
}

function lookUp(known, name, kind) {
  const make = known[name];
  if (make) return make();
  throw new Error(`there is no ${kind} "${name}": ${Object.keys(known).join(' | ')}`);
}

/** Marks must come in pairs: a single one would swallow text or never be filled. */
function checkMarks(text) {
  let open;
  for (const [mark, slash, plural] of text.matchAll(MARK)) {
    const kind = `figure${plural}`;
    if (slash ? open !== kind : open) throw new Error(`${mark} has no partner`);
    open = slash ? undefined : kind;
  }
  if (open) throw new Error(`<!-- ${open}: … --> is not closed`);
}

/**
 * A page with its figures filled in.
 * @param changed called with the name of each figure that differed.
 */
export function fillFigures(text, { blocks, inline }, changed = () => {}) {
  checkMarks(text);
  const filled = (kind, known, frame) => (_, start, name, was, end) => {
    const is = frame(lookUp(known, name, kind));
    if (is !== was) changed(name);
    return `${start}${is}${end}`;
  };
  return text
    .replace(
      BLOCK,
      filled('table', blocks, (table) => `\n\n${table}\n\n`),
    )
    .replace(
      INLINE,
      filled('figure', inline, (figure) => figure),
    );
}

/** Fills every page and chart; returns a line for each that was out of date. */
export function writeFigures({ write = true } = {}) {
  const figures = allFigures();
  const stale = [];
  const put = (file, text) => {
    if (write) writeFileSync(join(rootPath, file), text);
  };
  for (const file of pages()) {
    const text = readFileSync(join(rootPath, file), 'utf8');
    try {
      const changed = [];
      const filled = fillFigures(text, figures, (name) => changed.push(name));
      if (changed.length) put(file, filled);
      stale.push(...changed.map((name) => `${file}: "${name}"`));
    } catch (error) {
      throw new Error(`${file}: ${error.message}`);
    }
  }
  for (const [file, make] of Object.entries(figures.files)) {
    const path = join(rootPath, file);
    const text = make();
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    put(file, text);
    stale.push(file);
  }
  return stale;
}

async function main() {
  const { list, check } = readFlags('list', 'check');
  if (list) {
    const { blocks, inline } = allFigures();
    for (const name of Object.keys(blocks)) console.log(`figures: ${name}`);
    for (const name of Object.keys(inline)) console.log(`figure: ${name}`);
    return;
  }
  await ensureBuilt();
  const sizes = readSizes();
  const measured = await measureSizes();
  if (!check) {
    writeSizes(sizes, measured);
    for (const line of writeFigures()) console.log(`written: ${line}`);
    return;
  }
  const stale = staleSizes(sizes, measured).map(
    (name) =>
      `bench/results/sizes.json: "${name}" is ${sizes[name]}, the build has ${measured[name]}`,
  );
  // Pages take their sizes from here, so these must match the build.
  if (!stale.length) stale.push(...writeFigures({ write: false }));
  for (const line of stale) console.error(`stale figure: ${line} → ${COMMAND}`);
  if (stale.length) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
