import { createOddTimes } from '../data/odd-times.js';
import { wholeIdsNote } from '../log/id-column.js';
import { createMissingCounts, createUnknownActions } from '../log/missing-counts.js';
import type { LogField } from '../log/log-fields.js';
import { textNotes } from '../log/text-notes.js';
import { zoneNotes } from '../log/time-reader.js';
import type { Engine } from './engine.js';
import type { ShardPlan } from './log-plan.js';
import type { PlainLogs } from './plan-logs.js';
import { named, quoted } from './sql-text.js';

/** What was said of a log that SQL has read, as `train` says it of one that it reads. */
export interface Said {
  notes: string[];
  oddTimes: string[];
}

const ISO = "'^ *[0-9]{4}-[0-9]{2}-[0-9]{2}'";
const ZONED = "'(Z|UTC|[+-][0-9]{2}:?[0-9]{2}) *$'";

/** Says how SQL has read a log: what its columns hide, what was read as missing, what its times are. */
export async function plainNotes(
  engine: Engine,
  { plan, files, notes }: Pick<PlainLogs, 'plan' | 'files' | 'notes'>,
): Promise<Said> {
  const types = new Map(
    (
      await engine.rows<{ column_name: string; column_type: string }>(
        'describe select * from raw_log',
      )
    ).map((one) => [one.column_name, one.column_type]),
  );
  const written = (header: string): string =>
    /^(FLOAT|DOUBLE)$/.test(types.get(header) ?? '')
      ? `number_text(cast(${named(header)} as double))`
      : `cast(${named(header)} as varchar)`;
  const all = [
    ...notes,
    ...(await letterNotes(engine, files)),
    ...files.flatMap((file) => file.notes),
    ...(await timeNotes(engine, plan, files[0].zone, types)),
    ...(await idNotes(engine, plan, types)),
    ...(await missingNotes(engine, plan, written)),
    ...(await unknownNotes(engine)),
  ];
  return { notes: [...new Set(all)], oddTimes: await timesOf(engine) };
}

type Types = ReadonlyMap<string, string>;
const isText = (types: Types, header: string) => types.get(header) === 'VARCHAR';

async function timeNotes(
  engine: Engine,
  { time }: ShardPlan,
  beside: string | undefined,
  types: Types,
): Promise<string[]> {
  if (!isText(types, time)) return [];
  const [{ zoned, dated }] = await engine.rows<{ zoned: number; dated: number }>(
    `select count(case when matches(t, ${ZONED}) and length(t) > 10 then 1 end) as zoned, count(*) as dated from (select ${named(time)} as t from raw_log) where matches(t, ${ISO})`,
  );
  return zoneNotes(time, { zoned, zoneless: dated - zoned, beside });
}

/** Of ids like `1000.0`, which are read as 1000. */
async function idNotes(
  engine: Engine,
  { people, items, session }: ShardPlan,
  types: Types,
): Promise<string[]> {
  const found: string[] = [];
  for (const { header, isWhole } of [...people, ...items, ...(session ? [session] : [])]) {
    if (!isWhole || !isText(types, header)) continue;
    const [one] = await engine.rows<{ id: string }>(
      `select t as id from (select log_line, bare_text(x) as t from (select log_line, trimmed(${named(header)}) as x from raw_log where instr(${named(header)}, '.') > 0)) where matches(t, '^[0-9]+[.]0+$') order by log_line limit 1`,
    );
    if (one) found.push(wholeIdsNote(header, one.id));
  }
  return found;
}

/** Longer than any word for what is missing, and than an id that stands for nobody. */
const LONGEST = 40;

/** Counts the words that were read as missing, where `train` looks at them. */
async function missingNotes(
  engine: Engine,
  plan: ShardPlan,
  written: (header: string) => string,
): Promise<string[]> {
  const { columns, people, session, items } = plan;
  const missing = createMissingCounts();
  const count = async (field: LogField, header: string, where: string, nobody?: string[]) => {
    const isNobody = nobody
      ? ` or person_text(t) is null or t in (${[...nobody, ''].map(quoted).join(', ')})`
      : '';
    // Of different values there are few: the functions below are slow, and a log without such words needs no count.
    const found = await engine.rows<{ raw: string; word: string }>(
      `select raw, t as word from (select raw, bare_text(x) as t from (select raw, trimmed(raw) as x
  from (select distinct ${written(header)} as raw from raw_log)))
where t <> '' and length(t) <= ${LONGEST} and (own_text(t) is null${isNobody}) limit 200`,
    );
    if (!found.length) return;
    const words = new Map(found.map(({ raw, word }) => [raw, word]));
    const counts = await engine.rows<{ raw: string; n: number }>(
      `select raw, count(*) as n from (select log_line, ${written(header)} as raw from raw_log) as cells
join lines on lines.line = cells.log_line
where raw in (${[...words.keys()].map(quoted).join(', ')})
  and coalesce(reason, '') <> 'ignored robots by their user agent' and (${where}) group by raw order by n desc, raw`,
    );
    for (const { raw, n } of counts) missing.add(field, words.get(raw) ?? raw, n);
  };
  const who = columns.user ? 'user' : 'session';
  for (const { header, nobody } of people) await count(who, header, 'true', nobody);
  if (session) await count('session', session.header, 'reason is null', session.nobody);
  for (const header of plan.type) await count('type', header, 'shopper is not null');
  const isEvent = "reason is null or reason like 'refused %item%'";
  for (const { header } of items) await count('item', header, isEvent);
  for (const field of ['category', 'brand', 'name'] as const) {
    for (const header of columns[field] ?? []) {
      await count(field, header, 'reason is null and item is not null');
    }
  }
  return missing.notes();
}

const UNKNOWN = /^refused unknown action (.*): say what it means with --actions /s;

async function unknownNotes(engine: Engine): Promise<string[]> {
  const unknown = createUnknownActions();
  const found = await engine.rows<{ reason: string; n: number }>(
    "select reason, count(*) as n from lines where reason like 'refused unknown action %' group by reason order by n desc, reason",
  );
  for (const { reason, n } of found) {
    const [, name] = UNKNOWN.exec(reason) ?? [];
    if (name !== undefined) unknown.add(name, n);
  }
  return unknown.notes();
}

const DAY_MS = 86_400_000;

async function timesOf(engine: Engine): Promise<string[]> {
  const odd = createOddTimes();
  const days = await engine.rows<{ latest: number; n: number }>(
    `select max(ts) as latest, count(*) as n from lines where reason is null group by cast(floor(ts / ${DAY_MS}e0) as bigint)`,
  );
  for (const { latest, n } of days) odd.see(latest, n);
  return odd.notes(Date.now());
}

/** What is said of the letters of CSV files: signs that stand for lost ones, and an end that may be cut. */
async function letterNotes(engine: Engine, files: PlainLogs['files']): Promise<string[]> {
  const notes: string[] = [];
  for (const { source, table } of files) {
    if (!table) continue;
    const { name, byteLength } = source;
    const [row] = await engine.rows<{ n: number; first_row: number }>(
      `select n, first_row from lost_letters where path = ${quoted(name)}`,
    );
    const end = table.isPacked ? [10] : new Uint8Array(await source.slice(byteLength - 1));
    const facts = {
      lost: row?.n ?? 0,
      firstLost: (row?.first_row ?? 0) + table.skip + 1,
      ended: end[0] === 10 || end[0] === 13,
    };
    notes.push(...textNotes(facts, true).map((note) => `${name}: ${note}`));
  }
  return notes;
}
