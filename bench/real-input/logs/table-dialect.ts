import type { Dice } from '../dice.js';
import {
  ACTIONS,
  CATEGORIES,
  type Field,
  HEADERS,
  MISSING,
  PRICES,
  STYLES,
} from './table-words.js';
import { TIME_FORMATS, type TimeFormat } from './time-formats.js';
import { rowOf, type Told, type ToldRow, tellItem } from './told.js';
import { createLogTruth, type IdStyle, type LogEvent } from './truth.js';
import { type Cell, numberCell, textCell, type WrittenLog } from './written-log.js';

/** A log with a row an event, as a table. Most draws are the usual; one to three are not. */
export function tableDialect(dice: Dice): WrittenLog {
  const kinds: string[] = [];
  const odd = new Set(
    dice
      .shuffled([
        'time',
        'header',
        'ids',
        'missing',
        'actions',
        'shape',
        'noise',
        'price',
        'who',
        'names',
      ])
      .slice(0, dice.whole(0, 3)),
  );
  const drawn = <T>(what: string, table: Readonly<Record<string, T>>, usual: string): T => {
    const name = odd.has(what) ? dice.pick(Object.keys(table)) : usual;
    if (odd.has(what)) kinds.push(`${what}: ${name}`);
    return table[name];
  };
  const format = drawn('time', TIME_FORMATS, dice.pick(['ISO, no zone', 'Unix milliseconds']));
  // Dots are German, and so day first; of slashes nobody can tell.
  const early = format.ordered !== undefined && dice.chance(0.3);
  if (early) kinds.push('time: day or month first?');
  const idStyles = ['sku', 'number', 'zeros', 'gtin', 'case', 'spoken', 'comma'] as const;
  /** How a spreadsheet spoils long numbers: what they were, nobody can tell. */
  const spoilt = odd.has('ids') && dice.chance(0.15);
  const ids: IdStyle = spoilt
    ? 'gtin'
    : odd.has('ids')
      ? dice.pick(idStyles)
      : dice.pick(['sku', 'number']);
  if (odd.has('ids')) kinds.push(spoilt ? 'ids: 4.00638E+12' : `ids: ${ids}`);
  const blanks = odd.has('ids') && !spoilt && dice.chance(0.2);
  if (blanks) kinds.push('ids: blanks around');
  const truth = createLogTruth(dice, ids, early);
  const style = drawn('header', STYLES, 'snake_case');
  const names = drawn('actions', ACTIONS, 'GA4');
  const price = drawn('price', PRICES, 'plain');
  const category = dice.pick(Object.values(CATEGORIES));
  const missing = odd.has('missing') ? dice.pick(MISSING) : '';
  if (odd.has('missing')) kinds.push(`missing: ${missing || '(empty)'}`);
  const floats = ids === 'number' && dice.chance(0.3);
  const someFloats = floats && dice.chance(0.25);
  if (floats) kinds.push(someFloats ? 'ids: 1000.0 in some rows' : 'ids: 1000.0');
  const shape = odd.has('shape')
    ? dice.pick([
        'clicks only',
        'no users',
        'no times',
        'date+time',
        'no sessions',
        'no items named',
      ])
    : '';
  if (shape) kinds.push(`shape: ${shape}`);
  const naming = odd.has('names') ? dice.pick(['a line break inside', 'inches', 'separators']) : '';
  if (naming) kinds.push(`names: ${naming}`);
  const who = odd.has('who') ? dice.pick(['user or anonymous', 'user or session']) : '';
  if (who) kinds.push(`who: ${who}`);

  const has = {
    user: shape !== 'no users',
    anonymous: who === 'user or anonymous',
    session:
      shape === 'no users' ||
      shape === 'no times' ||
      who === 'user or session' ||
      (shape !== 'no sessions' && dice.chance(0.5)),
    type: shape !== 'clicks only',
    time: shape !== 'no times',
    price: odd.has('price') || dice.chance(0.7),
    quantity: dice.chance(0.3),
    category: dice.chance(0.7),
    brand: dice.chance(0.5),
    name: naming !== '' || (shape !== 'no items named' && dice.chance(0.6)),
  };
  if (!has.user) has.anonymous = false;
  const fields = (
    [
      'time',
      'user',
      'anonymous',
      'session',
      'type',
      'item',
      'price',
      'quantity',
      'category',
      'brand',
      'name',
    ] as const
  ).filter((field) => field === 'item' || has[field]);
  const order = dice.chance(0.5) ? fields : dice.shuffled(fields);
  const headerOf = new Map(
    order.map((field) => [field as Field, style(dice.pick(HEADERS[field]).split(' '))]),
  );
  const header = order.flatMap((field) =>
    field === 'time' && shape === 'date+time'
      ? [style(['date']), style(['time'])]
      : [headerOf.get(field) ?? ''],
  );

  const told: Told = {
    rows: [],
    items: new Map(),
    clock: !has.time ? 'none' : shape === 'date+time' ? 'full' : format.clock,
    toleranceMs: format.write(0).includes('25569') ? 1000 : 1,
    hasSessions: has.session,
    headers: {},
  };
  for (const field of ['price', 'name', 'brand', 'category'] as const) {
    if (has[field]) told.headers[field] = headerOf.get(field);
  }
  const anonymous = new Set(
    truth.events.map(({ shopper }) => shopper).filter(() => who && dice.chance(0.4)),
  );
  const known = truth.events.filter(({ type }) => names[type] && (has.type || type === 'click'));
  // A log without days out of order keeps its order; others may be in any.
  const isShuffled = told.clock === 'full' && has.time && dice.chance(0.2);
  if (isShuffled) kinds.push('shape: in any order');
  const events = isShuffled ? dice.shuffled(known) : known;
  const rows = events.map((event) => writeRow(event));
  if (odd.has('noise')) addNoise();
  const options = shape === 'date+time' && dice.chance(0.5) ? dateAndTime() : [];
  if (early && format.ordered && dice.chance(0.5)) {
    kinds.push('time: order by option');
    options.push('--dates', format.ordered);
  }
  if (spoilt) told.rows.length = 0;
  return { told, kinds, table: { header, rows }, options };

  function dateAndTime(): string[] {
    kinds.push('shape: date+time by option');
    return ['--columns', `time=${style(['date'])}+${style(['time'])}`];
  }

  function writeRow(event: LogEvent): Cell[] {
    const { item } = event;
    const row: ToldRow = { ...rowOf(event), item: item?.id };
    row.time = has.time
      ? shape === 'date+time'
        ? Math.floor(event.time / 1000) * 1000
        : Math.floor(event.time / format.resolutionMs) * format.resolutionMs
      : undefined;
    if (!has.session) row.session = undefined;
    if (!has.price) row.price = undefined;
    if (!has.user) row.shopper = event.session;
    const isAnonymous = anonymous.has(event.shopper);
    if (isAnonymous && who === 'user or session') row.shopper = `session ${event.session}`;
    const lacks = (share: number) => odd.has('missing') && dice.chance(share);
    const facts = {
      name: has.name && item && !lacks(0.1) ? nameOf(item.name) : undefined,
      brand: has.brand && !lacks(0.2) ? item?.brand : undefined,
      category: has.category && !lacks(0.2) ? item?.category : undefined,
    };
    if (has.price && lacks(0.2)) row.price = undefined;
    // A purchase without its product is one all the same.
    const noItem = item !== undefined && event.type !== 'purchase' && lacks(0.08);
    const noUser = has.user && !who && !has.session && lacks(0.05);
    if (!noItem && !noUser) {
      told.rows.push(row);
      if (item) tellItem(told, item.id, facts);
    }
    return order.flatMap((field): Cell[] => {
      switch (field) {
        case 'time':
          return shape === 'date+time' ? dateTimeCells(event.time) : [timeCell(event.time, format)];
        case 'user':
          return [isAnonymous || noUser ? gap() : numberCell(event.shopper)];
        case 'anonymous':
          return [textCell(`anon-${event.shopper}`)];
        case 'session':
          return [textCell(`s${event.session}`)];
        case 'type':
          return [textCell(names[event.type] ?? '')];
        case 'item':
          return [item && !noItem ? itemCell(item.id) : gap()];
        case 'price':
          return [item && row.price !== undefined ? priceCell(item.price) : gap()];
        case 'quantity':
          return [item ? numberCell(String(event.quantity)) : gap()];
        case 'category':
          return [facts.category ? textCell(category(facts.category)) : gap()];
        case 'brand':
          return [facts.brand ? textCell(facts.brand) : gap()];
        case 'name':
          return [facts.name ? textCell(facts.name) : gap()];
      }
    });
  }

  function nameOf(name: string): string {
    if (naming === 'inches') return `${name} 24"`;
    if (naming === 'separators') return `${name}, red; small | new`;
    return naming ? `${name}\nred` : name;
  }

  function gap(): Cell {
    return { text: missing, value: missing === '' || dice.chance(0.5) ? null : missing };
  }

  function itemCell(id: string): Cell {
    if (spoilt) return textCell(Number(id).toExponential(5).toUpperCase());
    if (floats && !(someFloats && dice.chance(0.5))) return { text: `${id}.0`, value: Number(id) };
    const cell = ids === 'number' ? numberCell(id) : textCell(id);
    return blanks ? textCell(` ${id}${dice.chance(0.5) ? ' ' : ''}`) : cell;
  }

  function priceCell(amount: number): Cell {
    const text = price(amount);
    return { text, value: price === PRICES.plain ? amount : text };
  }

  /** Rows that are no acts of a shopper in a shop. */
  function addNoise(): void {
    const noise = dice.pick([
      'page views',
      'header again',
      'totals',
      'unknown action',
      'empty rows',
      ...(told.clock === 'full' && shape !== 'date+time' ? ['time 0', 'repeated rows'] : []),
    ]);
    kinds.push(`noise: ${noise}`);
    const blank = (): Cell[] => header.map(() => ({ text: '', value: null }));
    const typeAt =
      order.indexOf('type') +
      (shape === 'date+time' && order.indexOf('time') < order.indexOf('type') ? 1 : 0);
    for (let count = dice.whole(1, 3); count > 0; count--) {
      const at = dice.whole(1, rows.length);
      const row = blank();
      if (noise === 'header again')
        header.forEach((name, i) => {
          row[i] = textCell(name);
        });
      else if (noise === 'totals') {
        row[0] = textCell('Total');
        row[row.length - 1] = numberCell('48210');
        rows.push(row);
        return;
      } else if (noise !== 'empty rows' && (has.type || /time 0|repeated/.test(noise))) {
        const like = rows[at - 1];
        like.forEach((cell, i) => {
          row[i] = cell;
        });
        if (noise === 'time 0') row[order.indexOf('time')] = numberCell('0');
        else if (noise !== 'repeated rows')
          row[typeAt] = textCell(noise === 'page views' ? 'page_view' : 'newsletter_popup');
      }
      rows.splice(at, 0, row);
    }
  }
}

const timeCell = (time: number, { write, value }: TimeFormat): Cell => ({
  text: write(time),
  value: value ? value(time) : write(time),
});
const dateTimeCells = (time: number): Cell[] => {
  const [date, clock] = TIME_FORMATS['ISO, no zone'].write(time).split(' ');
  return [textCell(date), textCell(clock)];
};
