import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { columnsText } from '../data/collect-lines.js';
import { duration } from '../measure/log-text.js';
import { lookAtShards } from '../shards/look-at-shards.js';
import { prepareShards } from '../shards/prepare-shards.js';
import { writePlan } from '../shards/write-plan.js';
import { type Arguments, badArgument, textOption, usage } from './arguments.js';
import type { CommandResult } from './command-result.js';
import { findLogs, leftOutNotes } from './log-paths.js';
import { loadOptions } from './log-options.js';
import { openLog } from './open-log.js';
import { createProgress, type Terminal } from './terminal.js';

const PLAN_USAGE = 'nextaisle prepare <log…> --plan <plan.json>';
const USAGE = 'nextaisle prepare <log…> --out <folder>';
/** What a folder of shards has. */
const OURS = new Set([
  '.work',
  'categories.parquet',
  'events',
  'items.parquet',
  'manifest.json',
  'report.parquet',
]);
/** What Node and DuckDB say of a disk that is full. */
const FULL = /ENOSPC|no space left|not enough space/i;
const ROOM =
  'a folder on a disk with room: this one is full. What is finished is kept: with more room the same command goes on from there';
const SHARD = /^[0-9a-f]{2}\.parquet(\.part)?$/;

/** Makes shards of logs that are larger than memory, with SQL on DuckDB. */
export async function prepareCommand(
  given: Arguments,
  terminal: Terminal,
  sqlFolder: string,
): Promise<CommandResult> {
  const plan = textOption(given, 'plan');
  const out = plan === undefined ? folderOption(given) : '';
  const { reading, columns, actions, dates, allowRefused, keepRobots } = loadOptions(given);
  const progress = createProgress(terminal);
  const started = Date.now();
  const below = resolve(out) + sep;
  // Shards that were made before are no part of the log that they lie beside.
  const isOther = (path: string) => out === '' || !resolve(path).startsWith(below);
  const found = findLogs(given.paths);
  const files = found.files.filter(({ path }) => isOther(path));
  const leftOut = leftOutNotes(found.leftOut.filter(isOther));
  const sources = await Promise.all(files.map(openLog));
  const options = {
    reading: { columns, ...reading },
    columns,
    actions,
    dates,
    allowRefused,
    keepRobots,
    sqlFolder,
  };
  if (plan !== undefined) {
    if (!sources.length || given.values.out !== undefined) throw usage(PLAN_USAGE);
    const note = await writePlan(sources, plan, options);
    return {
      json: { plan, note },
      text: `${note ? `${note}\n` : ''}${plan}: for spark-submit scale/spark.py --plan ${plan}\n`,
      exitCode: 0,
    };
  }
  const manifest = await prepareShards(sources, out, { ...options, say: progress.say }).catch(
    (thrown: unknown) => {
      throw FULL.test(String(thrown)) ? badArgument('out', out, ROOM) : thrown;
    },
  );
  const looked = await lookAtShards(out);
  const seconds = (Date.now() - started) / 1000;
  const { shards, lines, events, sessions, items, repeats, refused, ignored, facts } = manifest;
  const notes = [...leftOut, ...manifest.notes, ...looked.notes];
  const whole = (n: number) => n.toLocaleString('en-US');
  const rows: string[][] = [
    ...refused.map(({ reason, count, places: [place] }) => [
      'refused',
      whole(count),
      reason,
      place ?? '',
    ]),
    ...Object.entries(ignored).map(([name, count]) => ['not used', whole(count), name, '']),
    ...(repeats ? [['repeats', whole(repeats), 'the same event in the same millisecond', '']] : []),
    ...facts.robots
      .slice(0, 5)
      .map(({ shopper, events: n }) => ['robot', whole(n), shopper.slice(0, 60), '']),
    ...notes.map((note) => ['note', '', note, '']),
  ];
  const text = [
    `${whole(lines)} lines: ${whole(events)} events, ${whole(sessions)} sessions, ${whole(items)} items, ${whole(facts.shoppers)} shoppers`,
    `columns: ${columnsText(manifest.columns)}`,
    ...rows.map((row) => row.filter(Boolean).join('  ')),
    `${out}: ${shards.length} shards after ${duration(seconds)}. Next: nextaisle train --shards ${out} --out shop.safetensors`,
  ];
  return {
    json: { out, seconds, ...manifest, notes, findings: looked.findings },
    text: `${text.join('\n')}\n`,
    exitCode: 0,
  };
}

/** `--out`, a folder that is empty, not there yet, or holds shards. */
function folderOption(given: Arguments): string {
  const out = textOption(given, 'out');
  if (!given.paths.length || !out) throw usage(USAGE);
  const allowed = 'a folder to make, or one that holds nothing but shards';
  if (existsSync(out)) {
    let isOurs = false;
    try {
      const names = readdirSync(out);
      const events = names.includes('events') ? readdirSync(join(out, 'events')) : [];
      isOurs = names.every((name) => OURS.has(name)) && events.every((name) => SHARD.test(name));
    } catch {
      throw badArgument('out', out, allowed);
    }
    if (!isOurs) throw badArgument('out', out, allowed);
  }
  const within = existsSync(out) ? out : dirname(resolve(out));
  try {
    accessSync(within, constants.W_OK);
    if (!statSync(within).isDirectory()) throw within;
  } catch {
    throw badArgument('out', out, 'a folder in a place that can be written to');
  }
  return out;
}
