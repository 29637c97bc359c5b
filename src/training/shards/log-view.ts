import type { ShardPlan } from './log-plan.js';
import { NotPlain } from './not-plain.js';
import { named, quoted } from './sql-text.js';

const TEXT = /^(VARCHAR|ENUM.*)$/;
const WHOLE = /^(U?(TINY|SMALL)INT|U?INTEGER|BIGINT|DECIMAL\(\d+,0\))$/;
const BROKEN = /^(FLOAT|DOUBLE|DECIMAL.*)$/;
const MOMENT = /^(DATE|TIMESTAMP.*)$/;
/** Rows with lists in them may be several lines. */
const LIST = /\[|^MAP/;
/** Columns of our own. */
const TAKEN = new Set([
  'file_row_number',
  'filename',
  'log_file',
  'log_path',
  'log_number',
  'log_line',
]);

/**
 * The view `log`, from which prepare.sql goes on: each field as one column, in words that DuckDB and Spark share.
 * @param types the type of each column of the files, as DuckDB names it.
 * @returns a SELECT with `{line}` and `{source}` in it.
 * @throws NotPlain where a column is of a type that is no plain value, or of a name that SQL has for itself.
 */
export function logView(plan: ShardPlan, types: ReadonlyMap<string, string>): string {
  const { columns, people, session } = plan;
  const names = [...types.keys()].map((name) => name.toLowerCase());
  if (new Set(names).size < names.length) throw new NotPlain('has columns of the same name');
  const taken = names.find((name) => TAKEN.has(name));
  if (taken !== undefined) throw new NotPlain(`has a column named ${taken}`);
  for (const [name, type] of types) if (LIST.test(type)) throw new NotPlain(`has lists in ${name}`);
  const isText = (header: string) => TEXT.test(types.get(header) ?? '');
  /** Columns in the order in which they are asked for: each is read once, as `column_0`. */
  const used: string[] = [];
  const at = (header: string): string => {
    if (!types.has(header)) throw new NotPlain(`has ${header} inside of another column`);
    if (!used.includes(header)) used.push(header);
    return `column_${used.indexOf(header)}`;
  };
  /** The text of a value, null where there is none. */
  const text = (header: string): string => {
    const column = at(header);
    const type = types.get(header) ?? '';
    if (TEXT.test(type)) return column;
    if (WHOLE.test(type) || type === 'BOOLEAN' || MOMENT.test(type)) {
      return `cast(${column} as string)`;
    }
    if (BROKEN.test(type)) return `number_text(cast(${column} as double))`;
    throw new NotPlain(`has ${header} as ${type}`);
  };
  const numeric = (header: string): string => {
    const type = types.get(header) ?? '';
    if (WHOLE.test(type) || BROKEN.test(type)) return at(header);
    throw new NotPlain(`has ${header} as ${type}`);
  };
  /** Whether an id is not what it is read as: 1.5 where ids are whole numbers, 7.0 where they are not. */
  const isOdd = ({ header, isWhole }: { header: string; isWhole: boolean }): string => {
    const type = types.get(header) ?? '';
    if (BROKEN.test(type) && !WHOLE.test(type)) {
      return `(${at(header)} is not null and not isnan(cast(${at(header)} as double)) and ${text(header)} is null)`;
    }
    if (!isText(header)) return '';
    const fraction = `matches(${text(header)}, '^[0-9]+[.][0-9]+$')`;
    return `(instr(${text(header)}, '.') > 0 and ${fraction}${isWhole ? ` and ${id({ header, isWhole })} is null` : ''})`;
  };
  const first = (all: readonly string[]) =>
    all.length > 1 ? `coalesce(${all.join(', ')})` : (all[0] ?? 'cast(null as string)');
  const id = ({ header, isWhole }: { header: string; isWhole: boolean }) =>
    isWhole && isText(header) ? `whole_id(${text(header)})` : text(header);
  const person = (column: ShardPlan['people'][number], mark: string) => {
    const inner = `person_text(${id(column)})`;
    const known = column.nobody.length
      ? `case when ${inner} not in (${column.nobody.map(quoted).join(', ')}) then ${inner} end`
      : inner;
    // Not concat: in DuckDB it passes over what is null.
    return mark ? `${quoted(mark)} || chr(9) || ${known}` : known;
  };
  const [one, two] = people;
  const visit = session && person(session, '');
  const persons = [
    person(one, ''),
    two ? person(two, two.header) : 'cast(null as string)',
    session ? person(session, session.header) : 'cast(null as string)',
  ];
  const alone = columns.user ? 'cast(null as string)' : first(persons.slice(0, 2));
  const time = at(plan.time);
  const timeType = types.get(plan.time) ?? '';
  const ts = TEXT.test(timeType)
    ? `text_ms(${text(plan.time)})`
    : MOMENT.test(timeType)
      ? `moment_ms(${time})`
      : `unix_ms(cast(${numeric(plan.time)} as double))`;
  const prices = plan.prices.map(({ header }) =>
    isText(header) ? `text_price(${text(header)})` : `cast(${numeric(header)} as double)`,
  );
  // The first that says one: a price of 0 says none.
  const stated = prices.map((sql) => `case when ${sql} > 0e0 and ${sql} <= 1e9 then ${sql} end`);
  const price = prices.length > 1 ? [...stated, ...prices] : prices;
  const ids = [...people, ...(session ? [session] : []), ...plan.items];
  // Several columns of a category are one value from left to right; its number stands in for all of them.
  const levels = [...(columns.category ?? []), ...[columns.categoryNumber ?? []].flat()];
  const category = levels.length
    ? `concat(${levels.map((header) => `coalesce(${text(header)}, '')`).join(`, chr(31), `)})`
    : 'cast(null as string)';
  const fields: Record<string, string> = {
    person_1: persons[0],
    person_2: persons[1],
    person_3: persons[2],
    visit: visit ?? alone,
    type: plan.type.length ? first(plan.type.map(text)) : quoted(plan.act),
    item: first(plan.items.map(id)),
    ts,
    time_text: timeText(),
    price: price.length ? first(price) : 'cast(null as double)',
    price_text: first(plan.prices.map(({ header }) => text(header))),
    category,
    brand: first((columns.brand ?? []).map(text)),
    name: first((columns.name ?? []).map(text)),
    odd: `case when ${ids.map(isOdd).filter(Boolean).join(' or ') || 'false'} then 1 else 0 end`,
    agent: plan.agent === undefined ? 'cast(null as string)' : text(plan.agent),
  };
  /** What stands where a time cannot be read: NaN is none. */
  function timeText(): string {
    if (TEXT.test(timeType)) return text(plan.time);
    const written = `cast(${time} as string)`;
    if (!BROKEN.test(timeType)) return written;
    const number = `coalesce(number_text(cast(${time} as double)), ${written})`;
    return `nullif(nullif(${number}, 'nan'), 'NaN')`;
  }
  const list = Object.entries(fields).map(([name, sql]) => `${sql} as ${name}`);
  // A function's argument is written out wherever the function names it: so each has a select of its own.
  const each = (of: (column: string, header: string) => string) =>
    used.map((header, i) => `${of(`column_${i}`, header)} as column_${i}`).join(', ');
  const ofTexts = (name: string) =>
    each((column, header) => (isText(header) ? `${name}(${column})` : column));
  return `select line,
  ${list.join(',\n  ')}
from (select line, ${ofTexts('own_text')}
from (select line, ${ofTexts('bare_text')}
from (select line, ${ofTexts('trimmed')}
from (select cast({line} as bigint) as line, ${each((_, header) => named(header))}
from {source}) as raw) as trim_texts) as bare_texts) as own_texts`;
}
