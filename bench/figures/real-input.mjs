import { readFileSync } from 'node:fs';
import { row, table } from './table.mjs';

const file = new URL('../results/real-input.json', import.meta.url);
const OUTCOMES = ['right', 'refused', 'lost', 'wrong'];
const WORLDS = ['pages', 'logs'];

/** Shares of the cases of one world, over all kinds. */
function shares({ kinds: { all }, cases }) {
  return OUTCOMES.map((outcome) => `${((100 * all[outcome]) / cases).toFixed(1)}%`);
}

function worldsTable() {
  const { before, ...now } = JSON.parse(readFileSync(file, 'utf8'));
  return table([
    row(
      'world',
      'cases',
      'read right',
      'refused, with the cause',
      'lost in silence',
      'wrong in silence',
    ),
    ...WORLDS.flatMap((world) => [
      row(
        `${world}, before`,
        before[world].cases.toLocaleString('en-US'),
        ...shares(before[world]),
      ),
      row(`${world}, now`, now[world].cases.toLocaleString('en-US'), ...shares(now[world])),
    ]),
  ]).join('\n');
}

/** Generated pages and logs whose truth is known: `npm run bench:real-input`. */
export function realInputFigures() {
  return { blocks: { 'real input': worldsTable } };
}
